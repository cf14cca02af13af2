//! The interface words of one language: dotted keys and their messages.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::{Deserialize, Serialize};

mod message;
mod parse;
mod plural;
mod read;

pub use message::{Message, fill};
pub(crate) use message::{Piece, pieces, placeholders};
pub(crate) use parse::is_gap;
pub use plural::plural_categories;
pub(crate) use read::{MessageReader, PluralPlace, is_compound};

use crate::Fault;

/// The interface words of one language. Its JSON form leaves the positions out.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Texts {
    lang: String,
    messages: BTreeMap<String, Message>,
    /// The language of each message that another one has lent.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    borrowed: BTreeMap<String, String>,
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

    /// Every key that stands in a file, whether it has words yet or not, those of forms too.
    pub fn keys_in(yaml: &str) -> BTreeSet<String> {
        parse::keys(yaml)
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
        // The plural forms of words are those of the language that they are in.
        self.messages.get(key).map(|message| message.format(self.lang_of(key), args))
    }

    /// The language in which a key's words are: another one than [`Self::lang`] where they are borrowed.
    pub fn lang_of(&self, key: &str) -> &str {
        self.borrowed.get(key).unwrap_or(&self.lang)
    }

    /// Takes the words of another language for each key that this one lacks.
    pub fn borrow_from(&mut self, other: &Texts) {
        for (key, message) in &other.messages {
            if !self.messages.contains_key(key) {
                self.messages.insert(key.clone(), message.clone());
                self.borrowed.insert(key.clone(), other.lang_of(key).to_owned());
            }
        }
    }

    /// Says a name in this language, for a key that has no words.
    pub fn name(&mut self, key: &str, name: String) {
        self.messages.insert(key.to_owned(), Message::Plain(name));
    }

    /// Takes a key out, which is no word of the interface.
    pub fn take(&mut self, key: &str) -> Option<Message> {
        self.places.remove(key);
        self.borrowed.remove(key);
        self.messages.remove(key)
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
            self.borrowed.remove(key);
        }
        self.messages.extend(over.messages);
        self.places.extend(over.places);
    }
}
