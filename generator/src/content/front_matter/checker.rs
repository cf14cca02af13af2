//! What the checks of one file need to know, and what they found.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Keys;
use crate::content::{HeadKey, Word};
use crate::diagnostic::{Code, Diagnostic, Names, Sentence, nearest, say};
use crate::source::{Checked, Original, Unusable};
use crate::time;
use crate::yaml::Located;

/// What facts may refer to.
#[derive(Debug)]
pub(crate) struct Known<'a> {
    /// The day for which the site is built.
    pub(crate) today: Date,
    pub(crate) organisations: BTreeSet<&'a str>,
    pub(crate) topics: BTreeSet<&'a str>,
    pub(crate) forms: BTreeSet<&'a str>,
    /// Ids of events, published or not.
    pub(crate) events: BTreeSet<String>,
    pub(crate) assets: &'a BTreeMap<String, Checked>,
    pub(crate) pictures: &'a BTreeMap<String, Original>,
    pub(crate) unusable: &'a BTreeMap<String, Unusable>,
}

/// A key that isn't there, or behind which nothing stands.
pub(crate) fn missing(code: Code, path: &str, keys: &Keys, key: &str) -> Diagnostic {
    let problem = match keys.get(key) {
        Some(place) => Diagnostic::error(code, path, place, say!("front.nothingBehind", key)),
        None => Diagnostic::error(code, path, 0..3, say!("front.missing", key)),
    };
    problem.of_field(key)
}

/// Collects the problems of one file.
#[derive(Debug)]
pub(crate) struct Checker<'a> {
    pub(crate) path: &'a str,
    /// Where its keys stand.
    keys: &'a Keys,
    pub(crate) known: &'a Known<'a>,
    pub(crate) problems: Vec<Diagnostic>,
}

impl<'a> Checker<'a> {
    pub(crate) fn new(path: &'a str, keys: &'a Keys, known: &'a Known<'a>) -> Self {
        Self { path, keys, known, problems: Vec::new() }
    }

    /// A problem at a value; the caller may add to it.
    pub(crate) fn error<T>(
        &mut self,
        code: Code,
        at: &Located<T>,
        message: impl Into<Sentence>,
    ) -> &mut Self {
        self.push(Diagnostic::error(code, self.path, at.span.clone(), message))
    }

    /// A hint for the problem that was found last.
    pub(crate) fn hint(&mut self, hint: impl Into<Sentence>) {
        if let Some(problem) = self.problems.last_mut() {
            problem.hints.push(hint.into());
        }
    }

    pub(crate) fn push(&mut self, problem: Diagnostic) -> &mut Self {
        self.problems.push(problem);
        self
    }

    /// A value, or its problem noted.
    pub(crate) fn take<T>(&mut self, result: Result<T, Diagnostic>) -> Option<T> {
        result.map_err(|problem| self.problems.push(problem)).ok()
    }

    /// A key that must be there.
    pub(crate) fn require<T>(&mut self, key: &str, value: Option<T>) -> Option<T> {
        if value.is_none() {
            self.missing(Code::FrontMissing, key);
        }
        value
    }

    /// Says that a key is missing, at the top of the file, or that nothing stands behind it.
    pub(crate) fn missing(&mut self, code: Code, key: &str) -> &mut Self {
        let problem = missing(code, self.path, self.keys, key);
        let line = self.keys.kind.key(key).map(HeadKey::line);
        self.push(problem.with_hints(line.map(|line| say!("hint.lineSuchAs", line))))
    }

    /// A text that must be there and not be blank.
    pub(crate) fn require_text(&mut self, key: &str, value: Option<&Located<String>>) -> Option<String> {
        let text = value.map(|text| text.value.trim()).filter(|text| !text.is_empty());
        self.require(key, text).map(str::to_owned)
    }

    pub(crate) fn date<T: AsRef<str>>(&mut self, value: Option<&Located<T>>) -> Option<Date> {
        value.and_then(|date| self.take(time::date(self.path, date)))
    }

    /// What a word means that must be one of those of an enum.
    pub(crate) fn word<W: Word>(&mut self, key: &str, written: &Located<impl AsRef<str>>) -> Option<W> {
        let word = written.value.as_ref();
        let found = W::WORDS.iter().copied().find(|known| known.word() == word);
        if found.is_none() {
            let words = W::WORDS.iter().map(|known| known.word());
            let hint = match nearest(word, words.clone()) {
                Some(name) => say!("hint.mean", name),
                None => say!("hint.thereAre", names = Names::of(words)),
            };
            self.error(Code::FrontValue, written, say!("front.noSuchWord", key, word)).hint(hint);
        }
        found
    }

    /// An organisation that must be one of the site's.
    pub(crate) fn organisation<T: AsRef<str>>(&mut self, id: &Located<T>) {
        let known = self.known;
        self.reference(|name| say!("front.noOrganisation", name), id, known.organisations.iter().copied());
    }

    /// Topics that must each be one of the site's.
    pub(crate) fn topics<T: AsRef<str>>(&mut self, ids: &[Located<T>]) {
        let known = self.known;
        for id in ids {
            self.reference(|name| say!("front.noTopic", name), id, known.topics.iter().copied());
        }
    }

    /// An id that must be one of `known`; `none` says that there is no such thing.
    pub(crate) fn reference<'k, T: AsRef<str>>(
        &mut self,
        none: impl FnOnce(&str) -> Sentence,
        id: &Located<T>,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) {
        let name = id.value.as_ref();
        if known.clone().into_iter().any(|known| known == name) {
            return;
        }
        let hint = match nearest(name, known.clone()) {
            Some(near) => say!("hint.meanNear", near),
            None if known.clone().into_iter().next().is_none() => say!("hint.noneYet"),
            None => say!("hint.thereAre", names = Names::of(known)),
        };
        self.error(Code::FrontUnknownReference, id, none(name)).hint(hint);
    }
}
