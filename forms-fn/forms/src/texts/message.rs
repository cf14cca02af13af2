//! One message: plain words, words for each plural category, or several of both; with placeholders in braces.

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
    /// One behind the other, so that only the sentence that holds a number has plural forms.
    Parts(Vec<Message>),
}

impl Message {
    /// The names in braces, of all plural forms together.
    pub fn placeholders(&self) -> BTreeSet<String> {
        match self {
            Message::Plain(text) => placeholders(text).into_iter().map(str::to_owned).collect(),
            Message::Plural { forms, .. } => {
                forms.values().flat_map(|text| placeholders(text)).map(str::to_owned).collect()
            }
            Message::Parts(parts) => parts.iter().flat_map(Message::placeholders).collect(),
        }
    }

    /// The plural categories that have words, for each number that its words depend on.
    pub fn categories(&self) -> Vec<BTreeSet<&str>> {
        match self {
            Message::Plain(_) => Vec::new(),
            Message::Plural { forms, .. } => vec![forms.keys().map(String::as_str).collect()],
            Message::Parts(parts) => parts.iter().flat_map(Message::categories).collect(),
        }
    }

    pub(super) fn format(&self, lang: &str, args: &[(&str, &str)]) -> String {
        self.parts(lang, args).join(" ")
    }

    /// The words of each part, filled.
    pub(crate) fn parts(&self, lang: &str, args: &[(&str, &str)]) -> Vec<String> {
        match self {
            Message::Plain(text) => vec![fill(text, args)],
            Message::Plural { count, forms } => {
                let number = args.iter().find(|(name, _)| name == count).map_or("", |(_, value)| value);
                let words = forms.get(category(lang, number)).or_else(|| forms.get("other"));
                vec![fill(words.map_or("", String::as_str), args)]
            }
            Message::Parts(parts) => parts.iter().flat_map(|part| part.parts(lang, args)).collect(),
        }
    }
}

/// Replaces `{name}` by its argument, once: braces inside an argument stay as they are.
pub fn fill(text: &str, args: &[(&str, &str)]) -> String {
    let one = |piece| match piece {
        Piece::Words(words) => words,
        Piece::Placeholder { name, written } => {
            args.iter().find(|(known, _)| *known == name).map_or(written, |(_, value)| value)
        }
    };
    pieces(text).into_iter().map(one).collect()
}

/// The names in braces.
pub(crate) fn placeholders(text: &str) -> BTreeSet<&str> {
    let name = |piece| match piece {
        Piece::Words(_) => None,
        Piece::Placeholder { name, .. } => Some(name),
    };
    pieces(text).into_iter().filter_map(name).collect()
}

/// A part of a text.
pub(crate) enum Piece<'t> {
    Words(&'t str),
    /// What is to be filled in, and how it is written: with its braces.
    Placeholder {
        name: &'t str,
        written: &'t str,
    },
}

/// A text, cut at its placeholders.
pub(crate) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let (mut pieces, mut rest) = (Vec::new(), text);
    while let Some((before, name, after)) = next_placeholder(rest) {
        pieces.push(Piece::Words(before));
        pieces.push(Piece::Placeholder { name, written: &rest[before.len()..rest.len() - after.len()] });
        rest = after;
    }
    pieces.push(Piece::Words(rest));
    pieces
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
