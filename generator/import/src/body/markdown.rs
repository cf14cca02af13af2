//! Links, pictures and headings of a text without shortcodes and HTML. All else is left byte for byte.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, LinkType, Options, Parser, Tag, TagEnd};

use super::target::{self, Beside, REFERENCE, Target};
use super::{Around, Told, blocks, headings};
use crate::edits::Edits;
use crate::loss::LossKind;

/// As the pages of the new site are read.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// The text with our links.
pub(super) fn replace(
    around: Around<'_>,
    page: usize,
    text: &str,
    beside: &mut Beside,
    told: &mut Told<'_>,
) -> String {
    let mut broken = Vec::new();
    let note = |link: BrokenLink<'_>| {
        // One label alone in brackets is text for both programs.
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            broken.push(link.span);
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(text, options(), Some(note));
    let definitions: Vec<(Range<usize>, String)> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| (definition.span.clone(), definition.dest.to_string()))
        .collect();
    let events: Vec<(Event<'_>, Range<usize>)> = parser.into_offset_iter().collect();
    let mut replacing = Replacing { around, page, text, beside, told, edits: Edits::default() };
    headings::keep(around, text, &events, &mut replacing.edits);
    for (index, (event, span)) in events.iter().enumerate() {
        replacing.event(event, span, &events[index + 1..]);
    }
    for (span, target) in definitions {
        replacing.definition(span, &target);
    }
    // What looked like a link and was none is text; here it would be a mistake.
    for span in broken {
        replacing.edits.replace(span.start..span.start, "\\");
    }
    let new = std::mem::take(&mut replacing.edits).apply(text).0;
    replacing.bare_references(new)
}

struct Replacing<'r, 't> {
    around: Around<'r>,
    page: usize,
    text: &'r str,
    beside: &'r mut Beside,
    told: &'r mut Told<'t>,
    edits: Edits,
}

impl Replacing<'_, '_> {
    fn event(&mut self, event: &Event<'_>, span: &Range<usize>, rest: &[(Event<'_>, Range<usize>)]) {
        match event {
            Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. }) => {
                if let Some(new) = self.link(dest_url, span.start) {
                    self.destination(span, &new);
                }
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                self.picture(*link_type, dest_url, span, rest)
            }
            _ => {}
        }
    }

    /// What a link is to say; `None` if it may stay.
    fn link(&mut self, written: &str, at: usize) -> Option<String> {
        let old = &self.around.old.pages[self.page];
        match target::find(self.around, old, written) {
            Target::Same => {
                let anchor = written.strip_prefix('#').filter(|anchor| !anchor.is_empty())?;
                let found = headings::find(&old.body, anchor);
                if found.is_none() {
                    self.told.add(LossKind::Anchor, at, written);
                }
                Some(found.map_or_else(|| self.page_address(self.page), |found| format!("#{found}")))
            }
            Target::Page { index, anchor } => {
                let address = self.page_address(index);
                let Some(anchor) = anchor else { return Some(address) };
                match headings::find(&self.around.old.pages[index].body, &anchor) {
                    Some(found) => Some(format!("{address}#{found}")),
                    None => {
                        self.told.add(LossKind::Anchor, at, written);
                        Some(address)
                    }
                }
            }
            Target::File(path) => Some(self.beside.keep(&path)),
            Target::Old { address, is_file } => {
                let kind = if is_file { LossKind::File } else { LossKind::Link };
                self.told.add(kind, at, written.trim_start_matches(REFERENCE));
                Some(address)
            }
        }
    }

    /// What `ref` named outside of a link: its address as text, as the old program wrote it.
    fn bare_references(&mut self, mut text: String) -> String {
        while let Some(start) = text.find(REFERENCE) {
            let rest = &text[start..];
            let end = rest.find(|c: char| c.is_whitespace() || "\"'<>)]".contains(c)).unwrap_or(rest.len());
            let written = rest[..end].to_owned();
            let new = self.link(&written, 0).unwrap_or_else(|| written[REFERENCE.len()..].to_owned());
            text.replace_range(start..start + end, &new);
        }
        text
    }

    fn page_address(&self, index: usize) -> String {
        self.around.places.of_page(index).map_or_else(|| "/".to_owned(), |place| format!("/{}/", place.id))
    }

    fn picture(
        &mut self,
        link_type: LinkType,
        written: &str,
        span: &Range<usize>,
        rest: &[(Event<'_>, Range<usize>)],
    ) {
        let words = alt(rest);
        let old = &self.around.old.pages[self.page];
        let file = match target::find(self.around, old, written) {
            Target::File(path) if target::is_picture(&path) => path,
            found => return self.missing(written, &found, &words, span),
        };
        let name = self.beside.keep(&file);
        if words.is_empty() {
            self.told.add(LossKind::Alt, span.start, file.as_str());
        }
        match link_type {
            LinkType::Inline => {
                if words.is_empty() {
                    self.edits.replace(span.start..span.start + 2, format!("![{}", blocks::words_of(&file)));
                }
                self.destination(span, &name);
            }
            // Its definition may be a link's, too.
            _ => {
                let words = if words.is_empty() { blocks::words_of(&file) } else { words };
                self.edits.replace(span.clone(), format!("![{words}]({name})"));
            }
        }
    }

    /// A picture that isn't there, or of another site: a link, or only its words within one.
    fn missing(&mut self, written: &str, found: &Target, words: &str, span: &Range<usize>) {
        let address = match found {
            Target::Old { address, .. } => address.clone(),
            _ => written.to_owned(),
        };
        self.told.add(LossKind::Picture, span.start, written);
        let words = if words.is_empty() { blocks::words_of(written) } else { words.to_owned() };
        let is_in_link = self.text[..span.start].ends_with('[') && self.text[span.end..].starts_with(']');
        let is_web = address.starts_with("http://") || address.starts_with("https://");
        match is_web && !is_in_link {
            true => self.edits.replace(span.clone(), format!("[{words}]({})", blocks::address(&address))),
            false => self.edits.replace(span.clone(), words),
        }
    }

    /// Writes another destination between the brackets of a link or a picture.
    fn destination(&mut self, span: &Range<usize>, new: &str) {
        let source = &self.text[span.clone()];
        let Some(open) = opening(source) else { return };
        let inside = &source[open..];
        let start = open + (inside.len() - inside.trim_start().len());
        let end = match source[start..].strip_prefix('<') {
            Some(rest) => start + 1 + rest.find('>').map_or(rest.len(), |end| end + 1),
            None => start + destination_length(&source[start..]),
        };
        self.edits.replace(span.start + start..span.start + end, new);
    }

    fn definition(&mut self, span: Range<usize>, target: &str) {
        let source = &self.text[span.clone()];
        let Some(at) = source.find("]:").and_then(|at| Some(at + 2 + source[at + 2..].find(target)?)) else {
            return;
        };
        if let Some(new) = self.link(target, span.start) {
            self.edits.replace(span.start + at..span.start + at + target.len(), new);
        }
    }
}

/// Where the destination begins: behind the last `](` whose bracket is the link's own.
fn opening(source: &str) -> Option<usize> {
    source.rfind("](").map(|at| at + 2)
}

/// Up to a blank or the bracket that nothing opened.
fn destination_length(text: &str) -> usize {
    let mut open = 0usize;
    for (at, c) in text.char_indices() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => return at,
            ')' => open -= 1,
            c if c.is_whitespace() => return at,
            _ => {}
        }
    }
    text.len()
}

/// The words of a picture.
fn alt(rest: &[(Event<'_>, Range<usize>)]) -> String {
    let mut words = String::new();
    for (event, _) in rest {
        match event {
            Event::End(TagEnd::Image) => break,
            Event::Text(text) | Event::Code(text) => words.push_str(text),
            Event::SoftBreak | Event::HardBreak => words.push(' '),
            _ => {}
        }
    }
    words.trim().to_owned()
}
