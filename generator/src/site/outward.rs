//! Under which title a document leaves the site.

use super::{Entry, Site};
use crate::content::kinds::KindFacts;
use crate::lang::Lang;

impl Site {
    /// The title for every place where the page isn't seen: a tab, a list of results, a feed, a calendar, a letter. There an
    /// invented example has to say by itself that it is one.
    #[must_use]
    pub fn outward_title<F: KindFacts + ?Sized>(&self, entry: &Entry<F>, lang: &Lang) -> String {
        let title = &entry.translation(lang).1.title;
        if entry.facts.is_demo() {
            return self.text(lang).with("demo.title", &[("title", title)]);
        }
        title.clone()
    }
}
