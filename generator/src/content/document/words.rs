//! The words of a document, without its facts: what a translation is made from, and their fingerprint.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::content::{HeadKey, Kind, Role};
use crate::front_matter::{self, Keys};

/// Digits of a fingerprint: enough to tell a thousand versions of one text apart.
pub(crate) const FINGERPRINT_DIGITS: usize = 12;

/// The words as plain lines: each key with its text in the order of their names, a blank line, and
/// the body. Words within facts have the keys that translations give them. Other facts and blanks at the ends of
/// lines are left out, so that they make no translation old.
pub(crate) fn words(kind: Kind, values: &BTreeMap<String, Value>, body: &str) -> String {
    let mut words = String::new();
    for (name, value) in values {
        match kind.key(name) {
            Some(key) if key.role == Role::Word => said(&mut words, key.name, key.group(), value),
            Some(key) => within(&mut words, key.group(), value),
            None => {}
        }
    }
    with_body(words, body)
}

/// The words of a key: its text, or those of each entry of a list.
fn said(words: &mut String, name: &str, group: &[HeadKey], value: &Value) {
    let Some(entries) = value.as_array() else { return any(words, name, value) };
    let texts = group.iter().filter(|key| key.role == Role::Word);
    let texts = texts.flat_map(|key| entries.iter().filter_map(|entry| entry.get(key.name)));
    texts.for_each(|text| any(words, name, text));
}

/// What a translation says of a fact in its own words.
fn within(words: &mut String, group: &[HeadKey], fact: &Value) {
    let entries = fact.as_array().map_or(std::slice::from_ref(fact), Vec::as_slice);
    for entry in entries {
        for (name, text) in group.iter().filter_map(|key| Some((key.said_as?, entry.get(key.name)?))) {
            any(words, name, text);
        }
    }
}

/// A text of a head that was read with types.
#[derive(Clone, Copy, Debug)]
pub(super) struct Text<'a> {
    /// The key of the first level that it stands at, which gives the order.
    pub(super) at: &'static str,
    /// The key that a translation gives it.
    pub(super) key: &'static str,
    pub(super) text: &'a str,
}

/// The same of a head that was read with types. `None` where only a reading without types tells: types have made a
/// text of a lone `1.50`, and may know a key that stands there by another name.
pub(super) fn of_texts(keys: &Keys, mut texts: Vec<Text<'_>>, body: &str) -> Option<String> {
    let is_words = |key: &str| keys.kind.key(key).is_some_and(|key| key.role == Role::Word);
    let is_known = |key: &str| !is_words(key) || texts.iter().any(|text| text.at == key);
    let is_text = |text: &str| text.trim().contains(' ');
    if !keys.texts().all(is_known) || !texts.iter().all(|text| is_text(text.text)) {
        return None;
    }
    texts.sort_by_key(|text| text.at);
    let mut words = String::new();
    texts.iter().for_each(|text| line(&mut words, text.key, text.text));
    Some(with_body(words, body))
}

fn any(words: &mut String, key: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::String(text) => line(words, key, text),
        other => line(words, key, &other.to_string()),
    }
}

fn line(words: &mut String, key: &str, text: &str) {
    let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
    let _ = writeln!(words, "{key}: {}", lines.join("\n"));
}

fn with_body(mut words: String, body: &str) -> String {
    words.push('\n');
    for line in body.trim().lines() {
        words.push_str(line.trim_end());
        words.push('\n');
    }
    words
}

/// The words of a whole file, `None` when its head can't be read.
pub(crate) fn of_file(path: &str, text: &str) -> Option<String> {
    let kind = path.strip_prefix("content/").and_then(Kind::of_id)?;
    let parts = front_matter::split(path, text).ok()?;
    let values = front_matter::untyped(path, &text[parts.head]).ok()?;
    Some(words(kind, &values, &text[parts.body]))
}

/// The first digits of the SHA-256 of some words.
pub(crate) fn fingerprint(words: &str) -> String {
    let hash = Sha256::digest(words.as_bytes());
    hash.iter().take(FINGERPRINT_DIGITS / 2).map(|byte| format!("{byte:02x}")).collect()
}
