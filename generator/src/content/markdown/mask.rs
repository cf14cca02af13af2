//! Hides directive lines from the Markdown reader as blocks of their own.
//!
//! A line that begins with `:::` must end whatever stands above it, also a list or a table that
//! would otherwise take it for its own next line. Markdown knows one construct that does so and may
//! be as short as three bytes: the processing instruction, `<?…?>`. Every byte keeps its place.
//!
//! Two more are hidden here from a reader that would take them for what they aren't or not for what they are (`tame`).

mod tame;

use super::read;
use pulldown_cmark::{Event, Parser, Tag};
use std::borrow::Cow;
use std::ops::Range;

/// The mark at the beginning of a directive line.
pub(super) const MARK: &str = ":::";

/// `body` as the reader is to see it.
pub(super) fn mask(body: &str) -> Cow<'_, str> {
    match tame::tame(body) {
        Some(tamed) => Cow::Owned(directives(&tamed).into_owned()),
        None => directives(body),
    }
}

pub(super) use tame::untamed;

/// `body` with its directive lines hidden; code and HTML are left as they are.
fn directives(body: &str) -> Cow<'_, str> {
    let lines = if body.contains(MARK) { directive_lines(body) } else { Vec::new() };
    if lines.is_empty() {
        return Cow::Borrowed(body);
    }
    let literal = if may_have_literal(body) { literal_ranges(body) } else { Vec::new() };
    let mut masked = body.to_owned();
    for line in lines {
        if !literal.iter().any(|range| range.contains(&line.start)) {
            masked.replace_range(line.clone(), &instruction(line.len()));
        }
    }
    Cow::Owned(masked)
}

/// The lines that look like a directive, from the mark to the end of the line. Four spaces make
/// code in Markdown, so three is the most that may stand in front.
fn directive_lines(body: &str) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let words = line.trim_start_matches(' ');
        let indent = line.len() - words.len();
        if indent <= 3 && words.starts_with(MARK) {
            let start = at + indent;
            lines.push(start..start + words.trim_end_matches(['\r', '\n']).len());
        }
        at += line.len();
    }
    lines
}

/// Whether there may be code of several lines or HTML at all: stories with a quote are common, and hardly any of them
/// has something that would cost a second reading.
fn may_have_literal(body: &str) -> bool {
    ["```", "~~~", "    ", "\t", "<"].iter().any(|mark| body.contains(mark))
}

/// Where the text is code or HTML, in which `:::` means nothing.
fn literal_ranges(body: &str) -> Vec<Range<usize>> {
    Parser::new_ext(body, read::options())
        .into_offset_iter()
        .filter(|(event, _)| {
            matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock) | Event::InlineHtml(_))
        })
        .map(|(_, range)| range)
        .collect()
}

/// A processing instruction of `length` bytes, which is three at least.
fn instruction(length: usize) -> String {
    match length.checked_sub(4) {
        Some(filler) => format!("<?{}?>", "x".repeat(filler)),
        None => "<?>".to_owned(),
    }
}
