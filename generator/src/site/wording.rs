//! What the texts of a document must hold, in each of its languages.

mod in_facts;

use super::bundle::Bundle;
use super::live::Facts;
use crate::diagnostic::Diagnostic;
use crate::document::{Document, Own};
use crate::front_matter::Picture;

/// Longer summaries don't fit on a card.
const SUMMARY_MAX: usize = 200;

/// The problems of the texts of all languages of a document.
pub(super) fn check(bundle: &Bundle, facts: Option<&Facts>) -> Vec<Diagnostic> {
    bundle.documents().flat_map(|document| check_one(document, bundle, facts)).collect()
}

fn check_one(document: &Document, bundle: &Bundle, facts: Option<&Facts>) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let common = &document.common;
    let mut missing = |code, message: &str, hint: &str| {
        problems.push(Diagnostic::error(code, &document.path, 0..3, message).with_hint(hint));
    };
    let blank =
        |text: Option<&crate::yaml::Located<String>>| text.is_none_or(|text| text.value.trim().is_empty());
    if blank(common.title.as_ref()) {
        missing("front/missing", "`title` is missing", "every language has its own");
    }
    if blank(common.summary.as_ref()) && !matches!(document.own, Own::Page(_)) {
        missing(
            "front/missing",
            "`summary` is missing",
            "one sentence or two stand on the card and in search results",
        );
    }
    let picture = facts.and_then(picture);
    if picture.is_some_and(|picture| !picture.decorative) && blank(common.alt.as_ref()) {
        missing(
            "alt/missing",
            "`alt` is missing: what does the picture show?",
            "`decorative: true` in `picture` if it says nothing",
        );
    }
    let is_source = std::ptr::eq(document, &raw const *bundle.source);
    if !is_source && common.review.is_none() {
        missing(
            "front/missing",
            "`review` is missing",
            "`machine`, or `human` when somebody has read it against the source",
        );
    }
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
    let message = format!("the summary has {length} characters");
    let problem = Diagnostic::error("front/long-summary", &document.path, summary.span.clone(), message);
    Some(problem.with_hint(format!("at most {SUMMARY_MAX} fit on a card")))
}

/// Texts that the source has and this language hasn't.
fn untranslated(document: &Document, source: &Document) -> Vec<Diagnostic> {
    const OWN: [&str; 8] = [
        "audience",
        "directions",
        "foodNote",
        "childcareNote",
        "accessNote",
        "photoNote",
        "recap",
        "programme",
    ];
    let given = |document: &Document, key: &str| match &document.own {
        Own::Event(event) => event.texts().any(|(given, _)| given == key),
        Own::Story(_) | Own::Page(_) => false,
    };
    OWN.iter()
        .filter(|key| given(source, key) && !given(document, key))
        .map(|key| {
            let message = format!("`{key}` is not translated");
            let problem = Diagnostic::warning("front/untranslated", &document.path, 0..3, message);
            match source.keys.get(key) {
                Some(there) => problem.with_see(&source.path, there, "the source has it"),
                None => problem,
            }
        })
        .collect()
}

/// The picture of a document, if it has one.
pub(super) fn picture(facts: &Facts) -> Option<&Picture> {
    match facts {
        Facts::Story(story) => story.picture.as_ref(),
        Facts::Event(event) => event.picture.as_ref(),
        Facts::Page(_) => None,
    }
}
