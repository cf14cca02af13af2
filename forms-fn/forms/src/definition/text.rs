//! One text in every language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A text by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Text(pub BTreeMap<String, String>);

impl Text {
    /// The text in a language; in the first language when that one is missing, and nothing when there is none.
    pub fn get(&self, lang: &str) -> &str {
        self.found(lang).map_or("", |(_, text)| text)
    }

    /// The same with the language that it is in; nothing when there is none.
    pub fn found(&self, lang: &str) -> Option<(&str, &str)> {
        let found = self.0.get_key_value(lang).or_else(|| self.0.iter().next());
        found.map(|(lang, text)| (lang.as_str(), text.as_str()))
    }

    /// The languages that it is written in.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}
