//! The words that a translation was made from and those of today → what changed between them.

use similar::TextDiff;

use super::collect;
use super::report::{DocumentStatus, SourceChange};
use crate::document;
use crate::source::Source;

/// Lines around a change that stay the same.
const CONTEXT: usize = 1;

/// What changed since each stale translation of a document; `older` finds words by their fingerprint.
pub(super) fn since(
    document: &DocumentStatus,
    source: &Source,
    older: impl Fn(&str) -> Option<String>,
) -> Vec<SourceChange> {
    let path = &document.source.path;
    let now = || source.text(path).ok().and_then(|text| document::of_file(path, &text)).unwrap_or_default();
    let change =
        |from: &str| SourceChange { from: from.to_owned(), diff: older(from).map(|old| diff(&old, &now())) };
    collect::older(document).into_keys().map(change).collect()
}

/// A unified diff of sentences, without its header: the place in the file says nothing, as facts are left out.
fn diff(old: &str, new: &str) -> String {
    let (old, new) = (sentences(old), sentences(new));
    let diff = TextDiff::from_lines(&old, &new);
    let unified = diff.unified_diff().context_radius(CONTEXT).to_string();
    unified.lines().filter(|line| !line.starts_with("@@")).map(|line| format!("{line}\n")).collect()
}

/// A line for each sentence: a paragraph is one long line in the file, and mostly one sentence of it changes.
fn sentences(text: &str) -> String {
    let mut lines = String::with_capacity(text.len());
    let mut before = ' ';
    for c in text.chars() {
        let is_end = c == ' ' && matches!(before, '.' | '!' | '?' | '؟' | '…');
        lines.push(if is_end { '\n' } else { c });
        before = c;
    }
    lines
}
