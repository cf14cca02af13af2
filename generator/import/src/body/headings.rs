//! Headings: one level down where a text had one of the first, and with the names by which links found them.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::{Around, OldText, anchors};
use crate::edits::Edits;

/// One heading of a text.
pub(super) struct Heading {
    span: Range<usize>,
    pub(super) level: HeadingLevel,
    /// The name that its writer gave.
    pub(super) id: Option<String>,
    has_attributes: bool,
    pub(super) words: String,
}

fn headings(events: &[(Event<'_>, Range<usize>)]) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut is_open = false;
    for (event, span) in events {
        match event {
            Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                is_open = true;
                found.push(Heading {
                    span: span.clone(),
                    level: *level,
                    id: id.as_ref().map(ToString::to_string),
                    has_attributes: !classes.is_empty() || !attrs.is_empty(),
                    words: String::new(),
                });
            }
            Event::End(TagEnd::Heading(_)) => is_open = false,
            Event::Text(words) | Event::Code(words) if is_open => {
                if let Some(heading) = found.last_mut() {
                    heading.words.push_str(words);
                }
            }
            _ => {}
        }
    }
    found
}

/// The headings of a text.
pub(super) fn read(text: &str) -> Vec<Heading> {
    let events: Vec<_> =
        Parser::new_ext(text, Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter().collect();
    headings(&events)
}

/// Puts down the names that somebody links to, and moves levels down by one where there is a first.
pub(super) fn keep(
    around: Around<'_>,
    old: OldText<'_>,
    text: &str,
    events: &[(Event<'_>, Range<usize>)],
    edits: &mut Edits,
) {
    let headings = headings(events);
    let is_deep = headings.iter().any(|heading| heading.level == HeadingLevel::H1);
    let names = anchors::names(&headings, around.program);
    for (heading, name) in headings.iter().zip(&names) {
        let source = text[heading.span.clone()].trim_end();
        let level = (heading.level as usize + usize::from(is_deep)).min(6);
        if heading.words.trim().is_empty() {
            edits.replace(heading.span.start..heading.span.start + source.len(), "");
            continue;
        }
        let known = old.index.and_then(|index| around.anchors.new_name(index, name));
        let own = heading.id.as_deref().filter(|id| *id == name && anchors::is_usable(id));
        let id = known.unwrap_or(own);
        if is_deep || heading.has_attributes || heading.id.as_deref() != id {
            change(source, heading, level, id, edits);
        }
    }
}

/// Writes another level and another name; the words between them are left, so that links in them are replaced on their own.
fn change(source: &str, heading: &Heading, level: usize, id: Option<&str>, edits: &mut Edits) {
    let start = heading.span.start;
    let is_marked = source.starts_with('#');
    let words = match is_marked {
        true => without_marks(source),
        // Two lines or more: words, and dashes below.
        false => source.rsplit_once('\n').map_or(source, |(words, _)| words).trim_end(),
    };
    let has_braces = words.ends_with('}') && (heading.id.is_some() || heading.has_attributes);
    let words = match words.rfind('{').filter(|_| has_braces) {
        Some(brace) => words[..brace].trim_end(),
        None => words,
    };
    let first = source.find(words).unwrap_or_default();
    let last = first + words.len();
    edits.replace(start..start + first, format!("{} ", "#".repeat(level)));
    for (at, _) in words.match_indices('\n') {
        edits.replace(start + first + at..start + first + at + 1, " ");
    }
    let anchor = id.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
    edits.replace(start + last..start + source.len(), anchor);
}

/// The words between the marks; a `#` that no blank parts from a word belongs to it.
fn without_marks(source: &str) -> &str {
    let words = source.trim_start_matches('#').trim();
    let open = words.trim_end_matches('#');
    if open.ends_with([' ', '\t']) { open.trim_end() } else { words }
}
