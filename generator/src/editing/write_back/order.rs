//! Where a new key stands among those that are there.

use super::PathStep;
use super::spelling::Quotes;
use crate::content::{HeadKey, Kind};

/// In which order the keys of a file stand. Those that aren't in order already stay where they are.
#[derive(Clone, Copy, Debug)]
pub enum Order<'a> {
    /// As the kind declares them, and each group its own.
    Declared(Kind),
    /// By name, and the keys below each in the order of this list and then by name.
    Listed(&'a [&'a str]),
}

/// The place of a key in that order; a key that isn't in it has none.
pub(super) type Rank<'a> = (usize, &'a str);

impl Order<'_> {
    /// The place of a key below these.
    pub(super) fn rank<'a>(self, above: &[PathStep], key: &'a str) -> Option<Rank<'a>> {
        match self {
            Self::Declared(kind) => declared(kind, above, key).map(|(at, _)| (at, "")),
            Self::Listed(_) if above.is_empty() => Some((0, key)),
            Self::Listed(list) => {
                Some((list.iter().position(|name| *name == key).unwrap_or(list.len()), key))
            }
        }
    }

    /// How a new value there is written: as its declaration shows.
    pub(super) fn quotes(self, path: &[PathStep]) -> Quotes {
        match self.key(path).is_some_and(|key| key.example.starts_with('"')) {
            true => Quotes::Double,
            false => Quotes::Needed,
        }
    }

    /// Whether keys below keys have lines of their own, as in files that a program keeps; else they stand in braces.
    pub(super) fn is_table(self) -> bool {
        !matches!(self, Self::Declared(_))
    }

    fn key(self, path: &[PathStep]) -> Option<&'static HeadKey> {
        let Self::Declared(kind) = self else { return None };
        match path.split_last()? {
            (PathStep::Key(name), above) => declared(kind, above, name).map(|(_, key)| key),
            (PathStep::At(_), _) => None,
        }
    }
}

/// A key and its place among those that are declared beside it.
fn declared(kind: Kind, above: &[PathStep], name: &str) -> Option<(usize, &'static HeadKey)> {
    let find = |mut keys: Box<dyn Iterator<Item = &'static HeadKey>>, name: &str| {
        keys.by_ref().enumerate().find(|(_, key)| key.name == name)
    };
    let mut group: Option<&'static HeadKey> = None;
    let beside = |group: Option<&'static HeadKey>| -> Box<dyn Iterator<Item = &'static HeadKey>> {
        match group {
            Some(key) => Box::new(key.group().iter()),
            None => Box::new(kind.keys()),
        }
    };
    for step in above {
        // The entries of a list have the keys of its group.
        if let PathStep::Key(name) = step {
            group = Some(find(beside(group), name)?.1);
        }
    }
    find(beside(group), name)
}
