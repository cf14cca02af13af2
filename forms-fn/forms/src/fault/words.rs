//! The sentences about faults in the languages of those who edit sites: `words/da.yaml` and its neighbours.

use std::sync::LazyLock;

use crate::Texts;

/// English is asked for with each fault, the others only when somebody reads in them.
static CATALOGUE: [LazyLock<Texts>; 5] = [
    LazyLock::new(|| read("en", include_str!("words/en.yaml"))),
    LazyLock::new(|| read("da", include_str!("words/da.yaml"))),
    LazyLock::new(|| read("fi", include_str!("words/fi.yaml"))),
    LazyLock::new(|| read("nb", include_str!("words/nb.yaml"))),
    LazyLock::new(|| read("sv", include_str!("words/sv.yaml"))),
];

const LANGS: [&str; 5] = ["en", "da", "fi", "nb", "sv"];

fn read(lang: &str, yaml: &str) -> Texts {
    Texts::parse(lang, yaml).unwrap_or_default()
}

pub(crate) fn english() -> &'static Texts {
    &CATALOGUE[0]
}

/// What is said about faults in a language, if there are words in it.
#[must_use]
pub fn fault_words(lang: &str) -> Option<&'static Texts> {
    Some(&CATALOGUE[LANGS.iter().position(|known| *known == lang)?])
}
