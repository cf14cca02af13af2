//! Links of Markdown: each leads to the new page, or only its words stay.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::blocks;
use super::markdown::Replacing;
use super::target::{self, REFERENCE, Target};
use crate::loss::LossKind;

/// Where a link leads in the new site.
enum Led {
    /// There, as it was written.
    Stays,
    To(String),
    /// Nowhere: its words stay.
    Nowhere,
}

impl Replacing<'_, '_> {
    /// Replaces where a link leads, or takes the link away from around its words.
    pub(super) fn link(
        &mut self,
        link_type: LinkType,
        written: &str,
        span: &Range<usize>,
        rest: &[(Event<'_>, Range<usize>)],
    ) {
        if matches!(link_type, LinkType::Autolink | LinkType::Email) {
            return self.autolink(written, span);
        }
        let Some(inner) = words(rest) else { return self.wordless(written, span) };
        let (led, loss) = self.led(written);
        let is_inline = link_type == LinkType::Inline;
        match led {
            Led::To(new) if is_inline => self.destination(span, &new),
            Led::Nowhere => {
                self.edits.replace(span.start..span.start + 1, "");
                self.edits.replace(inner.end..span.end, "");
            }
            // Where links by name lead stands in their definition.
            Led::To(_) | Led::Stays => {}
        }
        if let Some(kind) = loss.filter(|kind| is_inline || *kind == LossKind::Unlinked) {
            self.told.add(kind, span.start, written.trim_start_matches(REFERENCE));
        }
    }

    /// `<ftp://example.org>` → its address as code.
    fn autolink(&mut self, written: &str, span: &Range<usize>) {
        if is_refused(written) {
            self.edits.replace(span.clone(), format!("`{written}`"));
            self.told.add(LossKind::Unlinked, span.start, written);
        }
    }

    /// A shortcode that named a page has the page's title for words; any other link without words was never seen.
    fn wordless(&mut self, written: &str, span: &Range<usize>) {
        let named = match target::find(self.around, self.old.page, written) {
            Target::Page { index, .. } if written.starts_with(REFERENCE) => Some(index),
            _ => None,
        };
        let title = named.and_then(|index| self.around.old.pages[index].head.text(&["title"]));
        let Some(title) = title.map(|title| blocks::words(&title)) else {
            self.told.add(LossKind::Unlinked, span.start, &self.text[span.clone()]);
            return self.edits.replace(span.clone(), "");
        };
        let new = match self.led(written) {
            (Led::To(new), _) => format!("[{title}]({new})"),
            _ => title,
        };
        self.edits.replace(span.clone(), new);
    }

    /// Where a link leads, and what is lost with that.
    fn led(&mut self, written: &str) -> (Led, Option<LossKind>) {
        match target::find(self.around, self.old.page, written) {
            Target::Same => match (written.strip_prefix('#'), self.old.index) {
                (Some(anchor), Some(index)) if !anchor.is_empty() => {
                    let anchor = percent_encoding::percent_decode_str(anchor).decode_utf8_lossy();
                    match self.anchor(index, &anchor) {
                        Some(found) => (Led::To(format!("#{found}")), None),
                        None => (Led::To(format!("/{}/", self.old.id)), Some(LossKind::Anchor)),
                    }
                }
                _ if written.is_empty() || is_refused(written) => (Led::Nowhere, Some(LossKind::Unlinked)),
                _ if written.starts_with("//") => (Led::To(format!("https:{written}")), None),
                _ => (Led::Stays, None),
            },
            Target::Page { index, anchor } => self.page(index, anchor.as_deref()),
            Target::File(path) => (Led::To(self.beside.keep(&path)), None),
            Target::Old { address, is_file } => {
                (Led::To(address), Some(if is_file { LossKind::File } else { LossKind::Link }))
            }
        }
    }

    fn page(&self, index: usize, anchor: Option<&str>) -> (Led, Option<LossKind>) {
        let Some(place) = self.around.places.of_page(index) else {
            return (Led::Nowhere, Some(LossKind::Unlinked));
        };
        // What nobody sees yet can't be linked to by what everybody sees.
        if place.is_draft(self.around.old) && !self.old.is_draft {
            return (Led::Nowhere, Some(LossKind::Unlinked));
        }
        let address = format!("/{}/", place.id);
        let Some(anchor) = anchor else { return (Led::To(address), None) };
        match self.anchor(index, anchor) {
            Some(found) => (Led::To(format!("{address}#{found}")), None),
            None => (Led::To(address), Some(LossKind::Anchor)),
        }
    }

    /// What stands behind `#` for the readers of this text.
    fn anchor(&self, index: usize, anchor: &str) -> Option<String> {
        let place = self.around.places.of_page(index)?;
        let found = self.around.anchors.find(self.around.old, place, index, self.old.page.lang, anchor);
        found.map(str::to_owned)
    }

    /// `[label]: address`: another address, or no line.
    pub(super) fn definition(&mut self, span: Range<usize>, written: &str) {
        let source = &self.text[span.clone()];
        let Some(at) = source.find("]:").map(|at| at + 2) else { return };
        let start = at + source[at..].len() - source[at..].trim_start().len();
        let end = start + length(&source[start..]);
        let (led, loss) = self.led(written);
        match led {
            Led::Stays => {}
            Led::To(new) => self.edits.replace(span.start + start..span.start + end, new),
            Led::Nowhere => return self.edits.replace(span, ""),
        }
        if let Some(kind) = loss {
            self.told.add(kind, span.start, written.trim_start_matches(REFERENCE));
        }
    }

    /// Writes another destination between the brackets of a link or a picture.
    pub(super) fn destination(&mut self, span: &Range<usize>, new: &str) {
        let source = &self.text[span.clone()];
        // The last: those before are within the words.
        let Some(open) = source.rfind("](").map(|at| at + 2) else { return };
        let inside = &source[open..];
        let start = open + (inside.len() - inside.trim_start().len());
        let end = start + length(&source[start..]);
        self.edits.replace(span.start + start..span.start + end, new);
    }

    /// What `ref` named outside of a link: its address as text, as the old program wrote it.
    pub(super) fn bare_references(&mut self) {
        let text = self.text;
        for (start, _) in text.match_indices(REFERENCE) {
            let rest = &text[start..];
            let end = rest.find(|c: char| c.is_whitespace() || "\"'<>)]".contains(c)).unwrap_or(rest.len());
            let written = &rest[..end];
            let (led, loss) = self.led(written);
            let new = match led {
                Led::To(new) => new,
                Led::Stays | Led::Nowhere => written[REFERENCE.len()..].to_owned(),
            };
            self.edits.replace(start..start + end, new);
            if let Some(kind) = loss {
                self.told.add(kind, start, &written[REFERENCE.len()..]);
            }
        }
    }
}

/// Whether no link of ours may lead there.
fn is_refused(written: &str) -> bool {
    let refused = generator::links::read(written, "pages/home");
    matches!(refused, Err(generator::links::Refused::Scheme(_)))
}

/// Where the words of a link stand; `None` if it has none.
fn words(rest: &[(Event<'_>, Range<usize>)]) -> Option<Range<usize>> {
    let inside = rest.iter().take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Link)));
    let mut range: Option<Range<usize>> = None;
    let mut has_words = false;
    for (event, span) in inside {
        has_words |= match event {
            Event::Text(words) | Event::Code(words) => !words.trim().is_empty(),
            event => matches!(event, Event::Start(Tag::Image { .. })),
        };
        let start = range.as_ref().map_or(span.start, |range| range.start);
        range = Some(start..range.map_or(span.end, |range| range.end.max(span.end)));
    }
    range.filter(|_| has_words)
}

/// How long a destination is: up to its `>`, or to a blank or the bracket that nothing opened.
fn length(text: &str) -> usize {
    if let Some(rest) = text.strip_prefix('<') {
        return 1 + rest.find('>').map_or(rest.len(), |end| end + 1);
    }
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
