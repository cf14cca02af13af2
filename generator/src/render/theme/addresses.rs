//! Where documents are, as templates ask for it by themselves with `url(to=…)`.
//!
//! A page hangs on these answers, too, but only on those that were given, so they are noted.

use std::collections::BTreeMap;

use parking_lot::Mutex;

use crate::lang::Lang;
use crate::site::Site;
use crate::url::Url;

/// The addresses of one language.
#[derive(Debug)]
pub struct Addresses {
    /// `pages/privacy` → `/da/privatliv/`.
    documents: BTreeMap<String, Url>,
    /// `/da/`.
    home: Url,
    given: Mutex<Answers>,
}

/// What templates asked for, and what they were told.
pub type Answers = BTreeMap<String, String>;

impl Addresses {
    /// All documents of the site.
    pub(super) fn new(site: &Site, lang: &Lang) -> Self {
        let documents = all(site, lang).map(|(id, url)| (id.to_owned(), url.clone()));
        Self { documents: documents.collect(), home: Url::in_language(lang, ""), given: Mutex::default() }
    }

    /// Whether they are those of this site.
    pub(super) fn are_of(&self, site: &Site, lang: &Lang) -> bool {
        let mut count = 0;
        let is_here = |(id, url): (&str, &Url)| {
            count += 1;
            self.documents.get(id).is_some_and(|known| known == url)
        };
        all(site, lang).all(is_here) && count == self.documents.len()
    }

    /// `stories/` or `pages/privacy`: what stands below the language, in the words of the template, or a document's page.
    pub(super) fn of(&self, to: &str) -> String {
        let path = to.trim_start_matches('/');
        let document = self.documents.get(path.trim_end_matches('/'));
        let address = document.map_or_else(|| format!("{}{path}", self.home), Url::to_string);
        let mut given = self.given.lock();
        if !given.contains_key(to) {
            given.insert(to.to_owned(), address.clone());
        }
        address
    }

    /// The answers so far.
    #[must_use]
    pub fn given(&self) -> Answers {
        self.given.lock().clone()
    }

    /// Whether these answers would be given again; then they count as given.
    #[must_use]
    pub fn agree(&self, answers: &Answers) -> bool {
        answers.iter().all(|(to, address)| self.of(to) == *address)
    }
}

/// Id and address of each document.
fn all<'a>(site: &'a Site, lang: &'a Lang) -> impl Iterator<Item = (&'a str, &'a Url)> {
    let all = site.entries.all();
    all.filter_map(|entry| Some((entry.id.as_str(), entry.urls.get(lang)?)))
}
