//! Links, pictures and headings of a text without shortcodes and HTML. All else is left byte for byte.

use std::ops::Range;

use pulldown_cmark::{BrokenLink, Event, LinkType, Parser, Tag, TagEnd};

use super::target::{self, Beside, Target};
use super::{Around, OldText, Told, blocks, headings};
use crate::edits::Edits;
use crate::loss::LossKind;

/// The text with our links.
pub(super) fn replace(
    around: Around<'_>,
    old: OldText<'_>,
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
    let parser = Parser::new_with_broken_link_callback(text, generator::markdown::options(), Some(note));
    let definitions: Vec<(Range<usize>, String)> = parser
        .reference_definitions()
        .iter()
        .map(|(_, definition)| (definition.span.clone(), definition.dest.to_string()))
        .collect();
    let events: Vec<(Event<'_>, Range<usize>)> = parser.into_offset_iter().collect();
    let mut replacing = Replacing { around, old, text, beside, told, edits: Edits::default() };
    headings::keep(around, old, text, &events, &mut replacing.edits);
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
    let (new, places) = std::mem::take(&mut replacing.edits).apply(text);
    told.changes.push(places);
    let mut replacing = Replacing { around, old, text: &new, beside, told, edits: Edits::default() };
    replacing.bare_references();
    let (last, places) = replacing.edits.apply(&new);
    told.changes.push(places);
    last
}

pub(super) struct Replacing<'r, 't> {
    pub(super) around: Around<'r>,
    pub(super) old: OldText<'r>,
    pub(super) text: &'r str,
    pub(super) beside: &'r mut Beside,
    pub(super) told: &'r mut Told<'t>,
    pub(super) edits: Edits,
}

impl Replacing<'_, '_> {
    fn event(&mut self, event: &Event<'_>, span: &Range<usize>, rest: &[(Event<'_>, Range<usize>)]) {
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.link(*link_type, dest_url, span, rest);
            }
            Event::Start(Tag::Image { link_type, dest_url, .. }) => {
                self.picture(*link_type, dest_url, span, rest)
            }
            _ => {}
        }
    }

    fn picture(
        &mut self,
        link_type: LinkType,
        written: &str,
        span: &Range<usize>,
        rest: &[(Event<'_>, Range<usize>)],
    ) {
        let words = alt(rest);
        let file = match target::find(self.around, self.old.page, written) {
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
