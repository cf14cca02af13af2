//! The YAML text of a language becomes `Texts`, or every fault in it.

use std::collections::BTreeSet;

use super::plural::CATEGORIES;
use super::read::{self, COUNT, MessageReader};
use super::{Message, MessagePlace, Texts};
use crate::definition::FormWords;
use crate::fault::{Fault, FaultCode, sorted};
use crate::sentence::say;
use crate::yaml::{self, Node, Value, Word};

/// Reads the words of a language.
pub(super) fn parse(lang: &str, yaml: &str) -> Result<Texts, Vec<Fault>> {
    let root = yaml::parse(yaml).map_err(|fault| vec![fault])?;
    let mut reader =
        TextsReader { yaml, texts: Texts { lang: lang.to_owned(), ..Texts::default() }, faults: Vec::new() };
    match &root.value {
        // An empty file is a language that changes nothing.
        Value::Null => {}
        Value::Map(entries) => reader.section("", entries),
        other => {
            let message = say!("fault.fileType", found = other.said());
            reader.faults.push(Fault::new(FaultCode::WrongType, root.span, message));
        }
    }
    if reader.faults.is_empty() { Ok(reader.texts) } else { Err(sorted(reader.faults)) }
}

/// Every key of a file, those without words too, and those of forms: `forms.registration.title`.
pub(super) fn keys(yaml: &str) -> BTreeSet<String> {
    let mut keys = BTreeSet::new();
    if let Ok(Node { value: Value::Map(entries), .. }) = yaml::parse(yaml) {
        collect("", &entries, &mut keys);
    }
    keys
}

fn collect(prefix: &str, entries: &[(Word, Node)], keys: &mut BTreeSet<String>) {
    for (word, node) in entries {
        let key = if prefix.is_empty() { word.text.clone() } else { format!("{prefix}.{}", word.text) };
        match &node.value {
            Value::Map(inner) if !inner.iter().any(|(word, _)| word.text == COUNT) => {
                collect(&key, inner, keys);
            }
            _ => _ = keys.insert(key),
        }
    }
}

/// Whether nothing stands behind a key, or behind none of a plural's forms.
pub(crate) fn is_gap(node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Map(entries) => {
            let mut forms = entries.iter().filter(|(word, _)| CATEGORIES.contains(&word.text.as_str()));
            forms.clone().count() + 1 == entries.len()
                && entries.iter().any(|(word, _)| word.text == COUNT)
                && forms.all(|(_, form)| matches!(form.value, Value::Null))
        }
        Value::List(parts) => parts.iter().all(is_gap),
        _ => false,
    }
}

struct TextsReader<'y> {
    yaml: &'y str,
    texts: Texts,
    faults: Vec<Fault>,
}

impl TextsReader<'_> {
    fn section(&mut self, prefix: &str, entries: &[(Word, Node)]) {
        for (word, node) in entries {
            let key = if prefix.is_empty() { word.text.clone() } else { format!("{prefix}.{}", word.text) };
            match &node.value {
                // Those are laid into the forms.
                _ if FormWords::holds(&key) => {}
                // Not written yet.
                _ if is_gap(node) => {}
                Value::Map(inner) if !inner.iter().any(|(word, _)| word.text == COUNT) => {
                    self.section(&key, inner);
                }
                _ => {
                    let message = MessageReader::new(&mut self.faults).message(&key, &word.span, node);
                    self.add(key, word, node, message);
                }
            }
        }
    }

    fn add(&mut self, key: String, word: &Word, node: &Node, message: Message) {
        let offset = read::span_of(node, &word.span);
        let (line, column) = line_and_column(self.yaml, offset.start);
        self.texts.places.insert(key.clone(), MessagePlace { offset, line, column });
        if self.texts.messages.insert(key.clone(), message).is_some() {
            self.duplicate(&key, word);
        }
    }

    fn duplicate(&mut self, key: &str, word: &Word) {
        let message = say!("fault.secondTime", key);
        self.faults.push(Fault::new(FaultCode::DuplicateKey, word.span.clone(), message));
    }
}

/// Line and column of a byte, both from 1, the column in characters.
fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let before = text.get(..offset).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
