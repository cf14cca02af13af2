//! The kinds of documents.

pub mod event;
pub mod page;
pub mod story;

use super::{Head as _, Key, Role, common};
use crate::event::EventHeader;
use crate::page::PageHeader;
use crate::story::{StoryHeader, StoryStatus};

/// What a document is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// Somebody's story.
    Story,
    /// An evening, a day, a talk.
    Event,
    /// Any other page.
    Page,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Story, Self::Event, Self::Page];

    /// As the command line calls it: `story`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Event => "event",
            Self::Page => "page",
        }
    }

    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its folder below `content`, which begins ids and addresses: `stories`.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Story => "stories",
            Self::Event => "events",
            Self::Page => "pages",
        }
    }

    /// The kind of a folder below `content`.
    #[must_use]
    pub fn of_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// The kind of what has this id: `stories/bread`.
    #[must_use]
    pub fn of_id(id: &str) -> Option<Self> {
        id.split('/').next().and_then(Self::of_folder)
    }

    /// The key and the word that take everything back: with it, nothing else is asked of a source.
    #[must_use]
    pub(crate) fn is_nothing_but(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Story => Some(("status", StoryStatus::Withdrawn.as_str())),
            Self::Event | Self::Page => None,
        }
    }

    /// The keys that only this kind has.
    #[must_use]
    pub fn own_keys(self) -> &'static [Key] {
        match self {
            Self::Story => StoryHeader::KEYS,
            Self::Event => EventHeader::KEYS,
            Self::Page => PageHeader::KEYS,
        }
    }

    /// All its keys: first those that every kind has.
    pub fn keys(self) -> impl Iterator<Item = &'static Key> {
        common::Common::KEYS.iter().chain(self.own_keys())
    }

    /// One of its keys.
    #[must_use]
    pub fn key(self, name: &str) -> Option<&'static Key> {
        self.keys().find(|key| key.name == name)
    }

    /// The key if it may stand in every language; every other key is a fact and stands in the source.
    pub(crate) fn text_key(self, name: &str) -> Option<&'static str> {
        self.key(name).filter(|key| key.role != Role::Fact).map(|key| key.name)
    }

    /// Keys of words of one line that only this kind has, and which a translation says or borrows.
    pub fn notes(self) -> impl Iterator<Item = &'static Key> {
        self.own_keys().iter().filter(|key| key.is_note_for_readers())
    }

    /// Words that stand within facts: the key of the fact, the one within it, and its name in a translation.
    pub(crate) fn words_in_facts(self) -> impl Iterator<Item = (&'static Key, &'static Key, &'static str)> {
        self.keys().flat_map(|fact| {
            fact.group().iter().filter_map(move |within| Some((fact, within, within.said_as?)))
        })
    }
}

/// Whether a key of the first level holds words in any kind.
pub(crate) fn is_word(name: &str) -> bool {
    Kind::ALL.into_iter().any(|kind| kind.key(name).is_some_and(|key| key.role == Role::Word))
}
