//! Addresses in running text become links: `see https://example.org/.`

use super::step::{BodyStep, Node};
use memchr::memmem;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Links the addresses that stand in text, but not inside links, pictures or code.
pub(super) fn link(steps: Vec<BodyStep>) -> Vec<BodyStep> {
    let found = found(&steps);
    if found.is_empty() {
        return steps;
    }
    let mut linked = Vec::with_capacity(steps.len() + 3 * found.len());
    let mut found = found.into_iter().peekable();
    for (index, step) in steps.into_iter().enumerate() {
        match found.next_if(|(at, _)| *at == index) {
            Some((_, addresses)) => split(&step, &addresses, &mut linked),
            None => linked.push(step),
        }
    }
    linked
}

/// The steps with addresses, and where these stand in their text.
fn found(steps: &[BodyStep]) -> Vec<(usize, Vec<Range<usize>>)> {
    let mut found = Vec::new();
    let mut inside = 0usize;
    for (index, step) in steps.iter().enumerate() {
        match &step.node {
            Node::Plain(Event::Start(Tag::Link { .. } | Tag::Image { .. })) => inside += 1,
            Node::Plain(Event::End(TagEnd::Link | TagEnd::Image)) => inside = inside.saturating_sub(1),
            Node::Plain(Event::Text(text)) if inside == 0 && has_address(text) => {
                found.extend(
                    Some(addresses(text)).filter(|found| !found.is_empty()).map(|found| (index, found)),
                );
            }
            _ => {}
        }
    }
    found
}

/// Hardly any text has one, so the look for it is the quickest there is.
fn has_address(text: &str) -> bool {
    memmem::find(text.as_bytes(), b"://").is_some()
}

/// Writes the text of `step` with its addresses as links.
fn split(step: &BodyStep, found: &[Range<usize>], linked: &mut Vec<BodyStep>) {
    let text = step.as_text().unwrap_or_default();
    // An entity or a backslash makes the source longer than the text; then the whole step is meant.
    let exact = step.span.len() == text.len();
    let span = |range: &Range<usize>| match exact {
        true => step.span.start + range.start..step.span.start + range.end,
        false => step.span.clone(),
    };
    let push_text = |range: Range<usize>, linked: &mut Vec<BodyStep>| {
        if !range.is_empty() {
            linked.push(BodyStep::text(&text[range.clone()], span(&range)));
        }
    };
    let mut end = 0;
    for range in found {
        push_text(end..range.start, linked);
        linked.extend(BodyStep::autolink(&text[range.clone()], &span(range)));
        end = range.end;
    }
    push_text(end..text.len(), linked);
}

/// Where addresses stand in `text`.
fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(offset) = text[from..].find("http") {
        let start = from + offset;
        let rest = &text[start..];
        let scheme = ["https://", "http://"].into_iter().find(|scheme| rest.starts_with(scheme));
        let free = !text[..start].ends_with(char::is_alphanumeric);
        let length = scheme.filter(|_| free).and_then(|scheme| address_length(rest, scheme.len()));
        if let Some(length) = length {
            found.push(start..start + length);
        }
        from = start + length.unwrap_or("http".len());
    }
    found
}

/// How far the address at the beginning of `text` goes, if there is a host behind the scheme.
fn address_length(text: &str, scheme: usize) -> Option<usize> {
    let stop = |c: char| {
        c.is_whitespace()
            || c.is_control()
            || matches!(c, '<' | '>' | '"' | '`' | '«' | '»' | '“' | '”' | '|' | '\\')
    };
    let address = trim(&text[..text.find(stop).unwrap_or(text.len())]);
    let host = address.get(scheme..)?;
    host.starts_with(char::is_alphanumeric).then_some(address.len())
}

/// Leaves the punctuation of the sentence out, and a bracket that was opened before the address.
fn trim(mut address: &str) -> &str {
    while let Some(last) = address.chars().last() {
        let unopened =
            |open, close| last == close && address.matches(close).count() > address.matches(open).count();
        let outside = matches!(
            last,
            '.' | ',' | ':' | ';' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | '’' | '،' | '؛' | '؟'
        ) || unopened('(', ')')
            || unopened('[', ']');
        if !outside {
            break;
        }
        address = &address[..address.len() - last.len_utf8()];
    }
    address
}
