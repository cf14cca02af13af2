//! What one stage leaves for the next of nearly the same site: theme, pictures, and the cards and rows of every language.
//!
//! A theme is taken again for the same files and words, with the addresses of the new site; a picture for the same original.
//! A card hangs on its own document and on what holds for the whole site, so it is taken again for the same document
//! (the same place in memory); when words of the interface have changed, the caller takes the cards out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::cards::{Cards, Views};
use super::shelf::Shelf;
use crate::cache::Cache;
use crate::diagnostic::Diagnostic;
use crate::lang::Lang;
use crate::pictures::{self, Pictures};
use crate::site::Site;
use crate::source::Source;
use crate::theme::{self, Theme};

/// Something and the problems that were found while it was made.
type Found<T> = Arc<(T, Vec<Diagnostic>)>;

/// All that may be taken again; the default is nothing.
#[derive(Clone, Default)]
pub struct Shared {
    /// With the hash of all that it was loaded from.
    theme: Option<(u64, Found<Option<Theme>>)>,
    pictures: Option<Found<Pictures>>,
    cards: BTreeMap<Lang, Cards>,
}

impl Shared {
    /// The same without what stands in words of the interface.
    #[must_use]
    pub fn without_cards(self) -> Self {
        Self { cards: BTreeMap::new(), ..self }
    }

    /// The theme, loaded now if it isn't there.
    pub(super) fn theme(&self, site: &Site, source: &Source) -> Found<Option<Theme>> {
        let before = self.theme.as_ref().filter(|(inputs, _)| *inputs == theme::inputs(site, source));
        match before {
            Some((_, found)) => match &found.0 {
                Some(theme) if !theme.is_of(site) => {
                    Arc::new((Some(theme.with_addresses_of(site)), found.1.clone()))
                }
                _ => Arc::clone(found),
            },
            None => Arc::new(theme::load(site, source)),
        }
    }

    /// The pictures, of which those are looked at now that aren't there.
    pub(super) fn pictures(&self, site: &Site, cache: &Cache) -> Found<Pictures> {
        match &self.pictures {
            Some(found) if found.0.are_of(site) => Arc::clone(found),
            before => Arc::new(pictures::prepare(site, cache, before.as_deref().map(|(before, _)| before))),
        }
    }

    /// The views of a language.
    pub(super) fn cards(&self, lang: &Lang) -> Option<&Cards> {
        self.cards.get(lang)
    }

    /// What the next stage may take again.
    pub(super) fn of(
        (theme, pictures): (Found<Option<Theme>>, Found<Pictures>),
        (site, source): (&Site, &Source),
        shelves: &[Shelf<'_>],
    ) -> Self {
        let cards = |shelf: &Shelf<'_>| Cards {
            stories: Views::of(site.entries.stories.iter().filter(|entry| !entry.withdrawn), &shelf.stories),
            events: Views::of(site.entries.events.iter(), &shelf.events),
            posts: Views::of(site.entries.posts.iter(), &shelf.posts),
        };
        let cards = shelves.iter().map(|shelf| (shelf.ctx.lang().clone(), cards(shelf))).collect();
        Self { theme: Some((theme::inputs(site, source), theme)), pictures: Some(pictures), cards }
    }
}
