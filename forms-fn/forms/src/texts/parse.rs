//! The YAML text of a language becomes `Texts`, or every fault in it.

use super::read::{self, COUNT, MessageReader};
use super::{Message, MessagePlace, Texts};
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
