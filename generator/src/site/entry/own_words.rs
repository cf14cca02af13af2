//! Words of one line that only one kind of document has.

use crate::content::{Kind, Role, Shape, Unsaid};
use crate::document::Document;

/// The words of a document in one language, by the names of their keys. Most have one or none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct OwnWords(Box<[(&'static str, Box<str>)]>);

impl OwnWords {
    /// Those that stand in a file.
    pub(super) fn of(document: &Document) -> Self {
        let keys = document.kind().own_keys().iter();
        let keys = keys.filter(|key| key.role == Role::Word && key.shape == Shape::Line);
        Self(keys.filter_map(|key| Some((key.name, document.said(key.name)?.into()))).collect())
    }

    /// Those of a source that are said the same in every language until a translation says them otherwise.
    pub(super) fn same(&self, kind: Kind) -> Self {
        let is_same = |name: &str| kind.key(name).is_some_and(|key| key.unsaid == Unsaid::Same);
        Self(self.0.iter().filter(|(name, _)| is_same(name)).cloned().collect())
    }

    /// With the words of another in the places that are empty.
    pub(super) fn or<'a>(self, other: impl Iterator<Item = (&'static str, &'a str)>) -> Self {
        let mut words = self.0.into_vec();
        for (key, text) in other {
            if words.iter().all(|(name, _)| *name != key) {
                words.push((key, text.into()));
            }
        }
        Self(words.into())
    }

    /// The words of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.iter().find(|(name, _)| *name == key).map(|(_, text)| text)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, text)| (*name, &**text))
    }
}
