//! An organiser's words, filled with what they name: text stays text, and a web address becomes a link if it is one of the web.
//!
//! A name is what somebody typed into a form: it stands in no subject, never becomes a link, and can't turn the words around it.

use forms::Direction;

use crate::folder::Language;
use crate::mail::{Paragraph, Span};
use crate::worker::about::Happening;
use crate::worker::letter::one_line;

/// What can be named in the words.
pub(crate) const VALUES: [&str; 5] = [NAME, "event", "when", "where", LINK];
/// What can be named in the subject.
#[cfg(feature = "office")]
pub(crate) const SUBJECT_VALUES: [&str; 3] = ["event", "when", "where"];

const NAME: &str = "name";
const LINK: &str = "link";
/// The longest name that stands in a letter.
const LONGEST_NAME: usize = 80;
/// Hebrew begins here: nothing before it is written from right to left.
const FIRST_RIGHT_TO_LEFT: char = '\u{590}';

/// A value by its name.
pub(super) type Value = (&'static str, String);

/// What the words can name.
pub(super) fn values(
    happening: Option<&Happening>,
    language: &Language,
    name: Option<&str>,
    link: Option<&str>,
) -> Vec<Value> {
    let mut values = vec![
        (NAME, name.map(plain_name).unwrap_or_default()),
        (LINK, link.filter(|link| is_of_web(link)).unwrap_or_default().to_owned()),
    ];
    if let Some(happening) = happening {
        let no_date = || language.texts.text("mail.noDate");
        values.push(("event", happening.title.clone()));
        values.push(("when", if happening.postponed { no_date() } else { happening.when.clone() }));
        values.push(("where", happening.place.clone().unwrap_or_default()));
    }
    values
}

/// A name that can stand in a letter: one line, without what turns text around. One with an address in it is nobody's.
fn plain_name(name: &str) -> String {
    let turns = |c: &char| matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let name: String = name.chars().filter(|c| !turns(c)).take(LONGEST_NAME).collect();
    let name = one_line(&name);
    let is_address = name.contains("://") || name.contains('@') || name.to_lowercase().contains("www.");
    if is_address { String::new() } else { name }
}

/// One line, with what it names.
pub(super) fn subject(template: &str, values: &[Value]) -> String {
    let filled: String = pieces(template)
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned(),
            Piece::Value(name) => value(values, name).to_owned(),
        })
        .collect();
    one_line(&filled)
}

/// The paragraphs, filled. One that names a link that isn't there is left out, and so is one that names nothing that is there.
pub(super) fn paragraphs(text: &str, values: &[Value], dir: Direction) -> Vec<Paragraph> {
    let text = text.replace("\r\n", "\n");
    let blocks = text.split("\n\n").map(str::trim).filter(|block| !block.is_empty());
    let says = |block: &&str| {
        let named: Vec<&str> = named(block).filter(|name| VALUES.contains(name)).collect();
        let has = |name: &&str| !value(values, name).is_empty();
        let is_there = named.is_empty() || named.iter().any(has);
        is_there && (!named.contains(&LINK) || has(&LINK))
    };
    blocks.filter(says).map(|block| Paragraph::Written(spans(block, values, dir))).collect()
}

fn spans(block: &str, values: &[Value], dir: Direction) -> Vec<Span> {
    let mut spans = Vec::new();
    for piece in pieces(block) {
        match piece {
            Piece::Text(text) => links(text, &mut spans),
            Piece::Value(LINK) => spans.push(Span::Link(value(values, LINK).to_owned())),
            Piece::Value(name) => spans.push(Span::Text(isolated(value(values, name), dir))),
        }
    }
    spans
}

/// A value in other letters than the text around it stands in isolates (Unicode, UAX 9).
fn isolated(value: &str, dir: Direction) -> String {
    match dir {
        Direction::Ltr if value.chars().all(|c| c < FIRST_RIGHT_TO_LEFT) => value.to_owned(),
        Direction::Ltr | Direction::Rtl => format!("\u{2068}{value}\u{2069}"),
    }
}

/// Parts web addresses from the words around them.
fn links(text: &str, into: &mut Vec<Span>) {
    let mut rest = text;
    while let Some(at) = ["https://", "http://"].iter().filter_map(|start| rest.find(start)).min() {
        let (before, from) = rest.split_at(at);
        let ends = from.find(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
        let address = &from[..ends.unwrap_or(from.len())];
        // What closes a sentence is none of it.
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '»', '”', '’']);
        let has_host = address.split_once("://").is_some_and(|(_, host)| !host.is_empty());
        into.push(Span::Text(before.to_owned()));
        let span = address.to_owned();
        into.push(if has_host { Span::Link(span) } else { Span::Text(span) });
        rest = &from[address.len()..];
    }
    into.push(Span::Text(rest.to_owned()));
    into.retain(|span| !matches!(span, Span::Text(text) if text.is_empty()));
}

fn is_of_web(link: &str) -> bool {
    let is_web = link.starts_with("https://") || link.starts_with("http://");
    is_web && !link.contains(|c: char| c.is_whitespace() || c.is_control())
}

fn value<'v>(values: &'v [Value], name: &str) -> &'v str {
    values.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

enum Piece<'t> {
    Text(&'t str),
    Value(&'t str),
}

/// Text and names in braces. What stands in braces and is no value of ours stays as it is.
fn pieces(template: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = template;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let found = VALUES.iter().filter_map(|name| Some((rest.find(&format!("{{{name}}}"))?, *name))).min();
        let (piece, after) = match found {
            Some((0, name)) => (Piece::Value(name), &rest[name.len() + 2..]),
            Some((at, _)) => (Piece::Text(&rest[..at]), &rest[at..]),
            None => (Piece::Text(rest), ""),
        };
        rest = after;
        Some(piece)
    })
}

/// The words in braces that look like names of values, known or not.
pub(crate) fn named(template: &str) -> impl Iterator<Item = &str> {
    template.split('{').skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once('}')?;
        (!name.is_empty() && name.chars().all(char::is_alphanumeric)).then_some(name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans_of(block: &str, values: &[Value]) -> Vec<Span> {
        spans(block, values, Direction::Ltr)
    }

    fn text(text: &str) -> Span {
        Span::Text(text.to_owned())
    }

    #[test]
    fn only_addresses_of_the_web_become_links() {
        let link = |url: &str| Span::Link(url.to_owned());
        let spans = spans_of("See https://a.example/x?y=1. Or (http://b.example/)!", &[]);
        assert_eq!(
            spans,
            [
                text("See "),
                link("https://a.example/x?y=1"),
                text(". Or ("),
                link("http://b.example/"),
                text(")!")
            ]
        );
        let none = "javascript:alert(1) data:text/html,x ftp://x mailto:a@b https:// <b>";
        assert!(spans_of(none, &[]).iter().all(|span| matches!(span, Span::Text(_))));
    }

    #[test]
    fn a_name_is_text_whatever_it_says() {
        for (typed, stands) in [
            ("Amina\nBcc: x", "Amina Bcc: x"),
            ("\u{202e}anima", "anima"),
            ("https://evil.example", ""),
            ("www.evil.example", ""),
            ("{link}", "{link}"),
            ("<b>Bo</b>", "<b>Bo</b>"),
        ] {
            assert_eq!(plain_name(typed), stands, "{typed}");
            let values = [(NAME, plain_name(typed)), (LINK, "https://room.example".to_owned())];
            assert_eq!(spans_of("{name}", &values), [text(stands)], "{typed}");
        }
        assert_eq!(isolated("ليلى", Direction::Ltr), "\u{2068}ليلى\u{2069}");
    }

    #[test]
    fn a_paragraph_without_what_it_names_is_left_out() {
        let values = [(NAME, "Bo".to_owned()), (LINK, String::new())];
        let shown = paragraphs(
            "Hi {name}\r\n\r\n{name}, come in: {link}\n\n{where}\n\n{thing}",
            &values,
            Direction::Ltr,
        );
        assert_eq!(
            shown,
            [Paragraph::Written(vec![text("Hi "), text("Bo")]), Paragraph::Written(vec![text("{thing}")])]
        );
    }
}
