//! The sentence or two with which lists show a text.

use generator::content::Kind;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::document::Asked;
use crate::loss::{LossKind, Losses};

/// How long a summary may be.
const SUMMARY: usize = 200;

/// What its writer said, or the first words of the text.
pub(super) fn of(asked: &Asked<'_>, body: &str, losses: &mut Losses) -> Option<String> {
    let page = asked.page;
    let written = page.head.text(&["description", "summary", "excerpt", "subtitle"]);
    let needed = asked.place.kind != Kind::Page;
    let (text, line) = match written {
        Some(text) if text.chars().count() <= SUMMARY => return Some(text),
        Some(text) => (text, page.head.line("description")),
        None if !needed => return None,
        None => (first_paragraph(body), page.lines_before + 1),
    };
    // A text of lists and pictures only.
    let text = if text.is_empty() { super::document::title(page) } else { text };
    let short = shortened(&text);
    losses.add(LossKind::Summary, &page.file, line, short.as_str());
    (!short.is_empty()).then_some(short)
}

/// The words of the first paragraph, without marks.
fn first_paragraph(body: &str) -> String {
    let mut words = String::new();
    let mut is_in = false;
    for event in Parser::new(body) {
        match event {
            Event::Start(Tag::Paragraph) => is_in = true,
            Event::End(TagEnd::Paragraph)
                if words.trim().chars().count() > 20 && !words.trim_start().starts_with(":::") =>
            {
                break;
            }
            Event::End(TagEnd::Paragraph) => {
                words.clear();
                is_in = false;
            }
            Event::Text(text) | Event::Code(text) if is_in => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak if is_in => words.push(' '),
            _ => {}
        }
    }
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whole sentences that are short enough, or whole words.
fn shortened(text: &str) -> String {
    if text.chars().count() <= SUMMARY {
        return text.to_owned();
    }
    let end = text.char_indices().nth(SUMMARY - 1).map_or(text.len(), |(at, _)| at);
    let start = &text[..end];
    match start.rfind(['.', '!', '?', '。', '؟']).filter(|at| *at > 60) {
        Some(at) => start[..at + start[at..].chars().next().map_or(1, char::len_utf8)].to_owned(),
        None => format!("{}…", start.rsplit_once(' ').map_or(start, |(words, _)| words)),
    }
}
