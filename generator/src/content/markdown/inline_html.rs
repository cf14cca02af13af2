//! HTML in content: comments vanish, a few inline tags stay, everything else is refused.
//!
//! Tags that stay are closed in the phrase in which they were opened, so that an author can never
//! unbalance a page.

use super::context::Ctx;
use super::step::{BodyStep, Node};
use super::tag::{self, Inline, SafeTag};
use crate::diagnostic::{Code, Sentence, say};
use pulldown_cmark::Event;
use std::ops::Range;

/// What is open inside a block: a tag, or emphasis or a link of Markdown.
enum Open {
    Tag(&'static str, Range<usize>),
    Phrase,
}

/// Leaves only tags that may stand in a page, balanced.
pub(super) fn clean(ctx: &mut Ctx<'_>, steps: Vec<BodyStep>) -> Vec<BodyStep> {
    let is_html = |step: &BodyStep| matches!(step.node, Node::HtmlBlock | Node::Plain(Event::InlineHtml(_)));
    if !steps.iter().any(is_html) {
        return steps;
    }
    let mut cleaner = Cleaner { ctx, open: Vec::new(), steps: Vec::with_capacity(steps.len()) };
    for step in steps {
        cleaner.step(step);
    }
    cleaner.steps
}

struct Cleaner<'c, 'a> {
    ctx: &'c mut Ctx<'a>,
    open: Vec<Open>,
    steps: Vec<BodyStep>,
}

impl Cleaner<'_, '_> {
    fn step(&mut self, step: BodyStep) {
        match &step.node {
            Node::HtmlBlock => return self.block(&step.span),
            Node::Plain(Event::InlineHtml(html)) => return self.inline(html, &step.span),
            node if node.is_block_edge() => {
                self.close_tags();
                self.open.clear();
            }
            Node::Plain(Event::Start(_)) => self.open.push(Open::Phrase),
            Node::Plain(Event::End(_)) => {
                self.close_tags();
                self.open.pop();
            }
            _ => {}
        }
        self.steps.push(step);
    }

    fn inline(&mut self, html: &str, span: &Range<usize>) {
        match tag::read(html) {
            Ok(Inline::Comment) => {}
            Ok(Inline::Void(tag)) => self.push(tag, span),
            Ok(Inline::Start(name, tag)) => {
                self.open.push(Open::Tag(name, span.clone()));
                self.push(tag, span);
            }
            Ok(Inline::End(name)) => self.end(name, span),
            Err(hint) => self.refuse(span, hint),
        }
    }

    fn push(&mut self, tag: SafeTag, span: &Range<usize>) {
        self.steps.push(BodyStep { node: Node::Tag(tag), span: span.clone() });
    }

    fn end(&mut self, name: &'static str, span: &Range<usize>) {
        if matches!(self.open.last(), Some(Open::Tag(open, _)) if *open == name) {
            self.open.pop();
            self.push(SafeTag::end(name), span);
        } else {
            self.ctx.error(
                Code::HtmlNotBalanced,
                span,
                say!("html.notBegun", name),
                say!("html.notBegunHint", name),
            );
        }
    }

    /// Reports the tags that are still open where their phrase ends, and closes them.
    fn close_tags(&mut self) {
        while matches!(self.open.last(), Some(Open::Tag(..))) {
            if let Some(Open::Tag(name, span)) = self.open.pop() {
                self.ctx.error(
                    Code::HtmlNotBalanced,
                    &span,
                    say!("html.noEnd", name),
                    say!("html.noEndHint", name),
                );
                self.push(SafeTag::end(name), &span);
            }
        }
    }

    fn block(&mut self, span: &Range<usize>) {
        let mut rest = self.ctx.source(span).trim();
        while let Some(comment) = rest.strip_prefix("<!--") {
            let Some(end) = comment.find("-->") else {
                self.ctx.error(Code::HtmlComment, span, say!("html.comment"), say!("html.commentHint"));
                return;
            };
            rest = comment[end + 3..].trim_start();
        }
        if !rest.is_empty() {
            let name = rest.trim_start_matches(['<', '/']);
            let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
            self.refuse(&(span.end - rest.len()..span.end), tag::instead(name));
        }
    }

    fn refuse(&mut self, span: &Range<usize>, hint: Sentence) {
        self.ctx.error(Code::HtmlRefused, span, say!("html.refused"), hint);
    }
}
