//! A document → what a site wants to know of it, with the places of what will be written otherwise.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::anchor::Anchors;

/// A document that is a page of the manual.
#[derive(Clone, Debug)]
pub(crate) struct Page<'t> {
    /// `start` of `docs/start.md`.
    pub(crate) name: String,
    pub(crate) text: &'t str,
    /// Its first heading.
    pub(crate) title: String,
    /// Its first paragraph.
    pub(crate) summary: String,
    /// Where its text begins, behind both.
    pub(crate) body: usize,
    pub(crate) headings: Vec<Heading>,
    pub(crate) links: Vec<Link>,
}

/// A heading of the text.
#[derive(Clone, Debug)]
pub(crate) struct Heading {
    /// Where its line ends.
    pub(crate) end: usize,
    /// What links call it.
    pub(crate) anchor: String,
}

/// A link or a picture.
#[derive(Clone, Debug)]
pub(crate) struct Link {
    /// From its first bracket to its last.
    pub(crate) place: Range<usize>,
    pub(crate) target: String,
    pub(crate) is_picture: bool,
}

/// Reads a document. It has a heading, and a paragraph of words without links below it.
pub(crate) fn read<'t>(name: &str, text: &'t str) -> Page<'t> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_GFM | Options::ENABLE_STRIKETHROUGH;
    let mut events = Parser::new_ext(text, options).into_offset_iter();
    let title = words_of(&mut events, |tag| matches!(tag, Tag::Heading { level: HeadingLevel::H1, .. }));
    let summary = words_of(&mut events, |tag| matches!(tag, Tag::Paragraph));
    let begun = title.zip(summary);
    let ((title, _), (summary, body)) =
        begun.unwrap_or_else(|| panic!("docs/{name}.md doesn't begin with a heading and a paragraph"));
    let mut page =
        Page { name: name.to_owned(), text, title, summary, body, headings: Vec::new(), links: Vec::new() };
    let (mut anchors, mut heading) = (Anchors::default(), None);
    for (event, place) in events {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let end = place.start + text[place].trim_end().len();
                let anchor = anchors.next(&heading.take().unwrap_or_default());
                page.headings.push(Heading { end, anchor });
            }
            Event::Start(Tag::Link { dest_url, .. }) => {
                page.links.push(Link { place, target: dest_url.to_string(), is_picture: false });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                page.links.push(Link { place, target: dest_url.to_string(), is_picture: true });
            }
            Event::Text(words) | Event::Code(words) => {
                heading.iter_mut().for_each(|heading| heading.push_str(&words));
            }
            _ => {}
        }
    }
    page
}

/// The words of the next block, which is of this kind, and where it ends.
fn words_of<'t>(
    events: &mut impl Iterator<Item = (Event<'t>, Range<usize>)>,
    is_it: impl Fn(&Tag<'t>) -> bool,
) -> Option<(String, usize)> {
    let (Event::Start(tag), place) = events.next()? else { return None };
    if !is_it(&tag) {
        return None;
    }
    let end = tag.to_end();
    let mut words = String::new();
    for (event, _) in events {
        match event {
            Event::End(tag) if tag == end => break,
            Event::Text(text) | Event::Code(text) => words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            // It would be lost.
            Event::Start(Tag::Link { .. } | Tag::Image { .. }) => return None,
            _ => {}
        }
    }
    Some((words, place.end))
}
