//! What the texts of a document must hold, in each of its languages.

mod in_facts;

use std::collections::BTreeSet;

use super::bundle::Bundle;
use super::lacking::{BODY, lacking};
use super::live::{Facts, Live};
use crate::diagnostic::{Code, Diagnostic, Names, Sentence, say};
use crate::document::{Document, Own};
use crate::front_matter;

/// Longer summaries don't fit on a card.
const SUMMARY_MAX: usize = 200;

/// The problems of the texts of all languages of a document.
pub(super) fn check(bundle: &Bundle, facts: Option<&Facts>) -> Vec<Diagnostic> {
    bundle.documents().flat_map(|document| check_one(document, bundle, facts)).collect()
}

fn check_one(document: &Document, bundle: &Bundle, facts: Option<&Facts>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let common = &document.common;
    let missing = |key: &str, hint: Sentence| {
        front_matter::missing(Code::FrontMissing, &document.path, &document.keys, key).with_hint(hint)
    };
    let blank =
        |text: Option<&crate::yaml::Located<String>>| text.is_none_or(|text| text.value.trim().is_empty());
    if blank(common.title.as_ref()) {
        problems.push(missing("title", say!("front.titleHint")));
    }
    if blank(common.summary.as_ref()) && document.kind().has_lists() {
        problems.push(missing("summary", say!("front.summaryHint")));
    }
    let is_source = std::ptr::eq(document, &raw const *bundle.source);
    let picture = facts.and_then(|facts| facts.picture());
    // A translation without one says what its source says.
    let has_none = blank(common.alt.as_ref()) && (is_source || blank(bundle.source.common.alt.as_ref()));
    if picture.is_some_and(|picture| !picture.decorative) && has_none {
        let message = say!("alt.missing");
        let problem = Diagnostic::error(Code::AltMissing, &document.path, 0..3, message);
        let hint = say!("alt.missingHint");
        problems.push(problem.with_hint(hint).of_field("alt"));
    }
    if !is_source && common.review.is_none() {
        problems.push(missing("review", say!("front.reviewHint")));
    }
    problems.extend(unchanged(document, &bundle.source));
    problems.extend(long_summary(document));
    if is_source {
        problems.extend(in_facts::check_source(document));
    } else {
        problems.extend(untranslated(document, &bundle.source));
        problems.extend(in_facts::check(document, &bundle.source));
    }
    problems
}

fn long_summary(document: &Document) -> Option<Diagnostic> {
    let summary = document.common.summary.as_ref()?;
    let length = summary.value.chars().count();
    if length <= SUMMARY_MAX {
        return None;
    }
    let message = say!("front.longSummary", length, most = &SUMMARY_MAX);
    let problem = Diagnostic::error(Code::FrontLongSummary, &document.path, summary.span.clone(), message);
    Some(problem.with_hint(say!("front.shorter", count = &(length - SUMMARY_MAX))))
}

/// What `spaces new` wrote to be changed and nobody has changed. A draft may have it.
fn unchanged(document: &Document, source: &Document) -> Vec<Diagnostic> {
    if source.common.draft {
        return Vec::new();
    }
    let is_source = document.path == source.path;
    let hint = match is_source {
        true => say!("text.ownWordsDraft"),
        false => say!("text.ownWords", path = &document.path),
    };
    let problem = |(place, words): &(std::ops::Range<usize>, &str)| {
        let message = say!("text.unchanged", words);
        Diagnostic::error(Code::TextUnchanged, &document.path, place.clone(), message).with_hint(hint.clone())
    };
    document.unchanged.iter().map(problem).collect()
}

/// Texts that the source has and this language hasn't.
fn untranslated(document: &Document, source: &Document) -> Vec<Diagnostic> {
    let lacking = lacking(document, source);
    let shown = say!("text.seesSource", path = &source.path);
    let problem = |key: &str, message: Sentence| {
        let problem = Diagnostic::warning(Code::FrontUntranslated, &document.path, 0..3, message);
        let problem = problem.with_hint(shown.clone());
        let problem = if key == BODY { problem } else { problem.of_field(key) };
        match source.keys.get(key) {
            Some(there) => problem.with_see(&source.path, there, say!("see.sourceHas")),
            None => problem,
        }
    };
    let keys = lacking.keys.iter().map(|key| problem(key, say!("text.untranslated", key)));
    let step = |at: &usize| match &source.own {
        Own::Event(event) => event.programme.get(*at).map(|step| &*step.time.value),
        _ => None,
    };
    let times = Names::of(lacking.steps.iter().filter_map(step));
    let steps = || problem("programme", say!("text.stepsWithoutWords", times = times.clone()));
    let body = || problem(BODY, say!("text.noBody"));
    keys.chain((!lacking.steps.is_empty()).then(steps)).chain(lacking.body.then(body)).collect()
}

/// Documents whose page is nothing but their text, and that have none. An event's page has its facts, some pages what they
/// are made for.
pub(super) fn without_text(live: &[Live]) -> Vec<Diagnostic> {
    let parents: BTreeSet<&str> = live.iter().filter_map(|live| live.facts.parent()).collect();
    let is_text = |live: &&Live| live.facts.is_text() && !parents.contains(live.bundle.id.as_str());
    let is_blank = |live: &&Live| {
        let source = &live.bundle.source;
        source.body.is_empty && !live.withdrawn && !source.common.draft
    };
    live.iter().filter(is_blank).filter(is_text).map(|live| no_text(&live.bundle.source)).collect()
}

/// Leaves out that a text is empty where a line that nobody sees is named already.
pub(super) fn said_once(problems: &mut Vec<Diagnostic>) {
    let is_unseen = |problem: &&Diagnostic| problem.code == Code::LinkUnused;
    let named: BTreeSet<String> = problems.iter().filter(is_unseen).map(|one| one.path.clone()).collect();
    problems.retain(|problem| problem.code != Code::TextEmpty || !named.contains(&problem.path));
}

fn no_text(source: &Document) -> Diagnostic {
    let message = say!("text.empty");
    let problem = Diagnostic::warning(Code::TextEmpty, &source.path, 0..3, message);
    problem.with_hint(say!("text.emptyHint"))
}
