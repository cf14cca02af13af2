//! The report for programs: one JSON object, or GitHub's workflow commands.

use std::collections::BTreeMap;

use super::report::{DocumentStatus, Report, State, TranslationStatus};
use crate::diagnostic::{self, Code, Diagnostic, quoted_list};

/// The whole report, one key a line.
pub(super) fn json(report: &Report) -> String {
    let mut json = serde_json::to_string_pretty(report).expect("plain data with text keys");
    json.push('\n');
    json
}

/// A warning at each file that lags behind; at the source where a translation is missing.
pub(super) fn github(report: &Report, texts: &BTreeMap<String, String>) -> String {
    let of = |document| warnings(document);
    let mut diagnostics: Vec<Diagnostic> = report.documents.iter().flat_map(of).collect();
    diagnostics.extend(report.words.iter().cloned());
    diagnostic::draw(&diagnostics, texts, diagnostic::Format::Github)
}

fn warnings(document: &DocumentStatus) -> Vec<Diagnostic> {
    document.translations.iter().filter_map(|translation| warning(document, translation)).collect()
}

fn warning(document: &DocumentStatus, translation: &TranslationStatus) -> Option<Diagnostic> {
    let source = &document.source.path;
    let path = translation.path.as_deref().unwrap_or(source);
    let accept = format!("when its words are right again: `spaces status --accept {path}`");
    let at = |code, message: String| Diagnostic::warning(code, path, translation.place.clone(), message);
    Some(match translation.state {
        State::Current => return None,
        State::Missing => {
            let lang = &translation.lang;
            at(Code::TranslationMissing, format!("`{}` has no translation into `{lang}`", document.id))
        }
        State::Unknown => at(
            Code::TranslationUnknown,
            format!("this doesn't say from which words of `{source}` it was made"),
        )
        .with_hint(accept),
        State::Stale if !translation.lacks.is_empty() => {
            let lacks = quoted_list(&translation.lacks);
            at(
                Code::TranslationStale,
                format!("this has no words for {lacks}, and readers see those of `{source}`"),
            )
        }
        State::Stale => {
            let from = translation.source_hash.as_deref().unwrap_or_default();
            let change = document.changes.iter().find(|change| change.from == from);
            let diff = change.and_then(|change| change.diff.as_deref());
            let diff = diff.map_or_else(String::new, |diff| format!("\n{}", diff.trim_end()));
            at(Code::TranslationStale, format!("`{source}` has changed since this was made{diff}"))
                .with_hint(accept)
        }
    })
}
