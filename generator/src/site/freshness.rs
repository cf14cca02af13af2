//! Whether a translation still says what its source says.

use super::bundle::Bundle;
use crate::content::{HeadValue, WrittenReview};
use crate::diagnostic::{Code, Diagnostic, say};
use crate::document::{Document, FINGERPRINT_DIGITS};
use crate::time;

/// A translation compared with the present words of its source.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Freshness {
    /// Made from the words that the source has now; a source is always current.
    Current,
    /// The source has changed since.
    Stale,
    /// The translation doesn't say what it was made from.
    Unknown,
}

impl Freshness {
    /// Compares what a translation was made from with the fingerprint of its source.
    pub(crate) fn of(translation: &Document, source: &str) -> Self {
        match &translation.common.source_hash {
            None => Self::Unknown,
            Some(hash) if *hash.value == *source => Self::Current,
            Some(_) => Self::Stale,
        }
    }
}

/// What the files of a document say about their translation: only translations do, and only of a
/// person's reading who and when.
pub(super) fn check(bundle: &Bundle) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = ["sourceHash", "reviewedBy", "reviewedOn"]
        .into_iter()
        .filter_map(|key| {
            let place = bundle.source.keys.get(key)?;
            let message = say!("front.keyInSource", key);
            let problem = Diagnostic::error(Code::FrontReview, &bundle.source.path, place, message);
            Some(problem.with_hint(say!("front.keyInSourceHint")))
        })
        .collect();
    problems.extend(bundle.translations.iter().flat_map(|document| check_translation(document)));
    problems
}

fn check_translation(document: &Document) -> Vec<Diagnostic> {
    let (path, common) = (&document.path, &document.common);
    let mut problems = Vec::new();
    if let Some(hash) = common.source_hash.as_ref().filter(|hash| !is_fingerprint(&hash.value)) {
        let message = say!("front.noFingerprint", hash = &hash.value);
        let problem = Diagnostic::error(Code::FrontValue, path, hash.span.clone(), message);
        problems.push(problem.with_hint(say!("front.fingerprintHint", path)));
    }
    let is_human = common.review.as_ref().is_some_and(|review| review.value == WrittenReview::Human);
    for key in ["reviewedBy", "reviewedOn"] {
        let place = document.written(key).and_then(HeadValue::span);
        if let Some(place) = place.filter(|_| !is_human) {
            let message = say!("front.needsReview", key);
            let problem = Diagnostic::error(Code::FrontReview, path, place, message);
            problems.push(problem.with_hint(say!("front.needsReviewHint")));
        }
    }
    problems.extend(common.reviewed_on.as_ref().and_then(|date| time::date(path, date).err()));
    problems
}

fn is_fingerprint(text: &str) -> bool {
    text.len() == FINGERPRINT_DIGITS && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
