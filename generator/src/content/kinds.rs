//! The kinds of documents.
//!
//! A kind is a struct for its head, whose keys are declared in it, a struct for its facts, and its line in [`each_kind`]. What
//! it doesn't say otherwise is as for a page of nothing but text.

pub mod event;
mod facts;
mod head;
pub mod page;
pub mod story;

use super::{Head as _, HeadKey, Role, common};

pub(crate) use facts::Facts;
pub use facts::KindFacts;
pub(crate) use head::KindHead;

/// The folder of a kind's lists of countries.
const COUNTRY: &str = "country";

/// The folder of its lists of topics.
const TOPIC: &str = "topic";

/// Gives all kinds to a macro: the kind, which is the name of its facts, too, its module, its folder below `content` and its
/// head.
macro_rules! each_kind {
    ($make:ident) => {
        $make! {
            /// Somebody's story.
            Story story stories StoryHeader;
            /// An evening, a day, a talk.
            Event event events EventHeader;
            /// Any other page.
            Page page pages PageHeader;
        }
    };
}
pub(crate) use each_kind;

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $kind:ident $module:ident $folder:ident $head:ident;)+) => {
        /// What a document is.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Kind {
            $($(#[doc = $doc])+ $kind,)+
        }

        impl Kind {
            /// All of them.
            pub const ALL: [Self; [$(Self::$kind),+].len()] = [$(Self::$kind),+];

            /// As the command line calls it, and the template of its pages: `story`.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($module),)+
                }
            }

            /// Its folder below `content`, which begins ids and addresses: `stories`.
            #[must_use]
            pub fn folder(self) -> &'static str {
                match self {
                    $(Self::$kind => stringify!($folder),)+
                }
            }

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
    /// The kind of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
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

    /// What follows its folder in the id of one of its documents: `bread` of `stories/bread`; `None` for another kind's.
    #[must_use]
    pub fn name_in(self, id: &str) -> Option<&str> {
        id.strip_prefix(self.folder())?.strip_prefix('/')
    }

    /// Where the list of all its documents stands below a language: `stories/`.
    #[must_use]
    pub fn list(self) -> String {
        format!("{}/", self.folder())
    }

    /// Where the list of those of a country stands: `stories/country/dk/`.
    #[must_use]
    pub fn list_of_country(self, country: &str) -> String {
        format!("{}/{COUNTRY}/{}/", self.folder(), country.to_lowercase())
    }

    /// Where the list of those about a topic stands: `stories/topic/food/`.
    #[must_use]
    pub fn list_of_topic(self, topic: &str) -> String {
        format!("{}/{TOPIC}/{topic}/", self.folder())
    }

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

/// Whether a path below a language would be that of a list of a country or a topic.
pub(crate) fn is_part_of_list(path: &str) -> bool {
    let mut parts = path.split('/');
    parts.next().and_then(Kind::of_folder).is_some_and(Kind::has_lists)
        && parts.next().is_some_and(|part| [COUNTRY, TOPIC].contains(&part))
        && parts.next().is_some()
}

/// Whether a key of the first level holds words in any kind.
pub(crate) fn is_word(name: &str) -> bool {
    Kind::ALL.into_iter().any(|kind| kind.key(name).is_some_and(|key| key.role == Role::Word))
}
