//! The declared keys as rows of tables, for a page about them.

use super::ABOUT;
use super::keys::{DefinitionKey, FIELD, FORM, Shape};
use crate::definition::About;
use crate::definition::deadlines::DeadlineKey;

/// The keys that stand together in a form's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyTable {
    /// Below which key they stand, such as `fields` or `fields.keep`; nothing for those of the file itself.
    pub below: String,
    /// The keys, in order.
    pub keys: Vec<KeyRow>,
}

/// A key in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Its name.
    pub name: &'static str,
    /// Whether it can't be missing.
    pub must: bool,
    /// What it says, in a sentence.
    pub help: &'static str,
    /// What its value is, with names in backticks.
    pub value: String,
}

/// All keys: those of the file, and below each key those that stand in it.
pub(in crate::definition) fn tables() -> Vec<KeyTable> {
    let mut tables = Vec::new();
    add(&mut tables, "", FORM);
    tables
}

fn add(tables: &mut Vec<KeyTable>, below: &str, declared: &[DefinitionKey]) {
    let keys = declared.iter().map(|key| row(key.name, key.must, key.help, value(key.shape)));
    tables.push(KeyTable { below: below.to_owned(), keys: keys.collect() });
    for key in declared {
        let name = if below.is_empty() { key.name.to_owned() } else { format!("{below}.{}", key.name) };
        match key.shape {
            Shape::Fields => add(tables, &name, FIELD),
            Shape::Deadlines => tables.push(KeyTable { below: name, keys: of_deadlines() }),
            shape => inner(shape).into_iter().for_each(|inner| add(tables, &name, inner)),
        }
    }
}

/// The keys that stand in the value of a key.
fn inner(shape: Shape) -> Option<&'static [DefinitionKey]> {
    match shape {
        Shape::List(_, inner)
        | Shape::Keys(inner)
        | Shape::OneOfOr(_, inner)
        | Shape::OneSetOf(_, inner)
        | Shape::Each(_, inner) => Some(inner),
        Shape::Text
        | Shape::Word
        | Shape::Name
        | Shape::Flag
        | Shape::Number
        | Shape::OneOf(_)
        | Shape::Words
        | Shape::Fields
        | Shape::Deadlines
        | Shape::Texts(_) => None,
    }
}

fn of_deadlines() -> Vec<KeyRow> {
    let with_range = |key: &DeadlineKey| {
        let value = format!("A whole number from {} to {}.", key.range.start(), key.range.end());
        row(key.name, false, key.help, value)
    };
    About::Nothing.deadlines().iter().map(with_range).collect()
}

fn row(name: &'static str, must: bool, help: &'static str, value: String) -> KeyRow {
    KeyRow { name, must, help, value }
}

fn value(shape: Shape) -> String {
    match shape {
        Shape::Text => "A text in each language.".to_owned(),
        Shape::Word => String::new(),
        Shape::Name => "Small letters, digits and `_`.".to_owned(),
        Shape::Flag => "`true` or `false`.".to_owned(),
        Shape::Number => "A whole number.".to_owned(),
        Shape::OneOf(words) => format!("One of {}.", listed(words)),
        Shape::Words => "A list of names.".to_owned(),
        Shape::List(..) | Shape::Fields => "A list of groups: see below.".to_owned(),
        Shape::Keys(_) | Shape::OneSetOf(..) | Shape::Deadlines => "A group: see below.".to_owned(),
        Shape::OneOfOr(words, _) => format!("One of {}, or a group: see below.", listed(words)),
        Shape::Each(names, _) => {
            let each = ABOUT.map(|(word, about)| format!("with `about: {word}` {}", listed(names(about))));
            format!("A group, see below, for each of these: {}.", each.join("; "))
        }
        Shape::Texts(names) => format!("A text in each language for any of {}.", listed(names)),
    }
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
