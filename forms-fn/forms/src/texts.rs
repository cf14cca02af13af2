//! The interface words of one language: dotted keys and their messages.

use std::collections::BTreeMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

mod message;
mod parse;
mod plural;
mod read;

pub use message::{Message, fill};
pub(crate) use message::{Piece, pieces, placeholders};
pub use plural::plural_categories;
pub(crate) use read::{MessageReader, PluralPlace, is_compound};

use crate::Fault;

/// The interface words of one language. Its JSON form leaves the positions out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Texts {
    lang: String,
    messages: BTreeMap<String, Message>,
    #[serde(skip)]
    places: BTreeMap<String, MessagePlace>,
}

/// Where a message stands in its file.
#[derive(Debug, Clone)]
struct MessagePlace {
    offset: Range<usize>,
    line: usize,
    column: usize,
}

impl Texts {
    /// Reads the words of a language. Nested mappings become dotted keys (`form.error.email`); a mapping with the key
    /// `count` is a plural message whose number is the placeholder that `count` names; a list of texts and plurals is one
    /// message, its sentences.
    pub fn parse(lang: &str, yaml: &str) -> Result<Texts, Vec<Fault>> {
        parse::parse(lang, yaml)
    }

    /// The message of a key.
    pub fn get(&self, key: &str) -> Option<&Message> {
        self.messages.get(key)
    }

    /// All keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.messages.keys().map(String::as_str)
    }

    /// The words of a key without arguments. The build checks that every key exists; a missing one gives `[key]`.
    pub fn text(&self, key: &str) -> String {
        self.with(key, &[])
    }

    /// The words of a key with `{name}` replaced by its argument. A plural message takes the form for the number in
    /// the argument that it counts.
    pub fn with(&self, key: &str, args: &[(&str, &str)]) -> String {
        self.find(key, args).unwrap_or_else(|| format!("[{key}]"))
    }

    /// The same for a key that may be missing.
    pub fn find(&self, key: &str, args: &[(&str, &str)]) -> Option<String> {
        self.messages.get(key).map(|message| message.format(&self.lang, args))
    }

    /// The language, as a BCP 47 tag.
    pub fn lang(&self) -> &str {
        &self.lang
    }

    /// Line and column of a key's message, both from 1; none after a journey through JSON.
    pub fn position(&self, key: &str) -> Option<(usize, usize)> {
        self.places.get(key).map(|place| (place.line, place.column))
    }

    /// Where a key's message stands, in bytes of its file; none after a journey through JSON.
    pub fn offset(&self, key: &str) -> Option<Range<usize>> {
        self.places.get(key).map(|place| place.offset.clone())
    }

    /// Lays other words of the same language over these: a site's own over its theme's.
    pub fn extend(&mut self, over: Texts) {
        for key in over.messages.keys() {
            self.places.remove(key);
        }
        self.messages.extend(over.messages);
        self.places.extend(over.places);
    }
}
