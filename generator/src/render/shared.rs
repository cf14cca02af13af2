//! What one stage leaves for the next of nearly the same site: theme, pictures, and the cards and rows of every language.
//!
//! A card hangs on its own document and on what holds for the whole site, so it is taken again for the same document
//! (the same place in memory). What doesn't hold any more, the caller takes out.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;
use tera::Value;

use super::shelf::Shelf;
use crate::cache::Cache;
use crate::diagnostic::Diagnostic;
use crate::event::Event;
use crate::lang::Lang;
use crate::pictures::{self, Pictures};
use crate::site::{Entry, Site};
use crate::source::Source;
use crate::story::Story;
use crate::theme::{self, Theme};

/// Something and the problems that were found while it was made.
type Found<T> = Arc<(T, Vec<Diagnostic>)>;

/// All that may be taken again; the default is nothing.
#[derive(Clone, Default)]
pub struct Shared {
    theme: Option<Found<Option<Theme>>>,
    pictures: Option<Found<Pictures>>,
    cards: BTreeMap<Lang, Cards>,
}

/// Documents with their views in one language.
pub(super) struct Views<F>(Vec<(Arc<Entry<F>>, Value)>);

/// The views that lists of one language show.
#[derive(Clone, Default)]
pub(super) struct Cards {
    pub(super) stories: Views<Story>,
    pub(super) events: Views<Event>,
}

impl Shared {
    /// The same but for the theme: its templates, styles or words are others now.
    #[must_use]
    pub fn without_theme(self) -> Self {
        Self { theme: None, ..self }
    }

    /// The pictures alone: the words of the interface stand in all else.
    #[must_use]
    pub fn pictures_only(self) -> Self {
        Self { pictures: self.pictures, ..Self::default() }
    }

    /// The theme, loaded now if it isn't there.
    pub(super) fn theme(&self, site: &Site, source: &Source) -> Found<Option<Theme>> {
        self.theme.clone().unwrap_or_else(|| Arc::new(theme::load(site, source)))
    }

    /// The pictures, looked at now if they aren't there.
    pub(super) fn pictures(&self, site: &Site, cache: &Cache) -> Found<Pictures> {
        self.pictures.clone().unwrap_or_else(|| Arc::new(pictures::prepare(site, cache)))
    }

    /// The views of a language.
    pub(super) fn cards(&self, lang: &Lang) -> Option<&Cards> {
        self.cards.get(lang)
    }

    /// What the next stage may take again.
    pub(super) fn of(
        theme: Found<Option<Theme>>,
        pictures: Found<Pictures>,
        site: &Site,
        shelves: &[Shelf<'_>],
    ) -> Self {
        let cards = |shelf: &Shelf<'_>| Cards {
            stories: Views::of(site.stories.iter().filter(|entry| !entry.withdrawn), &shelf.stories),
            events: Views::of(site.events.iter(), &shelf.events),
        };
        let cards = shelves.iter().map(|shelf| (shelf.ctx.lang().clone(), cards(shelf))).collect();
        Self { theme: Some(theme), pictures: Some(pictures), cards }
    }
}

impl<F: Send + Sync> Views<F> {
    fn of<'a>(entries: impl Iterator<Item = &'a Arc<Entry<F>>>, made: &[(&Entry<F>, Value)]) -> Self
    where
        F: 'a,
    {
        Self(entries.cloned().zip(made.iter().map(|(_, view)| view.clone())).collect())
    }

    /// The views of these documents in their order, made by `view` where they aren't there.
    pub(super) fn all<'a>(
        before: Option<&Self>,
        entries: &[&'a Arc<Entry<F>>],
        view: impl Fn(&'a Entry<F>) -> Value + Sync,
    ) -> Vec<(&'a Entry<F>, Value)> {
        let same = |at: usize, entry: &Arc<Entry<F>>| {
            let (old, view) = before?.0.get(at)?;
            Arc::ptr_eq(old, entry).then(|| view.clone())
        };
        let entries = entries.par_iter().enumerate();
        entries.map(|(at, &entry)| (&**entry, same(at, entry).unwrap_or_else(|| view(entry)))).collect()
    }
}

impl<F> Clone for Views<F> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<F> Default for Views<F> {
    fn default() -> Self {
        Self(Vec::new())
    }
}
