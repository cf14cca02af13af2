//! An edit of words: which documents have other texts than in the last build, where all else is as it was.
//!
//! Most edits change the words of a text and nothing that pages of other documents hang on. Then only what shows those words is
//! asked for; everything else stands as it was left, and isn't even put together.

use std::collections::{BTreeMap, BTreeSet};

use super::Job;
use crate::lang::Lang;
use crate::site::Site;

/// What has other words than before.
#[derive(Debug)]
pub struct Edited {
    /// Ids of documents.
    documents: BTreeSet<String>,
    /// The languages in which some page shows them.
    languages: BTreeSet<Lang>,
}

impl Edited {
    /// The edit of these files; `None` if one of them isn't a published document's, or is another now to the rest of the site
    /// than it was [`before`](numbers).
    #[must_use]
    pub fn of(site: &Site, files: &BTreeSet<&str>, before: &BTreeMap<String, u64>) -> Option<Self> {
        let (mut documents, mut languages) = (BTreeSet::new(), BTreeSet::new());
        let mut found = 0;
        for entry in site.entries.all() {
            for text in entry.translations.values().filter(|text| files.contains(&*text.path)) {
                found += 1;
                if before.get(&text.path) != Some(&text.outside) {
                    return None;
                }
                documents.insert(entry.id.clone());
                // Other languages show the source's text where they have none, and say that theirs has become older than it.
                match text.lang == entry.source {
                    true => languages.extend(entry.urls.keys().cloned()),
                    false => _ = languages.insert(text.lang.clone()),
                }
            }
        }
        (found == files.len()).then_some(Self { documents, languages })
    }

    pub(super) fn is_seen_in(&self, lang: &Lang) -> bool {
        self.languages.contains(lang)
    }

    pub(super) fn may_touch(&self, job: &Job<'_>) -> bool {
        job.may_show(&self.documents)
    }
}

/// What each document's file is to the rest of the site, by path.
#[must_use]
pub fn numbers(site: &Site) -> BTreeMap<String, u64> {
    let texts = site.entries.all().flat_map(|entry| entry.translations.values());
    texts.map(|text| (text.path.clone(), text.outside)).collect()
}
