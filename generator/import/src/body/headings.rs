//! Headings: one level down where a text had one of the first, and with the names by which links found them.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::Around;
use crate::edits::Edits;

/// One heading of a text.
struct Heading {
    span: Range<usize>,
    level: HeadingLevel,
    /// The name that its writer gave.
    id: Option<String>,
    has_attributes: bool,
    words: String,
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

/// The name that both programs make of a heading's words, and GitHub: small letters, dashes for blanks.
fn name(words: &str) -> String {
    let letters = words.trim().to_lowercase();
    let letters = letters.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    letters.map(|c| if c == ' ' { '-' } else { c }).collect()
}

/// The names of all headings; of equal ones the second has a number.
fn names(headings: &[Heading]) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for heading in headings {
        let base = heading.id.clone().unwrap_or_else(|| name(&heading.words));
        let count = seen.entry(base.clone()).or_insert(0);
        all.push(if *count == 0 { base.clone() } else { format!("{base}-{count}") });
        *count += 1;
    }
    all
}

/// Puts down the names that somebody links to, and moves levels down by one where there is a first.
pub(super) fn keep(around: Around<'_>, text: &str, events: &[(Event<'_>, Range<usize>)], edits: &mut Edits) {
    let headings = headings(events);
    let is_deep = headings.iter().any(|heading| heading.level == HeadingLevel::H1);
    let names = names(&headings);
    for (heading, name) in headings.iter().zip(&names) {
        let source = text[heading.span.clone()].trim_end();
        let level = (heading.level as usize + usize::from(is_deep)).min(6);
        let is_wanted = heading.id.is_some() || around.wanted.contains(&name.to_lowercase());
        let is_marked = source.starts_with('#');
        // Two lines with a line of dashes below, or marks that needn't change.
        if heading.words.trim().is_empty() {
            edits.replace(heading.span.start..heading.span.start + source.len(), "");
            continue;
        }
        if !is_deep && !heading.has_attributes && (heading.id.is_some() || !is_wanted) {
            continue;
        }
        let words = match is_marked {
            true => without_marks(source).to_owned(),
            false => source.rsplit_once('\n').map_or(source, |(words, _)| words).replace('\n', " "),
        };
        let words = match words
            .rfind('{')
            .filter(|_| words.ends_with('}') && (heading.id.is_some() || heading.has_attributes))
        {
            Some(brace) => words[..brace].trim_end().to_owned(),
            None => words,
        };
        let usable = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !name.is_empty();
        let anchor = if is_wanted && usable { format!(" {{#{name}}}") } else { String::new() };
        // Only the marks and the end change, so that links within the words are replaced on their own.
        if is_marked {
            let marks = source.len() - source.trim_start_matches('#').len();
            let start = heading.span.start;
            edits.replace(start..start + marks, "#".repeat(level));
            let inner = source.find(&words).map_or(source.len(), |at| at + words.len());
            edits.replace(start + inner..start + source.len(), anchor);
        } else {
            let end = source.rfind('\n').unwrap_or(source.len());
            let start = heading.span.start;
            edits.replace(start..start, format!("{} ", "#".repeat(level)));
            edits.replace(start + end..start + source.len(), anchor);
        }
    }
}

/// The words between the marks; a `#` that no blank parts from a word belongs to it.
fn without_marks(source: &str) -> &str {
    let words = source.trim_start_matches('#').trim();
    let open = words.trim_end_matches('#');
    if open.ends_with([' ', '\t']) { open.trim_end() } else { words }
}

/// The name in the new text of a heading to which an old link leads.
pub(super) fn find(body: &str, anchor: &str) -> Option<String> {
    let events: Vec<_> =
        Parser::new_ext(body, Options::ENABLE_HEADING_ATTRIBUTES).into_offset_iter().collect();
    let wanted = anchor.to_lowercase();
    names(&headings(&events)).into_iter().find(|name| name.to_lowercase() == wanted)
}
