//! The YAML text of a form → each of its texts with its path, for the file of a language.

use super::elsewhere;
use crate::Message;
use crate::texts::MessageReader;
use crate::yaml::{self, Node, Value};

/// One text of a form, in the languages that it stands in.
#[derive(Debug, Clone)]
pub struct FormText {
    /// Its keys from the top, parts of lists by their ids: `fields`, `e_mail`, `label`.
    pub path: Vec<String>,
    /// What it says, by language.
    pub words: Vec<(String, Message)>,
}

/// All texts of a form in its order; none when it can't be read, which the check tells.
pub(in crate::definition) fn texts(yaml: &str, languages: &[&str]) -> Vec<FormText> {
    let mut found = Vec::new();
    if let Ok(root) = yaml::parse(yaml) {
        walk(&root, &mut Vec::new(), languages, &mut found);
    }
    found
}

fn walk(node: &Node, path: &mut Vec<String>, languages: &[&str], found: &mut Vec<FormText>) {
    match &node.value {
        Value::Map(entries) if elsewhere::is_text(entries, languages) => {
            let message = |node: &Node| {
                let mut faults = Vec::new();
                let message = MessageReader::new(&mut faults).message("", &(0..0), node);
                faults.is_empty().then_some(message)
            };
            let words =
                entries.iter().filter_map(|(word, node)| Some((word.text.clone(), message(node)?))).collect();
            found.push(FormText { path: path.clone(), words });
        }
        Value::Map(entries) => {
            for (word, node) in entries {
                path.push(word.text.clone());
                walk(node, path, languages, found);
                path.pop();
            }
        }
        Value::List(parts) => {
            for (at, part) in parts.iter().enumerate() {
                path.push(elsewhere::name(part, at));
                walk(part, path, languages, found);
                path.pop();
            }
        }
        _ => {}
    }
}
