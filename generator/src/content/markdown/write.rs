//! From a body to HTML, for one page.
//!
//! Every tag is written by this module or is a `SafeTag`; every word of an author is escaped.

mod block;
pub(super) mod escape;
mod inline;
mod note;
mod picture;
mod special;
mod table;

use std::ops::Range;
use std::sync::Arc;

use super::Body;
use super::directive::Directive;
use super::step::{BodyStep, Node};
use crate::markdown::Published;
use pulldown_cmark::Event;
use table::TableWriter;

/// What the page knows and the body does not.
pub struct HtmlContext<'a> {
    /// The interface words: `markdown.…`.
    pub texts: &'a forms::Texts,
    /// Where the link with this index in [`Body::links`] leads.
    pub href: &'a dyn Fn(usize) -> String,
    /// What is published of the picture with this index.
    pub picture: &'a dyn Fn(usize) -> Option<Arc<Published>>,
    /// For feeds: no ids and nothing that leads to them.
    pub absolute: bool,
}

/// Writes the body for one page. The result may stand in a page as it is.
pub fn html(body: &Body, context: &HtmlContext<'_>) -> String {
    whole(HtmlWriter::new(body, context)).out
}

fn whole(mut writer: HtmlWriter<'_>) -> HtmlWriter<'_> {
    let body = writer.body;
    writer.steps(&body.steps);
    writer.notes();
    writer
}

/// Writes the body for a page that opens with the person's own words: the first quote, if there is
/// one, and everything else.
pub fn html_with_opening(body: &Body, context: &HtmlContext<'_>) -> (Option<String>, String) {
    let (opening, rest) = in_parts(HtmlWriter::new(body, context));
    (opening.map(|writer| writer.out), rest.out)
}

fn in_parts<'a>(fresh: HtmlWriter<'a>) -> (Option<HtmlWriter<'a>>, HtmlWriter<'a>) {
    let body = fresh.body;
    let Some(quote) = first_quote(&body.steps) else { return (None, whole(fresh)) };
    let mut opening = fresh.clone();
    opening.steps(&body.steps[quote.clone()]);
    let mut rest = fresh;
    rest.steps(&body.steps[..quote.start]);
    rest.steps(&body.steps[quote.end..]);
    rest.notes();
    (Some(opening), rest)
}

/// HTML without the addresses of its links, and where they belong.
pub(super) type WithHoles = (String, Vec<Hole>);

/// A place for the address of a link.
#[derive(Clone, Copy, Debug, Hash, serde::Serialize, serde::Deserialize)]
pub(super) struct Hole {
    /// The byte at which ` href="…"` belongs.
    pub(super) at: usize,
    /// The index of the link.
    pub(super) link: usize,
    /// Whether it leaves the site.
    pub(super) outside: bool,
}

/// Writes the body without its addresses; with `apart` in two parts as [`html_with_opening`] does.
pub(super) fn with_holes(body: &Body, texts: &forms::Texts, apart: bool) -> (Option<WithHoles>, WithHoles) {
    let (href, picture) = (|_| String::new(), |_| None);
    let context = HtmlContext { texts, href: &href, picture: &picture, absolute: false };
    let fresh = HtmlWriter { holes: Some(Vec::new()), ..HtmlWriter::new(body, &context) };
    let (opening, rest) = if apart { in_parts(fresh) } else { (None, whole(fresh)) };
    let parts = |writer: HtmlWriter<'_>| (writer.out, writer.holes.unwrap_or_default());
    (opening.map(parts), parts(rest))
}

/// ` href="…"`, and `rel` where the link leaves the site; nothing where the address could run code.
pub(super) fn address(out: &mut String, href: &str, outside: bool) {
    if let Some(href) = escape::href(href) {
        out.push_str(" href=\"");
        out.push_str(&href);
        out.push_str(if outside { "\" rel=\"noopener\"" } else { "\"" });
    }
}

/// The steps of the first quote directive that stands in the open, its beginning and end included.
fn first_quote(steps: &[BodyStep]) -> Option<Range<usize>> {
    let mut depth = 0;
    let mut start = None;
    for (index, step) in steps.iter().enumerate() {
        match &step.node {
            Node::Open(Directive::Quote { .. }) if depth == 0 => start = Some(index),
            Node::Close if depth == 1 && start.is_some() => return Some(start?..index + 1),
            _ => {}
        }
        match &step.node {
            Node::Open(_) | Node::Link { .. } | Node::Plain(Event::Start(_)) => depth += 1,
            Node::Close | Node::Plain(Event::End(_)) => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The HTML so far and what is open in it.
#[derive(Clone)]
struct HtmlWriter<'a> {
    out: String,
    /// Where addresses belong, if they are left out.
    holes: Option<Vec<Hole>>,
    body: &'a Body,
    context: &'a HtmlContext<'a>,
    directives: Vec<&'a Directive>,
    /// For each of them whether it has no content.
    empty: Vec<bool>,
    table: Option<TableWriter<'a>>,
    tables: usize,
}

impl<'a> HtmlWriter<'a> {
    fn new(body: &'a Body, context: &'a HtmlContext<'a>) -> Self {
        let source = body.steps.first().zip(body.steps.last());
        let source = source.map_or(0, |(first, last)| last.span.end.saturating_sub(first.span.start));
        Self {
            // HTML is a little longer than Markdown.
            out: String::with_capacity(source + source / 4),
            holes: None,
            body,
            context,
            directives: Vec::new(),
            empty: Vec::new(),
            table: None,
            tables: 0,
        }
    }

    fn steps(&mut self, steps: &'a [BodyStep]) {
        for (index, step) in steps.iter().enumerate() {
            self.step(step, &steps[index + 1..]);
        }
    }

    /// Writes a step; `next` tells those that look different by what follows.
    fn step(&mut self, step: &'a BodyStep, next: &'a [BodyStep]) {
        match &step.node {
            Node::Plain(Event::Start(tag)) => self.start(tag, next),
            Node::Plain(Event::End(end)) => self.end(end),
            Node::Plain(event) => self.inline(event),
            Node::CodeBlock { language, text } => self.code_block(language, text),
            Node::Open(directive) => self.open(directive, next),
            Node::Close => self.close(),
            Node::Tag(tag) => self.push(tag.as_str()),
            Node::Link { index, title } => self.link(*index, title),
            Node::Image { index, title, alt, alone } => self.image(*index, title, alt, *alone),
            Node::NoteRef { number, nth } => self.note_reference(*number, *nth),
            // Refused or read before this stage, and never shown.
            Node::Line | Node::HtmlBlock => {}
        }
    }

    /// Markup of ours.
    fn push(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// An author's or translator's words.
    fn text(&mut self, text: &str) {
        escape::push_text(&mut self.out, text);
    }

    /// ` name="value"`, escaped.
    fn attribute(&mut self, name: &str, value: &str) {
        [" ", name, "=\""].into_iter().for_each(|part| self.push(part));
        escape::push_attribute(&mut self.out, value);
        self.push("\"");
    }

    /// ` id="…"`, if this page may have ids.
    fn id(&mut self, id: &str) {
        if !self.context.absolute {
            self.attribute("id", id);
        }
    }
}
