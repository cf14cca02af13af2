//! The YAML text of a language becomes `Texts`, or every fault in it.

use std::collections::BTreeMap;

use super::plural::CATEGORIES;
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
                Value::Map(inner) if inner.iter().any(|(word, _)| word.text == "count") => {
                    let message = self.plural(&key, word, inner);
                    self.add(key, word, node, message);
                }
                Value::Map(inner) => self.section(&key, inner),
                _ => {
                    let message = Message::Plain(self.words(&key, word, node));
                    self.add(key, word, node, message);
                }
            }
        }
    }

    fn plural(&mut self, key: &str, place: &Word, entries: &[(Word, Node)]) -> Message {
        let mut count = String::new();
        let mut forms = BTreeMap::new();
        for (word, node) in entries {
            let inner = format!("{key}.{}", word.text);
            let words = self.words(&inner, word, node);
            if word.text == "count" {
                count = words;
            } else if !CATEGORIES.contains(&word.text.as_str()) {
                let message = say!("fault.noCategory", word = &word.text);
                let fault = Fault::new(FaultCode::PluralCategory, word.span.clone(), message);
                self.faults.push(fault.did_you_mean(&word.text, CATEGORIES));
            } else if forms.insert(word.text.clone(), words).is_some() {
                self.duplicate(&inner, word);
            }
        }
        if !forms.contains_key("other") {
            let message = say!("fault.noOther", key);
            let fault = Fault::new(FaultCode::PluralCategory, place.span.clone(), message);
            self.faults.push(fault.hint(say!("fault.noOtherHint")));
        }
        Message::Plural { count, forms }
    }

    /// The words of a node: text that is not empty and whose braces close.
    fn words(&mut self, key: &str, word: &Word, node: &Node) -> String {
        let Value::Text(text) = &node.value else {
            let (found, wanted) = (node.value.said(), say!("value.text"));
            let message = say!("fault.type", path = key, found = found, wanted = wanted);
            let hint = match &node.value {
                Value::Null => say!("value.wordsBehindColonHint"),
                Value::Integer(written) => say!("value.quoteItHint", written),
                Value::Bool(written) => say!("value.quoteItHint", written),
                _ => say!("value.quoteWordsHint"),
            };
            let span = if node.span.is_empty() { word.span.clone() } else { node.span.clone() };
            self.faults.push(Fault::new(FaultCode::WrongType, span, message).hint(hint));
            return String::new();
        };
        if text.trim().is_empty() {
            self.faults.push(Fault::new(
                FaultCode::Untranslated,
                word.span.clone(),
                say!("fault.noWords", path = key),
            ));
        }
        let named = super::placeholders(text).len();
        if text.matches('{').count() < named || text.matches(['{', '}']).count() % 2 == 1 {
            let message = say!("fault.brace", key);
            self.faults.push(
                Fault::new(FaultCode::Placeholder, node.span.clone(), message)
                    .hint(say!("value.writeHint", value = "{name}")),
            );
        }
        text.clone()
    }

    fn add(&mut self, key: String, word: &Word, node: &Node, message: Message) {
        let offset = if node.span.is_empty() { word.span.clone() } else { node.span.clone() };
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
