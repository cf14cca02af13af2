//! Where words stand in a body, among marks, code, addresses and HTML.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::read;

/// The bytes of a body that are words for readers.
pub(crate) fn wording(body: &str) -> Vec<Range<usize>> {
    let mut is_code = false;
    let mut places = Vec::new();
    for (event, place) in Parser::new_ext(body, read::options()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => is_code = true,
            Event::End(TagEnd::CodeBlock) => is_code = false,
            Event::Text(_) if !is_code => places.push(place),
            Event::Start(Tag::Image { title, .. } | Tag::Link { title, .. }) => {
                places.extend(caption(body, place, &title));
            }
            _ => {}
        }
    }
    places
}

/// Where the words in quotation marks stand of a link or a picture, if it has some.
fn caption(body: &str, within: Range<usize>, title: &str) -> Option<Range<usize>> {
    let at = body[within.clone()].rfind(title).filter(|_| !title.is_empty())?;
    Some(within.start + at..within.start + at + title.len())
}
