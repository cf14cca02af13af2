//! Which languages of the site are written in which letters.

use icu_locale::{Locale, LocaleExpander};
use regex::Regex;

use crate::config::Config;
use crate::lang::Language;

/// The languages of a site, each with a pattern for its letters.
#[derive(Debug)]
pub(crate) struct Scripts<'c>(Vec<(&'c str, Regex)>);

impl<'c> Scripts<'c> {
    /// Those of all languages that have letters of one script. Japanese has three, and nobody could say by one of them
    /// whether its readers can read a name.
    pub(crate) fn of(config: &'c Config) -> Self {
        let expander = LocaleExpander::new_extended();
        let languages = config.languages.iter();
        Self(
            languages
                .filter_map(|language| Some((language.id.as_str(), letters(language, &expander)?)))
                .collect(),
        )
    }

    /// The languages in whose letters nothing of this name is written.
    pub(super) fn that_cannot_read(&self, name: &str) -> impl Iterator<Item = &'c str> {
        self.0.iter().filter(move |(_, letters)| !letters.is_match(name)).map(|(lang, _)| *lang)
    }
}

/// The letters of a language, by the four letters of its script (ISO 15924), which the locale says or CLDR knows.
fn letters(language: &Language, expander: &LocaleExpander) -> Option<Regex> {
    let mut locale: Locale = language.locale.parse().ok()?;
    expander.maximize(&mut locale.id);
    Regex::new(&format!(r"\p{{sc={}}}", locale.id.script?)).ok()
}
