//! One mapping of the YAML text: its keys, and the words for its place in messages.

use std::ops::Range;

use crate::yaml::{Node, Word};

/// A mapping that has been checked for unknown keys.
#[derive(Debug, Clone)]
pub(super) struct Section<'n> {
    /// Its path from the top: `fields[3].errors`.
    path: String,
    /// Where it begins.
    pub(super) span: Range<usize>,
    entries: &'n [(Word, Node)],
}

impl<'n> Section<'n> {
    pub(super) fn new(path: &str, node: &'n Node, entries: &'n [(Word, Node)]) -> Section<'n> {
        let first = entries.first().map(|(word, _)| word.span.clone());
        Section { path: path.to_owned(), span: first.unwrap_or_else(|| node.span.clone()), entries }
    }

    /// What stands under a key.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entries.iter().find(|(word, _)| word.text == key).map(|(_, node)| node)
    }

    /// Where a key's value stands; the key itself for a mapping or a list, which have no length of their own.
    pub(super) fn span_of(&self, key: &str) -> Range<usize> {
        match self.entries.iter().find(|(word, _)| word.text == key) {
            Some((word, node)) if node.span.is_empty() => word.span.clone(),
            Some((_, node)) => node.span.clone(),
            None => self.span.clone(),
        }
    }

    /// Where a key stands.
    pub(super) fn key_span(&self, key: &str) -> Range<usize> {
        self.entries.iter().find(|(word, _)| word.text == key).map_or(0..0, |(word, _)| word.span.clone())
    }

    /// The keys with their places, in order.
    pub(super) fn words(&self) -> impl Iterator<Item = &'n Word> {
        self.entries.iter().map(|(word, _)| word)
    }

    /// The path of a key from the top.
    pub(super) fn path(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}
