//! `towns.yaml` → what a town is called in the reader's language: `København` is `Copenhagen` and `كوبنهاغن`.
//!
//! A town is a fact: it is written once, as it is called where it lies. Addresses of streets stay as they are.

mod scripts;

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::config::Config;
use crate::content::{ByLanguage, Shaped as _, group, needed};
use crate::diagnostic::{Code, Diagnostic, say};
use crate::source::Source;
use crate::yaml::{self, Located};

pub(crate) use scripts::Scripts;

/// Where the towns stand.
pub const PATH: &str = "content/towns.yaml";

/// What towns are called elsewhere: by their own names, then by language.
#[derive(Clone, Debug, Default)]
pub struct Towns(BTreeMap<String, BTreeMap<String, String>>);

impl Towns {
    /// What a town is called in a language: its own name, where nothing else is known.
    #[must_use]
    pub fn name<'a>(&'a self, town: &'a str, lang: &str) -> &'a str {
        self.word(town, lang).unwrap_or(town)
    }

    /// The word that a language has for a town.
    fn word(&self, town: &str, lang: &str) -> Option<&str> {
        self.0.get(town)?.get(lang).map(String::as_str)
    }

    /// The languages that have no word for a town and can't read its own name, since they have other letters.
    pub(crate) fn lacking<'c>(&self, town: &str, scripts: &Scripts<'c>) -> Vec<&'c str> {
        scripts.that_cannot_read(town).filter(|lang| self.word(town, lang).is_none()).collect()
    }
}

group! {
    /// A town as it is written.
    WrittenTown {
        /// Its name where it lies, as events, stories and organisations write it.
        Fact "name" name: Located<String> = "København" .required();
        /// What it is called in other languages; those that have no word of their own needn't stand here.
        Word "words" words: ByLanguage<Located<String>> = "{ en: Copenhagen, sv: Köpenhamn }" .required();
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(transparent)]
struct WrittenTowns(Vec<WrittenTown>);

/// The towns; without the file there are none.
#[must_use]
pub fn parse(source: &Source, config: &Config) -> (Towns, Vec<Diagnostic>) {
    let Some(text) = source.texts.get(PATH) else { return (Towns::default(), Vec::new()) };
    let WrittenTowns(written) = match yaml::parse(PATH, text) {
        Ok(written) => written,
        Err(problem) => {
            let needed = needed(&WrittenTown::SHAPE, "*.");
            return (Towns::default(), yaml::missing(PATH, text, problem, &needed));
        }
    };
    let mut problems = twice(&written);
    problems.extend(written.iter().flat_map(|town| town.words.foreign(PATH, config)));
    let words = |town: WrittenTown| {
        let words = town.words.0.into_iter().map(|(lang, word)| (lang.value, word.value));
        (town.name.value, words.collect())
    };
    (Towns(written.into_iter().map(words).collect()), problems)
}

/// Towns that stand twice: the words of one would be forgotten.
fn twice(written: &[WrittenTown]) -> Vec<Diagnostic> {
    let mut seen = BTreeMap::new();
    let mut problems = Vec::new();
    for name in written.iter().map(|town| &town.name) {
        let first = *seen.entry(&name.value).or_insert(name);
        if !std::ptr::eq(first, name) {
            let message = say!("town.twice", name = &name.value);
            let problem = Diagnostic::error(Code::TownTwice, PATH, name.span.clone(), message);
            let problem = problem.with_see(PATH, first.span.clone(), say!("town.first"));
            problems.push(problem.with_hint(say!("hint.removeOne")));
        }
    }
    problems
}
