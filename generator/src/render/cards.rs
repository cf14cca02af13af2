//! Cards of stories and posts and rows of events in one language, kept beside the documents that they were made of.

use std::sync::Arc;

use rayon::prelude::*;
use tera::Value;

use crate::event::Event;
use crate::post::Post;
use crate::site::Entry;
use crate::story::Story;

/// Documents with their views in one language.
pub(super) struct Views<F>(Vec<(Arc<Entry<F>>, Value)>);

/// The views that lists of one language show.
#[derive(Clone, Default)]
pub(super) struct Cards {
    pub(super) stories: Views<Story>,
    pub(super) events: Views<Event>,
    pub(super) posts: Views<Post>,
}

impl<F: Send + Sync> Views<F> {
    /// The views that were made of these documents, in their order.
    pub(super) fn of<'a>(
        entries: impl Iterator<Item = &'a Arc<Entry<F>>>,
        made: &[(&Entry<F>, Value)],
    ) -> Self
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
