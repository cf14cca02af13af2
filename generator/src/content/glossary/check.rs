//! What must hold in `glossary.yaml` beyond its shape: each thing stands once, and each word to avoid can be found.

use std::collections::BTreeMap;

use super::avoid::{Avoided, AvoidedWord};
use super::{CutText, PATH, WrittenTerm, WrittenWords};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, say};
use crate::yaml::Located;

/// All that is wrong with these terms.
pub(super) fn all(written: &[WrittenTerm], config: &Config) -> Vec<Diagnostic> {
    let mut problems = twice(written);
    for term in written {
        problems.extend(term.words.foreign(PATH, config));
        problems.extend(term.words.0.iter().flat_map(|(_, words)| of_words(term, words)));
    }
    problems
}

/// Things that stand twice: one of the two would be forgotten.
fn twice(written: &[WrittenTerm]) -> Vec<Diagnostic> {
    let mut seen = BTreeMap::new();
    let mut problems = Vec::new();
    for term in written.iter().map(|term| &term.term) {
        let first = *seen.entry(term.value.to_lowercase()).or_insert(term);
        if !std::ptr::eq(first, term) {
            let message = say!("glossary.twice", term = &term.value);
            let problem = Diagnostic::error(Code::GlossaryTerm, PATH, term.span.clone(), message);
            let problem = problem.with_see(PATH, first.span.clone(), say!("glossary.first"));
            problems.push(problem.with_hint(say!("hint.removeOne")));
        }
    }
    problems
}

fn of_words(term: &WrittenTerm, words: &WrittenWords) -> Vec<Diagnostic> {
    words
        .avoid
        .iter()
        .filter_map(|avoid| unusable(avoid).or_else(|| of_its_own(term, words, avoid)))
        .collect()
}

/// Words that find nothing, or everything.
fn unusable(avoid: &Located<String>) -> Option<Diagnostic> {
    let has_star_within = |word: &str| word.trim_end_matches('*').contains('*') || word.ends_with("**");
    let mut parts = avoid.value.split_whitespace();
    let is_empty = CutText::of(&avoid.value).words.is_empty();
    if !is_empty && !parts.any(|word| has_star_within(word) || word == "*") {
        return None;
    }
    let message = say!("glossary.noWord", avoid = &avoid.value);
    let problem = Diagnostic::error(Code::GlossaryAvoid, PATH, avoid.span.clone(), message);
    Some(problem.with_hint(say!("glossary.noWordHint")))
}

/// A word to avoid that is found in the word to write instead.
fn of_its_own(term: &WrittenTerm, words: &WrittenWords, avoid: &Located<String>) -> Option<Diagnostic> {
    let word = AvoidedWord { term: term.term.value.clone(), say: String::new(), rule: avoid.span.clone() };
    let found = Avoided::new(vec![(avoid, word)]).find(&CutText::of(&words.say.value)).len();
    (found > 0).then(|| {
        let message = say!("glossary.itsOwn", avoid = &avoid.value, say = &words.say.value);
        let problem = Diagnostic::error(Code::GlossaryAvoid, PATH, avoid.span.clone(), message);
        problem.with_hint(say!("glossary.itsOwnHint"))
    })
}
