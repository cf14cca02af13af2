//! All documents of a site, by kind and in their order.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::assemble::Targets;
use super::bundle::Bundle;
use super::live::{Facts, Live};
use super::{Entry, entry};
use crate::content::Kind;
use crate::content::kinds::{self, KindFacts, each_kind};
use crate::lang::Lang;
use crate::url::Url;

/// A document of any kind.
pub type AnyEntry = Entry<dyn KindFacts>;

macro_rules! entries {
    ($($(#[doc = $doc:literal])+ $kind:ident $module:ident $folder:ident $head:ident;)+) => {
        /// All documents, by kind and in their order: stories from the newest on, withdrawn ones among them; events by their
        /// start; pages by their `order`.
        #[derive(Clone, Debug, Default)]
        pub struct Entries {
            $($(#[doc = $doc])+ pub $folder: Vec<Arc<Entry<kinds::$module::$kind>>>,)+
            /// Id of a document → its place among those of its kind.
            places: HashMap<String, usize>,
        }

        /// A document of its kind.
        pub(super) enum Made {
            $($kind(Arc<Entry<kinds::$module::$kind>>),)+
        }

        impl Made {
            /// The document of checked facts; `published` are the ids of all published events.
            pub(super) fn new(
                Live { bundle, facts, withdrawn }: Live,
                urls: BTreeMap<Lang, Url>,
                targets: Targets,
                published: &BTreeSet<String>,
            ) -> Self {
                match facts {
                    $(Facts::$kind(mut facts) => {
                        facts.keep_events(published);
                        Self::$kind(Arc::new(entry::make(bundle, facts, withdrawn, urls, targets)))
                    })+
                }
            }
        }

        impl Entries {
            /// Puts documents into their order.
            pub(super) fn of(all: impl IntoIterator<Item = Made>) -> Self {
                let mut entries = Self::default();
                for made in all {
                    match made {
                        $(Made::$kind(entry) => entries.$folder.push(entry),)+
                    }
                }
                $(entries.$folder.sort_by(|a, b| (a.facts.rank(), &a.id).cmp(&(b.facts.rank(), &b.id)));)+
                $(
                    let places = entries.$folder.iter().enumerate();
                    entries.places.extend(places.map(|(at, entry)| (entry.id.clone(), at)));
                )+
                entries
            }

            /// All of a kind.
            #[must_use]
            pub fn of_kind(&self, kind: Kind) -> Vec<&AnyEntry> {
                match kind {
                    $(Kind::$kind => self.$folder.iter().map(|entry| &**entry as &AnyEntry).collect(),)+
                }
            }

            /// The one with this id.
            #[must_use]
            pub fn get(&self, id: &str) -> Option<&AnyEntry> {
                let at = *self.places.get(id)?;
                match Kind::of_id(id)? {
                    $(Kind::$kind => Some(&**self.$folder.get(at)?),)+
                }
            }

            /// Makes one again, of a bundle with other words; its addresses and the targets of its links stay.
            pub(super) fn reword(&mut self, bundle: Bundle, facts: Facts) -> Option<()> {
                let published = self.events.iter().map(|event| event.id.clone()).collect();
                let at = *self.places.get(&bundle.id)?;
                match facts {
                    $(Facts::$kind(mut facts) => {
                        facts.keep_events(&published);
                        let old = self.$folder.get_mut(at)?;
                        *old = Arc::new(entry::make_again(bundle, facts, old));
                    })+
                }
                Some(())
            }
        }
    };
}
each_kind!(entries);

impl Entries {
    /// All documents, kind by kind.
    pub fn all(&self) -> impl Iterator<Item = &AnyEntry> {
        Kind::ALL.into_iter().flat_map(|kind| self.of_kind(kind))
    }
}
