//! The index of an edited language, begun before the site is read.
//!
//! Pagefind makes the index of a language in one thread, and after an edit nothing else takes as long. Which records it will be made
//! of can nearly always be told from the last ones: where only words of a text have changed, only its own record is another. Whoever
//! has the true records takes what was made of the same, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::records::KeptRecord;
use super::{Files, kept, language};
use crate::cache::Cache;
use crate::keep::CacheKey;
use crate::lang::Lang;
use crate::source::Source;

/// Indexes of languages that were made of what their records will be.
#[derive(Debug, Default)]
pub struct Ahead(BTreeMap<Lang, AheadIndex>);

/// The index of a language, and what it was made of.
#[derive(Debug)]
pub(super) struct AheadIndex {
    /// Of the records.
    pub(super) of: CacheKey,
    pub(super) records: Vec<KeptRecord<'static>>,
    pub(super) files: Files,
}

impl Ahead {
    /// The indexes after an edit of these files of `source`, of which nothing is needed but where it lies. Nothing for a language of
    /// which `cache` has no records, and where more has changed than words of a body.
    #[must_use]
    pub fn of(source: &Source, changed: &BTreeSet<&str>, cache: &Cache) -> Self {
        let langs: Option<BTreeSet<Lang>> = changed.iter().map(|path| lang(path)).collect();
        let index = |lang: Lang| Some((lang.clone(), AheadIndex::of(source, changed, cache, &lang)?));
        Self(langs.unwrap_or_default().into_iter().filter_map(index).collect())
    }

    /// The languages of which there is an index.
    pub fn languages(&self) -> impl Iterator<Item = &Lang> {
        self.0.keys()
    }

    pub(super) fn take(&mut self, lang: &Lang) -> Option<AheadIndex> {
        self.0.remove(lang)
    }
}

impl AheadIndex {
    fn of(source: &Source, changed: &BTreeSet<&str>, cache: &Cache, lang: &Lang) -> Option<Self> {
        let mut records = kept::records(cache, lang)?;
        let of_changed =
            |record: &&mut KeptRecord<'_>| record.file().is_some_and(|path| changed.contains(path));
        let mut is_other = false;
        for record in records.iter_mut().filter(of_changed) {
            *record = record.reworded(source, lang)?;
            is_other = true;
        }
        if !is_other {
            return None;
        }
        // What is wrong is told of the true records.
        let files = language::index(&records).ok()?;
        Some(Self { of: kept::of(&records), records, files })
    }
}

/// The language of a document by the name of its file.
fn lang(path: &str) -> Option<Lang> {
    let (_, file) = path.rsplit_once('/')?;
    Some(Lang::new(file.strip_prefix("index.")?.strip_suffix(".md")?))
}
