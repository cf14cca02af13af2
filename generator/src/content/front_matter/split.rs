//! A file → its head and its body, or what is wrong with the lines between which the head stands.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, say};

/// A file cut in two.
#[derive(Clone, Debug)]
pub(crate) struct SplitFile {
    /// From the first byte of the file to the closing `---`, so that places in it are the file's.
    pub(crate) head: Range<usize>,
    /// What follows the closing `---`.
    pub(crate) body: Range<usize>,
}

/// Cuts a file into its head and its body. Empty lines before it and blanks behind its marks don't matter.
pub(crate) fn split(path: &str, text: &str) -> Result<SplitFile, Diagnostic> {
    let opening = opening(text).ok_or_else(|| none(path, text))?;
    let mut start = opening;
    for line in text[opening..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            let parts = SplitFile { head: 0..start, body: start + line.len()..text.len() };
            return nonempty(path, text, opening, parts);
        }
        start += line.len();
    }
    Err(unclosed(path, text, opening))
}

/// The end of the opening line.
fn opening(text: &str) -> Option<usize> {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        start += line.len();
        match line.trim_matches([' ', '\t', '\n']) {
            "" => {}
            "---" => return Some(start),
            _ => return None,
        }
    }
    None
}

fn none(path: &str, text: &str) -> Diagnostic {
    let skipped = text.len() - text.trim_start().len();
    let first = text[skipped..].lines().next().unwrap_or_default().trim_end();
    let problem = |place: Range<usize>| Diagnostic::error(Code::FrontNone, path, place, say!("front.none"));
    let is_key =
        first.split_once(':').is_some_and(|(key, _)| key.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    if is_dashes(first) {
        return problem(skipped..skipped + first.len()).with_hint(say!("front.dashesFirst"));
    }
    if is_key && !first.starts_with(':') {
        return problem(skipped..skipped + first.len()).with_hint(say!("front.dashesAround", first));
    }
    problem(0..0).with_hint(say!("front.noneHint"))
}

fn unclosed(path: &str, text: &str, opening: usize) -> Diagnostic {
    let mut start = opening;
    for line in text[opening..].split_inclusive('\n') {
        if is_dashes(line.trim()) {
            let problem = Diagnostic::error(
                Code::FrontUnclosed,
                path,
                start..start + line.trim_end().len(),
                say!("front.noEnd"),
            );
            return problem.with_hint(say!("front.dashes"));
        }
        start += line.len();
    }
    let opens = text.find("---").unwrap_or_default();
    let problem = Diagnostic::error(Code::FrontUnclosed, path, opens..opens + 3, say!("front.unclosed"));
    problem.with_hint(say!("front.unclosedHint"))
}

/// Whether a line may be meant as `---`: two hyphens or four, long dashes that a program makes of them, blanks that can't
/// be seen among them.
fn is_dashes(line: &str) -> bool {
    let is_dash = |c: char| matches!(c, '-' | '‐'..='―' | '−' | '_' | '+');
    let is_blank =
        |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}');
    line.chars().any(is_dash) && line.chars().all(|c| is_dash(c) || is_blank(c)) && !line.starts_with("- ")
}

fn nonempty(path: &str, text: &str, opening: usize, parts: SplitFile) -> Result<SplitFile, Diagnostic> {
    let has_key = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    if text[opening..parts.head.end].lines().any(has_key) {
        return Ok(parts);
    }
    let opens = text.find("---").unwrap_or_default();
    let problem = Diagnostic::error(Code::FrontEmpty, path, opens..opens + 3, say!("front.empty"));
    Err(problem.with_hint(say!("front.emptyHint")))
}
