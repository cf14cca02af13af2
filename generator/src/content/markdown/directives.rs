//! From `:::` lines to nested directives, each closed in the block in which it was opened.

use super::context::Ctx;
use super::directive::{self, Directive, DirectiveLine};
use super::mask::MARK;
use super::step::{BodyStep, Node};
use crate::diagnostic::{Code, say};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

/// What is open: a block or phrase of Markdown, or a directive.
enum Frame {
    Markdown,
    Directive {
        line: Range<usize>,
        /// Where its content begins in the steps, and whether it is shown at all.
        content: usize,
        known: bool,
    },
}

/// Pairs every beginning with its end and checks the content.
pub(super) fn pair(ctx: &mut Ctx<'_>, steps: Vec<BodyStep>) -> Vec<BodyStep> {
    let is_mark = |step: &BodyStep| step.as_text().is_some_and(|text| text.starts_with(MARK));
    if !steps.iter().any(|step| matches!(step.node, Node::Line) || is_mark(step)) {
        return steps;
    }
    let mut pairing = Pairing { ctx, frames: Vec::new(), steps: Vec::with_capacity(steps.len()) };
    for step in steps {
        pairing.step(step);
    }
    pairing.close_open_directives();
    pairing.steps
}

struct Pairing<'c, 'a> {
    ctx: &'c mut Ctx<'a>,
    frames: Vec<Frame>,
    steps: Vec<BodyStep>,
}

impl Pairing<'_, '_> {
    fn step(&mut self, step: BodyStep) {
        match &step.node {
            Node::Line => return self.line(step.span),
            Node::Plain(Event::Start(_)) => self.frames.push(Frame::Markdown),
            Node::Plain(Event::End(_)) => {
                self.close_open_directives();
                self.frames.pop();
            }
            _ => self.check_misplaced(&step),
        }
        self.steps.push(step);
    }

    fn line(&mut self, span: Range<usize>) {
        match directive::read(self.ctx, &span) {
            DirectiveLine::Open(directive) => {
                let known = directive.is_some();
                if let Some(directive) = directive {
                    self.steps.push(BodyStep { node: Node::Open(directive), span: span.clone() });
                }
                self.frames.push(Frame::Directive { line: span, content: self.steps.len(), known });
            }
            DirectiveLine::Close => match self.frames.pop() {
                Some(Frame::Directive { line, content, known }) => self.close(line, content, known, span),
                other => {
                    self.frames.extend(other);
                    let hint = say!("directive.strayHint");
                    self.ctx.error(Code::DirectiveStray, &span, say!("directive.stray"), hint);
                }
            },
        }
    }

    fn close(&mut self, line: Range<usize>, content: usize, known: bool, span: Range<usize>) {
        if !known {
            return;
        }
        if let Some(BodyStep { node: Node::Open(directive), .. }) = self.steps.get(content - 1) {
            check_content(self.ctx, directive, &self.steps[content..], &line);
        }
        self.steps.push(BodyStep { node: Node::Close, span });
    }

    /// Reports the directives that are still open where their block ends, and closes them.
    fn close_open_directives(&mut self) {
        while matches!(self.frames.last(), Some(Frame::Directive { .. })) {
            if let Some(Frame::Directive { line, content, known }) = self.frames.pop() {
                self.ctx.error(
                    Code::DirectiveNotClosed,
                    &line,
                    say!("directive.notClosed"),
                    say!("directive.notClosedHint"),
                );
                self.close(line.clone(), content, known, line.end..line.end);
            }
        }
    }

    /// Text at the beginning of a line that was meant as a directive but cannot be one.
    fn check_misplaced(&mut self, step: &BodyStep) {
        let ends_line = |last: &BodyStep| last.as_text().is_some_and(|text| text.ends_with('\n'));
        let ends = |last: &BodyStep| last.node.is_block_edge() || last.node.is_break() || ends_line(last);
        let at_line_start = self.steps.last().is_none_or(ends);
        let is_mark = step.as_text().is_some_and(|text| text.starts_with(MARK));
        if is_mark && at_line_start && !self.ctx.is_escaped(step.span.start) {
            let line = self.ctx.source(&step.span).lines().next().map_or(0, str::len);
            self.ctx.error(
                Code::DirectiveMisplaced,
                &(step.span.start..step.span.start + line),
                say!("directive.misplaced"),
                say!("directive.misplacedHint"),
            );
        }
    }
}

fn check_content(ctx: &mut Ctx<'_>, directive: &Directive, content: &[BodyStep], line: &Range<usize>) {
    match directive {
        Directive::Quote { .. } if content.is_empty() => {
            ctx.error(Code::DirectiveContent, line, say!("directive.noWords"), say!("directive.noWordsHint"))
        }
        Directive::Call { .. } if !is_one_phrase(content) => {
            ctx.error(Code::DirectiveContent, line, say!("directive.button"), say!("directive.buttonHint"))
        }
        _ => {}
    }
}

/// Whether the content is one paragraph that may stand inside a link.
fn is_one_phrase(content: &[BodyStep]) -> bool {
    let [first, middle @ .., _] = content else { return false };
    matches!(first.node, Node::Plain(Event::Start(Tag::Paragraph)))
        && middle.iter().all(|step| match &step.node {
            Node::Plain(Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::FootnoteReference(_)) => {
                false
            }
            node => !node.is_block_edge(),
        })
}
