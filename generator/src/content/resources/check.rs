//! What must hold in `resources.yaml` beyond its shape, and what an editor should look at.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::{PATH, Resource, WrittenResource};
use crate::config::{Config, translated};
use crate::content::names::DisplayNames;
use crate::content::{Country, OfTopic, validate};
use crate::diagnostic::{Code, Diagnostic, Names, Sentence, nearest, say};
use crate::entities::Topic;
use crate::slug::is_slug;
use crate::time;
use crate::yaml::Located;

/// Ids that two offices have.
pub(super) fn twice(all: &[WrittenResource]) -> Vec<Diagnostic> {
    let mut seen = BTreeMap::new();
    let mut problems = Vec::new();
    for id in all.iter().map(|one| &one.id) {
        let first = *seen.entry(&*id.value).or_insert(id);
        if !std::ptr::eq(first, id) {
            let message = say!("resource.twice", id = &*id.value);
            let problem = Diagnostic::error(Code::ResourceId, PATH, id.span.clone(), message);
            let problem = problem.with_see(PATH, first.span.clone(), say!("resource.first"));
            problems.push(problem.with_hint(say!("resource.twiceHint")));
        }
    }
    problems
}

/// What is wrong with one office, and what it lacks.
pub(super) fn one(written: &WrittenResource, config: &Config, topics: &[Topic]) -> Vec<Diagnostic> {
    let languages: Vec<&str> = config.languages.iter().map(|language| language.id.as_str()).collect();
    let mut problems: Vec<Diagnostic> = id(written).into_iter().collect();
    problems.extend(country(&written.country));
    problems.extend(written.topics.iter().filter_map(|topic| self::topic(topic, topics)));
    problems.extend(translated(PATH, "name", &written.name, &languages));
    problems.extend(translated(PATH, "about", &written.about, &languages));
    problems.extend(written.url.no_tags(PATH));
    problems.extend(written.url.0.iter().filter_map(|(_, url)| validate::web_address(PATH, url)));
    problems.extend(written.checked.as_ref().and_then(|day| time::date(PATH, day).err()));
    problems.extend(pages(written));
    problems
}

fn id(written: &WrittenResource) -> Option<Diagnostic> {
    let id = &written.id;
    (!is_slug(&id.value)).then(|| {
        let message = say!("resource.badId", id = &*id.value);
        let problem = Diagnostic::error(Code::ResourceId, PATH, id.span.clone(), message);
        problem.with_hint(say!("file.partHint"))
    })
}

/// A country that CLDR doesn't know is none.
fn country(country: &Located<Country>) -> Option<Diagnostic> {
    let code = &*country.value;
    if let Some(problem) = validate::country(PATH, country) {
        return Some(problem);
    }
    let is_one = DisplayNames::of("en").country(code).is_some();
    (!is_one).then(|| {
        let message = say!("resource.country", code);
        let problem = Diagnostic::error(Code::FrontUnknownReference, PATH, country.span.clone(), message);
        problem.with_hint(say!("value.countryHint"))
    })
}

fn topic(topic: &Located<OfTopic>, all: &[Topic]) -> Option<Diagnostic> {
    let ids: Vec<&str> = all.iter().map(|topic| topic.id.as_str()).collect();
    unknown(topic, &ids, say!("front.noTopic", name = &*topic.value))
}

/// An id that isn't among those that are there.
fn unknown<T: AsRef<str>>(id: &Located<T>, known: &[&str], message: Sentence) -> Option<Diagnostic> {
    let name = id.value.as_ref();
    let problem = Diagnostic::error(Code::FrontUnknownReference, PATH, id.span.clone(), message);
    (!known.contains(&name)).then(|| {
        problem.with_hint(match nearest(name, known.iter().copied()) {
            Some(near) => say!("hint.meanNear", near),
            None if known.is_empty() => say!("hint.noneYet"),
            None => say!("hint.thereAre", names = Names::of(known)),
        })
    })
}

/// An office that nobody can be sent to yet, or pages that nobody says to have opened.
fn pages(written: &WrittenResource) -> Option<Diagnostic> {
    let (id, place) = (&*written.id.value, written.id.span.clone());
    let Some((_, url)) = written.url.0.first() else {
        let message = say!("resource.noAddress", id);
        let problem = Diagnostic::warning(Code::ResourceNoAddress, PATH, place, message);
        return Some(problem.with_hint(say!("resource.noAddressHint")));
    };
    if written.checked.is_some() {
        return None;
    }
    let message = say!("resource.unchecked", id);
    let problem = Diagnostic::error(Code::ResourceChecked, PATH, url.span.clone(), message);
    Some(problem.with_hint(say!("resource.uncheckedHint")))
}

/// Offices whose pages nobody has opened for a year, or only on a day to come. Pages of offices move often.
#[must_use]
pub fn plausible(all: &[Resource], today: Date) -> Vec<Diagnostic> {
    all.iter()
        .filter(|one| !one.pages.is_empty())
        .filter_map(|one| of_day(one, one.checked?, today))
        .collect()
}

fn of_day(resource: &Resource, checked: Date, today: Date) -> Option<Diagnostic> {
    let (id, day) = (&resource.id, checked);
    let (message, hint) = if checked > today {
        (say!("resource.future", id, day), say!("resource.futureHint"))
    } else if checked < today.saturating_sub(1.year()) {
        (say!("resource.old", id, day), say!("resource.oldHint"))
    } else {
        return None;
    };
    let problem = Diagnostic::warning(Code::ResourceChecked, PATH, resource.place.clone(), message);
    Some(problem.with_hint(hint))
}
