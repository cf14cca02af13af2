//! A node of YAML becomes a message, whatever file it stands in: the words of the interface or of a form.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::Message;
use super::plural::CATEGORIES;
use crate::fault::{Fault, FaultCode};
use crate::sentence::say;
use crate::yaml::{Node, Value, Word};

/// The key of a plural that names the placeholder with the number.
pub(super) const COUNT: &str = "count";

/// Reads messages, and remembers where their words stand.
#[derive(Debug)]
pub(crate) struct MessageReader<'f> {
    faults: &'f mut Vec<Fault>,
    /// Every text of them.
    pub(crate) texts: Vec<Word>,
    /// Their plurals.
    pub(crate) plurals: Vec<PluralPlace>,
}

/// A plural as it stands in the file.
#[derive(Debug)]
pub(crate) struct PluralPlace {
    /// Where it begins.
    pub(crate) span: Range<usize>,
    /// The placeholder that it counts by.
    pub(crate) count: Word,
    /// The categories that have words.
    pub(crate) categories: BTreeSet<String>,
}

/// Whether a node is more than a plain text: a plural, or a list with one in it. A list of nothing but texts is a slip: a
/// bracket without quotation marks around it.
pub(crate) fn is_compound(node: &Node) -> bool {
    match &node.value {
        Value::Map(entries) => {
            entries.iter().any(|(word, _)| word.text == COUNT || CATEGORIES.contains(&word.text.as_str()))
        }
        Value::List(parts) => parts.iter().any(|part| matches!(part.value, Value::Map(_))),
        _ => false,
    }
}

impl<'f> MessageReader<'f> {
    pub(crate) fn new(faults: &'f mut Vec<Fault>) -> MessageReader<'f> {
        MessageReader { faults, texts: Vec::new(), plurals: Vec::new() }
    }

    /// A message. `key` names it in faults and stands at `place`, which is where faults point to that have no place of
    /// their own.
    pub(crate) fn message(&mut self, key: &str, place: &Range<usize>, node: &Node) -> Message {
        match &node.value {
            Value::List(parts) if is_compound(node) => {
                let parts = parts.iter().enumerate();
                Message::Parts(
                    parts.map(|(at, part)| self.part(&format!("{key}[{at}]"), place, part)).collect(),
                )
            }
            _ => self.part(key, place, node),
        }
    }

    fn part(&mut self, key: &str, place: &Range<usize>, node: &Node) -> Message {
        match &node.value {
            Value::Map(entries) if is_compound(node) => self.plural(key, place, entries),
            _ => Message::Plain(self.text(key, place, node)),
        }
    }

    fn plural(&mut self, key: &str, place: &Range<usize>, entries: &[(Word, Node)]) -> Message {
        let mut count = None;
        let mut forms = BTreeMap::new();
        for (word, node) in entries {
            let inner = format!("{key}.{}", word.text);
            let is_second = match word.text.as_str() {
                COUNT => count.replace(self.words(&inner, &word.span, node)).is_some(),
                name if CATEGORIES.contains(&name) => {
                    forms.insert(name.to_owned(), self.text(&inner, &word.span, node)).is_some()
                }
                name => self.no_category(name, &word.span),
            };
            if is_second {
                let message = say!("fault.secondTime", key = &inner);
                self.faults.push(Fault::new(FaultCode::DuplicateKey, word.span.clone(), message));
            }
        }
        if !forms.contains_key("other") {
            let message = say!("fault.noOther", key);
            let fault = Fault::new(FaultCode::PluralCategory, place.clone(), message);
            self.faults.push(fault.hint(say!("fault.noOtherHint")));
        }
        let span = entries.first().map_or_else(|| place.clone(), |(word, _)| word.span.clone());
        let count = count.unwrap_or_else(|| self.no_count(key, &span));
        let categories = forms.keys().cloned().collect();
        self.plurals.push(PluralPlace { span, count: count.clone(), categories });
        Message::Plural { count: count.text, forms }
    }

    /// A key of a plural that is no category; it isn't looked for a second time.
    fn no_category(&mut self, name: &str, place: &Range<usize>) -> bool {
        let message = say!("fault.noCategory", word = name);
        let fault = Fault::new(FaultCode::PluralCategory, place.clone(), message);
        self.faults.push(fault.did_you_mean(name, CATEGORIES));
        false
    }

    /// Nothing says which number the words depend on.
    fn no_count(&mut self, key: &str, begin: &Range<usize>) -> Word {
        let message = say!("front.missing", key = &format!("{key}.{COUNT}"));
        let fault = Fault::new(FaultCode::MissingKey, begin.clone(), message);
        self.faults.push(fault.hint(say!("fault.besideHint", key = COUNT)));
        Word::default()
    }

    /// Words that are shown.
    fn text(&mut self, key: &str, place: &Range<usize>, node: &Node) -> String {
        let words = self.words(key, place, node);
        self.texts.push(words.clone());
        words.text
    }

    /// The words of a node: text that is not empty and whose braces close; nothing after a fault.
    fn words(&mut self, key: &str, place: &Range<usize>, node: &Node) -> Word {
        let Value::Text(text) = &node.value else {
            self.wrong_type(key, place, node);
            return Word::default();
        };
        if text.trim().is_empty() {
            let message = say!("fault.noWords", path = key);
            self.faults.push(Fault::new(FaultCode::Untranslated, place.clone(), message));
        }
        let named = super::placeholders(text).len();
        if text.matches('{').count() < named || text.matches(['{', '}']).count() % 2 == 1 {
            let message = say!("fault.brace", key);
            let fault = Fault::new(FaultCode::Placeholder, node.span.clone(), message);
            self.faults.push(fault.hint(say!("value.writeHint", value = "{name}")));
        }
        Word { text: text.clone(), span: span_of(node, place) }
    }

    fn wrong_type(&mut self, key: &str, place: &Range<usize>, node: &Node) {
        let (found, wanted) = (node.value.said(), say!("value.text"));
        let message = say!("fault.type", path = key, found = found, wanted = wanted);
        let hint = match &node.value {
            Value::Null => say!("value.wordsBehindColonHint"),
            Value::Integer(written) => say!("value.quoteItHint", written),
            Value::Bool(written) => say!("value.quoteItHint", written),
            _ => say!("value.quoteWordsHint"),
        };
        self.faults.push(Fault::new(FaultCode::WrongType, span_of(node, place), message).hint(hint));
    }
}

/// Where a value stands; a mapping or a list, and nothing at all, have no length of their own.
pub(super) fn span_of(node: &Node, place: &Range<usize>) -> Range<usize> {
    if node.span.is_empty() { place.clone() } else { node.span.clone() }
}
