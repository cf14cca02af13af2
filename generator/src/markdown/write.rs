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
use super::step::{Node, Step};
use crate::pictures::Published;
use pulldown_cmark::Event;
use table::Table;

/// What the page knows and the body does not.
pub struct HtmlContext<'a> {
    /// The language of the body's words.
    pub lang: &'a str,
    /// The interface words: `markdown.…`.
    pub texts: &'a forms::Texts,
    /// Stands before every id, so that two bodies can share a page.
    pub id_prefix: &'a str,
    /// Where the link with this index in [`Body::links`] leads.
    pub href: &'a (dyn Fn(usize) -> String + Sync),
    /// What is published of the picture with this index.
    pub picture: &'a (dyn Fn(usize) -> Option<Arc<Published>> + Sync),
    /// For feeds: no ids and nothing that leads to them.
    pub absolute: bool,
}

/// Writes the body for one page. The result may stand in a page as it is.
pub fn html(body: &Body, context: &HtmlContext<'_>) -> String {
    let mut writer = Writer::new(body, context);
    writer.steps(&body.steps);
    writer.notes();
    writer.out
}

/// Writes the body for a page that opens with the person's own words: the first quote, if there is
/// one, and everything else.
pub fn html_with_opening(body: &Body, context: &HtmlContext<'_>) -> (Option<String>, String) {
    let Some(quote) = first_quote(&body.steps) else { return (None, html(body, context)) };
    let mut opening = Writer::new(body, context);
    opening.steps(&body.steps[quote.clone()]);
    let mut rest = Writer::new(body, context);
    rest.steps(&body.steps[..quote.start]);
    rest.steps(&body.steps[quote.end..]);
    rest.notes();
    (Some(opening.out), rest.out)
}

/// The steps of the first quote directive that stands in the open, its beginning and end included.
fn first_quote(steps: &[Step]) -> Option<Range<usize>> {
    let mut depth = 0;
    let mut start = None;
    for (index, step) in steps.iter().enumerate() {
        match &step.node {
            Node::Open(Directive::Quote { .. }) if depth == 0 => start = Some(index),
            Node::Close if depth == 1 && start.is_some() => return Some(start?..index + 1),
            _ => {}
        }
        match &step.node {
            Node::Open(_) | Node::Plain(Event::Start(_)) => depth += 1,
            Node::Close | Node::Plain(Event::End(_)) => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The HTML so far and what is open in it.
struct Writer<'a> {
    out: String,
    body: &'a Body,
    context: &'a HtmlContext<'a>,
    directives: Vec<&'a Directive>,
    /// For each of them whether it has no content.
    empty: Vec<bool>,
    table: Option<Table<'a>>,
    tables: usize,
}

impl<'a> Writer<'a> {
    fn new(body: &'a Body, context: &'a HtmlContext<'a>) -> Self {
        Self {
            out: String::new(),
            body,
            context,
            directives: Vec::new(),
            empty: Vec::new(),
            table: None,
            tables: 0,
        }
    }

    fn steps(&mut self, steps: &'a [Step]) {
        for (index, step) in steps.iter().enumerate() {
            self.step(step, &steps[index + 1..]);
        }
    }

    /// Writes a step; `next` tells those that look different by what follows.
    fn step(&mut self, step: &'a Step, next: &'a [Step]) {
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
        self.out.push_str(&escape::text(text));
    }

    /// ` name="value"`, escaped.
    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push_str(&format!(" {name}=\"{}\"", escape::attribute(value)));
    }

    /// ` id="…"` with the page's prefix, if this page may have ids.
    fn id(&mut self, id: &str) {
        if !self.context.absolute {
            let id = format!("{}{id}", self.context.id_prefix);
            self.attribute("id", &id);
        }
    }
}
