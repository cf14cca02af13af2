//! Reads values out of mappings and collects what is wrong with them.

use std::ops::Range;

use super::wanted::Wanted;
use super::{Section, deadlines};
use crate::definition::{About, Deadlines, Instead, Setting};
use crate::sentence::say;
use crate::yaml::{Node, Value, Word};
use crate::{Fault, FaultCode, Sentence};

/// Collects the faults of one file.
#[derive(Debug)]
pub(super) struct DefinitionReader<'l> {
    /// The languages in which each text must exist.
    pub(super) languages: &'l [&'l str],
    /// Which languages' words take the place of missing ones; none where each text must be there.
    pub(super) countries: &'l [&'l str],
    pub(super) instead: Option<&'l Instead>,
    /// The deadlines of the form by the names of their placeholders, which its texts say as they are read.
    pub(super) promised: Vec<(&'static str, String)>,
    pub(super) faults: Vec<Fault>,
    /// Texts that another language lends.
    pub(super) gaps: Vec<Fault>,
}

impl<'l> DefinitionReader<'l> {
    pub(super) fn new(setting: &Setting<'l>) -> DefinitionReader<'l> {
        DefinitionReader {
            languages: setting.languages,
            countries: setting.countries,
            instead: setting.instead,
            promised: Vec::new(),
            faults: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// From now on texts may say these deadlines, as far as such a form has them.
    pub(super) fn promise(&mut self, about: About, deadlines: &Deadlines) {
        let names = deadlines::names(about);
        self.promised = deadlines.placeholders();
        self.promised.retain(|(name, _)| names.contains(name));
    }

    pub(super) fn fault(&mut self, code: FaultCode, span: &Range<usize>, message: Sentence, hint: Sentence) {
        self.faults.push(Fault::new(code, span.clone(), message).hint(hint));
    }

    /// Something that needs an event, in a form about nothing.
    pub(super) fn no_event(&mut self, span: &Range<usize>) {
        self.fault(FaultCode::NoEvent, span, say!("fault.noEvent"), say!("fault.noEventHint"));
    }

    fn wrong_type(&mut self, span: Range<usize>, path: &str, node: &Node, wanted: Wanted) {
        let message = say!("fault.type", path, found = node.value.said(), wanted = wanted.said());
        let fault = Fault::new(FaultCode::WrongType, span, message);
        self.faults.push(match wanted.hint(&node.value) {
            Some(hint) => fault.hint(hint),
            None => fault,
        });
    }

    /// A mapping; reports keys that are not known and keys that come twice.
    pub(super) fn section<'n>(&mut self, node: &'n Node, path: &str, known: &[&str]) -> Section<'n> {
        self.mapping(node, path, known, |word| {
            Fault::new(FaultCode::UnknownKey, word.span.clone(), say!("front.unknownKey", field = &word.text))
        })
    }

    /// A mapping, and what to say of a key that is not known.
    pub(super) fn mapping<'n>(
        &mut self,
        node: &'n Node,
        path: &str,
        known: &[&str],
        unknown: impl Fn(&Word) -> Fault,
    ) -> Section<'n> {
        let Value::Map(entries) = &node.value else {
            self.wrong_type(node.span.clone(), path, node, Wanted::Keys);
            return Section::new(path, node, &[]);
        };
        let section = Section::new(path, node, entries);
        for (at, word) in section.words().enumerate() {
            if !known.contains(&word.text.as_str()) {
                self.faults.push(unknown(word).did_you_mean(&word.text, known.iter().copied()));
            } else if section.words().take(at).any(|earlier| earlier.text == word.text) {
                self.fault(
                    FaultCode::DuplicateKey,
                    &word.span,
                    say!("fault.twice", key = &word.text),
                    say!("hint.removeOne"),
                );
            }
        }
        section
    }

    /// What stands under a key that must be there.
    pub(super) fn needed<'n>(&mut self, section: &Section<'n>, key: &str) -> Option<&'n Node> {
        let node = section.get(key);
        if node.is_none() {
            let message = say!("front.missing", key = &section.path(key));
            let fault = Fault::new(FaultCode::MissingKey, section.span.clone(), message);
            self.faults.push(fault.hint(say!("fault.besideHint", key)));
        }
        node
    }

    /// A list that must be there and have something in it.
    pub(super) fn list<'n>(&mut self, section: &Section<'n>, key: &str) -> &'n [Node] {
        let before = self.faults.len();
        let nodes = match self.needed(section, key) {
            Some(_) => self.optional_list(section, key),
            None => &[],
        };
        if nodes.is_empty() && self.faults.len() == before {
            self.fault(
                FaultCode::EmptyList,
                &section.span_of(key),
                say!("fault.empty", path = &section.path(key)),
                say!("fault.emptyHint"),
            );
        }
        nodes
    }

    /// A list that may be absent.
    pub(super) fn optional_list<'n>(&mut self, section: &Section<'n>, key: &str) -> &'n [Node] {
        match section.get(key).map(|node| (node, &node.value)) {
            None => &[],
            Some((_, Value::List(nodes))) => nodes,
            Some((node, _)) => {
                self.wrong_type(section.span_of(key), &section.path(key), node, Wanted::List);
                &[]
            }
        }
    }

    /// A list of words that must be there.
    pub(super) fn words(&mut self, section: &Section, key: &str) -> Vec<Word> {
        let path = section.path(key);
        self.list(section, key).iter().map(|node| self.string(node, node.span.clone(), &path)).collect()
    }

    /// A word that must be there.
    pub(super) fn word(&mut self, section: &Section, key: &str) -> Word {
        self.needed(section, key);
        self.optional_word(section, key).unwrap_or_default()
    }

    /// A word that may be absent.
    pub(super) fn optional_word(&mut self, section: &Section, key: &str) -> Option<Word> {
        section.get(key).map(|node| self.string(node, section.span_of(key), &section.path(key)))
    }

    /// The name of a thing, in snake_case.
    pub(super) fn name(&mut self, section: &Section, key: &str) -> Word {
        let name = self.word(section, key);
        let snake = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let valid = name.text.starts_with(|c: char| c.is_ascii_lowercase()) && name.text.chars().all(snake);
        if !valid && !name.span.is_empty() {
            let fault =
                Fault::new(FaultCode::BadName, name.span.clone(), say!("fault.snake", name = &name.text));
            self.faults.push(fault.hint(say!("fault.snakeHint")));
        }
        name
    }

    /// Text as it stands; what is no text is a fault.
    pub(super) fn string(&mut self, node: &Node, span: Range<usize>, path: &str) -> Word {
        match &node.value {
            Value::Text(text) => Word { text: text.clone(), span },
            _ => {
                self.wrong_type(span, path, node, Wanted::Text);
                Word::default()
            }
        }
    }

    /// `true` or `false`; false when absent.
    pub(super) fn flag(&mut self, section: &Section, key: &str) -> bool {
        match section.get(key).map(|node| (node, &node.value)) {
            None => false,
            Some((_, Value::Bool(flag))) => *flag,
            Some((node, _)) => {
                self.wrong_type(section.span_of(key), &section.path(key), node, Wanted::Truth);
                false
            }
        }
    }

    /// A whole number that is not negative.
    pub(super) fn number(&mut self, section: &Section, key: &str) -> Option<u32> {
        let node = section.get(key)?;
        let number = match node.value {
            Value::Integer(number) => u32::try_from(number).ok(),
            _ => None,
        };
        if number.is_none() {
            self.wrong_type(section.span_of(key), &section.path(key), node, Wanted::Number);
        }
        number
    }

    /// A word of a table that must be there.
    pub(super) fn one_of<T: Copy>(&mut self, section: &Section, key: &str, table: &[(&str, T)]) -> Option<T> {
        let before = self.faults.len();
        let word = self.word(section, key);
        let found = table.iter().find(|(name, _)| *name == word.text).map(|(_, value)| *value);
        if found.is_none() && self.faults.len() == before {
            let names: Vec<&str> = table.iter().map(|(name, _)| *name).collect();
            let message = say!("fault.noValue", word = &word.text, path = &section.path(key));
            let fault = Fault::new(FaultCode::BadValue, word.span.clone(), message);
            self.faults.push(fault.one_of(&word.text, &names));
        }
        found
    }
}
