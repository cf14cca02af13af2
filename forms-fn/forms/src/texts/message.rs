//! One message: plain words, or words for each plural category; with placeholders in braces.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::plural::category;

/// The words of one key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Message {
    /// Words that depend on no number.
    Plain(String),
    /// Words that depend on a number.
    Plural {
        /// The placeholder that holds the number.
        count: String,
        /// The words by CLDR category: zero, one, two, few, many, other.
        forms: BTreeMap<String, String>,
    },
}

impl Message {
    /// The names in braces, of all plural forms together.
    pub fn placeholders(&self) -> BTreeSet<String> {
        let texts: Vec<&String> = match self {
            Message::Plain(text) => vec![text],
            Message::Plural { forms, .. } => forms.values().collect(),
        };
        texts.into_iter().flat_map(|text| placeholders(text)).map(str::to_owned).collect()
    }

    /// The plural categories that have words; none for a plain message.
    pub fn categories(&self) -> Option<BTreeSet<&str>> {
        match self {
            Message::Plain(_) => None,
            Message::Plural { forms, .. } => Some(forms.keys().map(String::as_str).collect()),
        }
    }

    pub(super) fn format(&self, lang: &str, args: &[(&str, &str)]) -> String {
        match self {
            Message::Plain(text) => fill(text, args),
            Message::Plural { count, forms } => {
                let number = args.iter().find(|(name, _)| name == count).map_or("", |(_, value)| value);
                let words = forms.get(category(lang, number)).or_else(|| forms.get("other"));
                fill(words.map_or("", String::as_str), args)
            }
        }
    }
}

/// Replaces `{name}` by its argument, once: braces inside an argument stay as they are.
pub fn fill(text: &str, args: &[(&str, &str)]) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, name, after)) = next_placeholder(rest) {
        filled.push_str(before);
        match args.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => filled.push_str(value),
            None => filled.push_str(&rest[before.len()..rest.len() - after.len()]),
        }
        rest = after;
    }
    filled.push_str(rest);
    filled
}

/// The names in braces.
pub(crate) fn placeholders(text: &str) -> BTreeSet<&str> {
    let mut names = BTreeSet::new();
    let mut rest = text;
    while let Some((_, name, after)) = next_placeholder(rest) {
        names.insert(name);
        rest = after;
    }
    names
}

/// What stands before the next `{name}`, the name, and what stands after it.
fn next_placeholder(text: &str) -> Option<(&str, &str, &str)> {
    let mut from = 0;
    loop {
        let open = from + text[from..].find('{')?;
        let close = open + text[open..].find('}')?;
        let name = &text[open + 1..close];
        if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return Some((&text[..open], name, &text[close + 1..]));
        }
        from = open + 1;
    }
}
