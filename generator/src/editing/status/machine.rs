//! The report for programs: one JSON object, or GitHub's workflow commands.

use std::collections::BTreeMap;

use super::report::{DocumentStatus, Report, State, TranslationStatus};
use crate::diagnostic::{self, Code, Diagnostic, Names, Sentence, say};

/// The whole report, one key a line.
pub(super) fn json(report: &Report) -> String {
    let mut json = serde_json::to_string_pretty(report).expect("plain data with text keys");
    json.push('\n');
    json
}

/// A warning at each file that lags behind; at the source where a translation is missing.
pub(super) fn github(report: &Report, texts: &BTreeMap<String, String>) -> String {
    diagnostic::draw(&warnings(report), texts, diagnostic::Format::Github)
}

/// The report as warnings at its files.
#[must_use]
pub fn warnings(report: &Report) -> Vec<Diagnostic> {
    let of = |document: &DocumentStatus| -> Vec<Diagnostic> {
        document.translations.iter().filter_map(|translation| warning(document, translation)).collect()
    };
    report.documents.iter().flat_map(of).chain(report.words.iter().cloned()).collect()
}

fn warning(document: &DocumentStatus, translation: &TranslationStatus) -> Option<Diagnostic> {
    let source = &document.source.path;
    let path = translation.path.as_deref().unwrap_or(source);
    let accept = say!("translation.acceptHint", path);
    let at = |code, message: Sentence| Diagnostic::warning(code, path, translation.place.clone(), message);
    Some(match translation.state {
        State::Current => return None,
        State::Missing => {
            let lang = &translation.lang;
            at(Code::TranslationMissing, say!("translation.missing", id = &document.id, lang))
        }
        State::Unknown => at(Code::TranslationUnknown, say!("translation.unknown", source)).with_hint(accept),
        State::Stale if !translation.lacks.is_empty() => {
            let names = Names::of(&translation.lacks);
            at(Code::TranslationStale, say!("translation.lacks", names = names, source))
        }
        State::Stale => {
            let from = translation.source_hash.as_deref().unwrap_or_default();
            let change = document.changes.iter().find(|change| change.from == from);
            let diff = change.and_then(|change| change.diff.as_deref());
            let diff = diff.map_or_else(String::new, |diff| format!("\n{}", diff.trim_end()));
            at(Code::TranslationStale, say!("translation.stale", source, diff)).with_hint(accept)
        }
    })
}
