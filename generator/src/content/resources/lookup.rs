//! Which offices stand on which page, and with which of their pages.

use std::cmp::Reverse;

use super::Resource;

/// The language that most readers of another one can read.
const SECOND: &str = "en";

impl Resource {
    /// The page for a reader of this language, with the tag of its own: the reader's, or else the English one, or the
    /// first.
    #[must_use]
    pub fn page(&self, lang: &str) -> Option<(&str, &str)> {
        let is_in = |lang: &str| self.pages.iter().find(|(tag, _)| of(tag) == lang);
        let page = is_in(of(lang)).or_else(|| is_in(SECOND)).or_else(|| self.pages.first());
        page.map(|(tag, url)| (tag.as_str(), url.as_str()))
    }
}

/// The language of a tag, without its country.
#[must_use]
pub(crate) fn of(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// Offices of a country that know about one of these topics, at most `most`: first those that know about several, and of
/// equal ones in the order of the file.
#[must_use]
pub(crate) fn answering<'a>(
    all: &'a [Resource],
    country: &str,
    topics: &[String],
    most: usize,
) -> Vec<&'a Resource> {
    let shared = |one: &Resource| one.topics.iter().filter(|topic| topics.contains(topic)).count();
    let mut found: Vec<&Resource> =
        all.iter().filter(|one| one.country == country && can_be_asked(one)).collect();
    found.retain(|one| shared(one) > 0);
    found.sort_by_key(|one| Reverse(shared(one)));
    found.truncate(most);
    found
}

/// Offices that know about a topic, by their countries in alphabetical order of the codes.
#[must_use]
pub(crate) fn about<'a>(all: &'a [Resource], topic: &str) -> Vec<(&'a str, Vec<&'a Resource>)> {
    let knows = |one: &&Resource| one.topics.iter().any(|known| known == topic);
    let mut by_country = std::collections::BTreeMap::<&str, Vec<&Resource>>::new();
    for one in all.iter().filter(|one| can_be_asked(one)).filter(knows) {
        by_country.entry(&one.country).or_default().push(one);
    }
    by_country.into_iter().collect()
}

fn can_be_asked(resource: &Resource) -> bool {
    !resource.pages.is_empty()
}
