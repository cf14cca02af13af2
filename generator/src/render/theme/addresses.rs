//! Where documents are, as templates ask for it by themselves with `url(to=…)`.
//!
//! A page hangs on these answers, too, but only on those that were given, so they are noted.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::lang::Lang;
use crate::site::Site;

/// The addresses of one language.
#[derive(Debug)]
pub struct Addresses {
    /// `pages/privacy` → `/da/privatliv/`.
    documents: BTreeMap<String, String>,
    /// `/da/`.
    home: String,
    given: Mutex<Answers>,
}

/// What templates asked for, and what they were told.
pub type Answers = BTreeMap<String, String>;

impl Addresses {
    /// All documents of the site.
    pub(super) fn new(site: &Site, lang: &Lang) -> Self {
        let stories = site.stories.iter().map(|entry| (&entry.id, &entry.urls));
        let events = site.events.iter().map(|entry| (&entry.id, &entry.urls));
        let pages = site.pages.iter().map(|entry| (&entry.id, &entry.urls));
        let all = stories.chain(events).chain(pages);
        let documents = all.filter_map(|(id, urls)| Some((id.clone(), urls.get(lang)?.clone())));
        Self { documents: documents.collect(), home: format!("/{lang}/"), given: Mutex::default() }
    }

    /// `stories/` or `pages/privacy`: a path in the language, or a document's page.
    pub(super) fn of(&self, to: &str) -> String {
        let path = to.trim_start_matches('/');
        let document = self.documents.get(path.trim_end_matches('/'));
        let address = document.cloned().unwrap_or_else(|| format!("{}{path}", self.home));
        let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
        if !given.contains_key(to) {
            given.insert(to.to_owned(), address.clone());
        }
        address
    }

    /// The answers so far.
    #[must_use]
    pub fn given(&self) -> Answers {
        self.given.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether these answers would be given again; then they count as given.
    #[must_use]
    pub fn agree(&self, answers: &Answers) -> bool {
        answers.iter().all(|(to, address)| self.of(to) == *address)
    }
}
