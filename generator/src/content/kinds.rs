//! The kinds of documents.
//!
//! A kind is a struct for its head, whose keys are declared in it, a struct for its facts, and its line in [`each_kind`]. What
//! it doesn't say otherwise is as for a page of nothing but text.

pub mod event;
mod facts;
mod head;
pub mod page;
pub mod post;
pub mod story;

use super::{Head as _, HeadKey, Kind, Role, common};

pub(crate) use super::kind::each_kind;
pub(crate) use facts::Facts;
pub use facts::KindFacts;
pub(crate) use head::{KindHead, head, head_with};

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident $module:ident $folder:ident $head:ident;)+) => {
        impl Kind {
            /// The keys that only this kind has.
            #[must_use]
            pub fn own_keys(self) -> &'static [HeadKey] {
                match self {
                    $(Self::$kind => $module::$head::KEYS,)+
                }
            }

            /// Whether its documents stand in lists: all of them, those of a country, those about a topic. Other kinds are
            /// found through menus, links and the search, and their pages list their headings.
            #[must_use]
            pub fn has_lists(self) -> bool {
                match self {
                    $(Self::$kind => $module::$head::HAS_LISTS,)+
                }
            }

            /// Whether its folder is left out of addresses, and a document may stand below another.
            #[must_use]
            pub fn is_tree(self) -> bool {
                match self {
                    $(Self::$kind => $module::$head::IS_TREE,)+
                }
            }

            /// The text below the head of a new source.
            pub(crate) fn new_text(self) -> &'static str {
                match self {
                    $(Self::$kind => $module::$head::NEW_TEXT,)+
                }
            }

            /// The key and the word that take everything back: with it, nothing else is asked of a source.
            pub(crate) fn is_nothing_but(self) -> Option<(&'static str, &'static str)> {
                match self {
                    $(Self::$kind => $module::$head::NOTHING_BUT,)+
                }
            }
        }
    };
}
each_kind!(kinds);

impl Kind {
    /// All its keys: first those that every kind has.
    pub fn keys(self) -> impl Iterator<Item = &'static HeadKey> {
        common::Common::KEYS.iter().chain(self.own_keys())
    }

    /// One of its keys.
    #[must_use]
    pub fn key(self, name: &str) -> Option<&'static HeadKey> {
        self.keys().find(|key| key.name == name)
    }

    /// The key if it may stand in every language; every other key is a fact and stands in the source.
    pub(crate) fn text_key(self, name: &str) -> Option<&'static str> {
        self.key(name).filter(|key| key.role != Role::Fact).map(|key| key.name)
    }

    /// Keys of words of one line that only this kind has, and which a translation says or borrows.
    pub fn notes(self) -> impl Iterator<Item = &'static HeadKey> {
        self.own_keys().iter().filter(|key| key.is_note_for_readers())
    }

    /// Words that stand within facts: the key of the fact, the one within it, and its name in a translation.
    pub(crate) fn words_in_facts(
        self,
    ) -> impl Iterator<Item = (&'static HeadKey, &'static HeadKey, &'static str)> {
        self.keys().flat_map(|fact| {
            fact.group().iter().filter_map(move |within| Some((fact, within, within.said_as?)))
        })
    }
}

/// Whether a key of the first level holds words in any kind.
pub(crate) fn is_word(name: &str) -> bool {
    Kind::ALL.into_iter().any(|kind| kind.key(name).is_some_and(|key| key.role == Role::Word))
}
