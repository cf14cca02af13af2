//! The report: plain data, whose JSON is the format for programs.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::lang::Lang;

/// How all translations stand.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// Of this shape; a key may be added without a new number.
    pub version: u32,
    /// Those that were asked for, in the site's order.
    pub languages: Vec<Lang>,
    /// In numbers, for each of these languages.
    pub counts: BTreeMap<Lang, StatusCounts>,
    /// By id.
    pub documents: Vec<DocumentStatus>,
    /// What the interface, the forms, organisations and topics don't say in some language, one by one. Readers see the
    /// words of another language there.
    #[serde(serialize_with = "messages")]
    pub words: Vec<Diagnostic>,
}

/// Documents in numbers. Each is current, stale, unknown, missing or original.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusCounts {
    /// Written in this language.
    pub original: usize,
    /// Made from the source's present words.
    pub current: usize,
    /// Made from older words.
    pub stale: usize,
    /// Made from nobody knows which words.
    pub unknown: usize,
    /// Not there.
    pub missing: usize,
    /// Texts of the interface, of forms and of the site's files that this language lacks.
    pub words: usize,
    /// Of those that are there: made by a machine and read by nobody.
    pub machine: usize,
    /// Of those that are there: read by a person.
    pub human: usize,
}

/// One document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DocumentStatus {
    /// `stories/bread`.
    pub id: String,
    /// What it is translated from.
    pub source: SourceFile,
    /// One for each language that was asked for, but the source's own.
    pub translations: Vec<TranslationStatus>,
    /// What changed since a stale translation was made, one for each older text.
    pub changes: Vec<SourceChange>,
}

/// The file that a document was written in.
#[derive(Debug, Serialize)]
pub struct SourceFile {
    /// Its language.
    pub lang: Lang,
    /// The file.
    pub path: String,
    /// The fingerprint of its words.
    pub hash: String,
}

/// One language of a document.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TranslationStatus {
    /// Its language.
    pub lang: Lang,
    /// Compared with the source.
    pub state: State,
    /// The keys at which the source has words and this language hasn't.
    pub lacks: Vec<&'static str>,
    /// The file; none when it is missing.
    pub path: Option<String>,
    /// Who has read it: `machine` is nobody.
    pub review: Option<&'static str>,
    /// As the person wants to be called.
    pub reviewed_by: Option<String>,
    /// As it is written in the file.
    pub reviewed_on: Option<String>,
    /// The fingerprint of the words that it was made from.
    pub source_hash: Option<String>,
    /// An address that its title would make, where it has none of its own.
    pub suggested_slug: Option<String>,
    /// Where `sourceHash` stands.
    #[serde(skip)]
    pub place: Option<Range<usize>>,
}

/// How a translation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Made from the source's present words.
    Current,
    /// Made from older words, or of fewer.
    Stale,
    /// Doesn't say what it was made from.
    Unknown,
    /// Not there.
    Missing,
}

/// What changed in a source since some of its translations were made.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceChange {
    /// The fingerprint of the older words.
    pub from: String,
    /// A unified diff of the words; none when git doesn't know the older ones.
    pub diff: Option<String>,
}

/// The person who read a translation, and when; for [`super::accept()`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Acceptance<'a> {
    pub(super) name: &'a str,
    pub(super) on: Date,
}

impl Report {
    /// Whether something is missing or stale.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        !self.words.is_empty() || self.counts.values().any(|counts| counts.stale + counts.missing > 0)
    }

    /// The files at whose lines something is said.
    pub(super) fn marked(&self) -> impl Iterator<Item = &str> {
        let translations = self.documents.iter().flat_map(|document| &document.translations);
        let behind = translations.filter(|translation| translation.state != State::Current);
        let with_place = behind.filter(|translation| translation.place.is_some());
        let words = self.words.iter().map(|word| word.path.as_str());
        with_place.filter_map(|translation| translation.path.as_deref()).chain(words)
    }
}

fn messages<S: serde::Serializer>(words: &[Diagnostic], serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct ReportWords<'a> {
        path: &'a str,
        langs: &'a [String],
        message: &'a str,
    }
    let words =
        words.iter().map(|Diagnostic { path, langs, message, .. }| ReportWords { path, langs, message });
    serializer.collect_seq(words)
}
