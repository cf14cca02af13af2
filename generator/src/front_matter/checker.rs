//! What the checks of one file need to know, and what they found.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::Keys;
use crate::diagnostic::{Diagnostic, nearest, quoted_list};
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
pub(crate) fn missing(code: &'static str, path: &str, keys: &Keys, key: &str) -> Diagnostic {
    match keys.get(key) {
        Some(place) => Diagnostic::error(code, path, place, format!("nothing stands behind `{key}:`")),
        None => Diagnostic::error(code, path, 0..3, format!("`{key}` is missing")),
    }
}

/// How a key of facts is written.
fn example(key: &str) -> Option<&'static str> {
    Some(match key {
        "displayName" => "displayName: Amina",
        "nameForm" => "nameForm: first",
        "date" => "date: \"2027-03-04\"",
        "country" => "country: \"DK\"",
        "business" => "business: { sector: food }",
        "host" => "host: crossing-borders",
        "hosts" => "hosts: [crossing-borders]",
        "kind" => "kind: storytelling_dinner",
        "starts" => "starts: \"2027-03-04T17:30\"",
        "ends" => "ends: \"2027-03-04T20:30\"",
        "timeZone" => "timeZone: Europe/Copenhagen",
        "place" => {
            "place: { mode: in_person, name: Library, street: \"Street 1\", postcode: \"8000\", city: Aarhus, country: \"DK\" }"
        }
        "price" => "price: free",
        "accessibility" => {
            "accessibility: { stepFree: yes, toilet: unknown, hearing: unknown, quiet: unknown, captions: unknown }"
        }
        "childcare" => "childcare: none",
        "food" => "food: { served: true, diets: [vegetarian] }",
        "languagesSpoken" => "languagesSpoken: [en, da]",
        "registration" => "registration: { mode: form, form: registration }",
        "status" => "status: scheduled",
        _ => return None,
    })
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
        code: &'static str,
        at: &Located<T>,
        message: impl Into<String>,
    ) -> &mut Self {
        self.push(Diagnostic::error(code, self.path, at.span.clone(), message))
    }

    /// A hint for the problem that was found last.
    pub(crate) fn hint(&mut self, hint: impl Into<String>) {
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
            self.missing("front/missing", key);
        }
        value
    }

    /// Says that a key is missing, at the top of the file, or that nothing stands behind it.
    pub(crate) fn missing(&mut self, code: &'static str, key: &str) -> &mut Self {
        let problem = missing(code, self.path, self.keys, key);
        self.push(problem.with_hints(example(key).map(|line| format!("write a line such as `{line}`"))))
    }

    /// A text that must be there and not be blank.
    pub(crate) fn require_text(&mut self, key: &str, value: Option<&Located<String>>) -> Option<String> {
        let text = value.map(|text| text.value.trim()).filter(|text| !text.is_empty());
        self.require(key, text).map(str::to_owned)
    }

    pub(crate) fn date(&mut self, value: Option<&Located<String>>) -> Option<Date> {
        value.and_then(|date| self.take(time::date(self.path, date)))
    }

    /// A word that must be one of `words`.
    pub(crate) fn word(&mut self, key: &str, written: &Located<String>, words: &[&str]) {
        if words.contains(&written.value.as_str()) {
            return;
        }
        let hint = match nearest(&written.value, words.iter().copied()) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("there are {}", quoted_list(words)),
        };
        self.error("front/value", written, format!("there is no {key} `{}`", written.value)).hint(hint);
    }

    /// An id that must be one of `known`; `what` names the kind: "organisation".
    pub(crate) fn reference<'k>(
        &mut self,
        what: &str,
        id: &Located<String>,
        known: impl IntoIterator<Item = &'k str> + Clone,
    ) {
        if known.clone().into_iter().any(|name| name == id.value) {
            return;
        }
        let hint = match nearest(&id.value, known.clone()) {
            Some(name) => format!("did you mean `{name}`?"),
            None if known.clone().into_iter().next().is_none() => "there is none yet".to_owned(),
            None => format!("there are {}", quoted_list(known)),
        };
        self.error("front/unknown-reference", id, format!("there is no {what} `{}`", id.value)).hint(hint);
    }
}
