//! The head of a file → where its keys stand, and what is kept of it for later questions.
//!
//! A head is read once, with types. Untyped values are wanted only to compare a fact that a translation repeats, which
//! hardly any does, so the head is kept where it may have facts, and read again where somebody asks.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::Value;

use crate::content::Kind;
use crate::yaml;

/// The keys of the first level of a head.
#[derive(Clone, Debug)]
pub(crate) struct Keys {
    /// What the head is of.
    pub(crate) kind: Kind,
    /// Those that may stand in every language, and where they stand.
    texts: Box<[(&'static str, Range<usize>)]>,
    /// The whole head, unless it has nothing but such keys.
    head: Option<Box<str>>,
}

impl Keys {
    /// No keys.
    pub(crate) fn none(kind: Kind) -> Self {
        Self { kind, texts: Box::default(), head: None }
    }

    /// The keys of a head; `head` begins at the first byte of its file.
    pub(crate) fn of(kind: Kind, head: &str) -> Self {
        let mut texts = Vec::new();
        let mut has_more = false;
        for (line, start) in lines(head) {
            match key(line) {
                Some(key) => match kind.text_key(key) {
                    Some(known) => texts.push((known, start..start + key.len())),
                    None => has_more = true,
                },
                // A key in quotes or braces, or something stranger: only the parser can tell.
                None => has_more |= !line.starts_with([' ', '#', '\n', '-']),
            }
        }
        Self { kind, texts: texts.into(), head: has_more.then(|| head.into()) }
    }

    /// Where a key stands.
    pub(crate) fn get(&self, key: &str) -> Option<Range<usize>> {
        let text = self.texts.iter().rfind(|(name, _)| *name == key).map(|(_, place)| place.clone());
        text.or_else(|| {
            let found = lines(self.head.as_deref()?).filter(|(line, _)| self::key(line) == Some(key));
            found.last().map(|(_, start)| start..start + key.len())
        })
    }

    /// The keys of texts that stand there.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &'static str> {
        self.texts.iter().map(|(key, _)| *key)
    }

    /// Whether there may be other keys than those of texts.
    pub(crate) fn has_facts(&self) -> bool {
        self.head.is_some()
    }

    /// What the keys hold, without types; nothing where there are only texts.
    pub(crate) fn values(&self, path: &str) -> BTreeMap<String, Value> {
        let head = self.head.as_deref();
        head.and_then(|head| yaml::parse(path, head).ok()).unwrap_or_default()
    }
}

fn lines(head: &str) -> impl Iterator<Item = (&str, usize)> {
    let mut start = 0;
    head.split_inclusive('\n').map(move |line| {
        start += line.len();
        (line, start - line.len())
    })
}

/// The key that a line of the first level begins with.
fn key(line: &str) -> Option<&str> {
    let (key, _) = line.split_once(':')?;
    (!key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(key)
}
