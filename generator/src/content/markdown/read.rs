//! From text to steps: the one call of pulldown-cmark, with spans in file coordinates.
//!
//! Neighbouring pieces of text become one, and blocks of code and HTML become one step each, so
//! that no later pass can mistake code for prose.

mod run;

use super::context::Ctx;
use super::mask::{self, MARK};
use super::step::{BodyStep, Node};
use crate::diagnostic::{Code, say};
use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use run::Run;
use std::ops::Range;

/// The Markdown that content may use. Listed one by one, since "all" brings the old footnotes;
/// quotation marks are ours (`quotes`), as pulldown-cmark only knows the English ones.
pub fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_GFM
}

/// Reads the bytes `body` of the file.
pub(super) fn read(ctx: &mut Ctx<'_>, body: Range<usize>) -> Vec<BodyStep> {
    let masked = mask::mask(ctx.source(&body));
    let mut broken = Vec::new();
    let on_broken = |link: BrokenLink<'_>| {
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            broken.push((link.span, link.reference.to_string()));
        }
        None
    };
    let parser = Parser::new_with_broken_link_callback(&masked, options(), Some(on_broken));
    let steps = Vec::with_capacity(masked.len() / 64);
    let mut reader = EventReader { ctx, steps, run: None, code: None, labels: 0 };
    let mut events = parser.into_offset_iter();
    let mut used = Vec::new();
    for (event, range) in events.by_ref() {
        used.extend(definition(&event));
        reader.event(event, range.start + body.start..range.end + body.start);
    }
    let steps = reader.steps;
    for (label, unused) in events.reference_definitions().iter() {
        // `[//]: # (a note)` is how people write what nobody shall see.
        if &*unused.dest != "#" && !used.iter().any(|used| same(used, label)) {
            let span = unused.span.start + body.start..unused.span.end + body.start;
            report_unused(ctx, label, &span);
        }
    }
    drop(events);
    for (range, reference) in broken {
        ctx.error(
            Code::LinkUndefined,
            &(range.start + body.start..range.end + body.start),
            say!("link.undefined", reference),
            say!("link.undefinedHint", reference),
        );
    }
    steps
}

/// The label of the definition that a link or picture uses.
fn definition(event: &Event<'_>) -> Option<String> {
    use LinkType::{Collapsed, Reference, Shortcut};
    match event {
        Event::Start(
            Tag::Link { link_type: Reference | Collapsed | Shortcut, id, .. }
            | Tag::Image { link_type: Reference | Collapsed | Shortcut, id, .. },
        ) => Some(id.to_string()),
        _ => None,
    }
}

/// Labels differ neither by capitals nor by how many blanks part their words.
fn same(one: &str, other: &str) -> bool {
    let words = |label: &str| label.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}

/// `[Anna]: Yes.` is where the link `[Anna]` would lead to, and is shown nowhere.
fn report_unused(ctx: &mut Ctx<'_>, label: &str, span: &Range<usize>) {
    let span = ctx.trimmed(span);
    let line = ctx.source(&span).lines().next().unwrap_or_default();
    ctx.warning(Code::LinkUnused, &span, say!("link.unused", label), say!("link.unusedHint", line));
}

struct EventReader<'c, 'a> {
    ctx: &'c Ctx<'a>,
    steps: Vec<BodyStep>,
    /// The text that is being read.
    run: Option<Run>,
    /// The block of code that is being read: its language and its text so far.
    code: Option<(String, String)>,
    /// How many headings and pictures are open, whose words stand on one line for our passes.
    labels: usize,
}

impl EventReader<'_, '_> {
    fn event(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Text(text) => return self.text(&text, span),
            // One `~` means "about": only two strike out.
            Event::Start(Tag::Strikethrough) if self.is_about(&span) => {
                return self.text("~", span.start..span.start + 1);
            }
            Event::End(TagEnd::Strikethrough) if self.is_about(&span) => {
                return self.text("~", span.end - 1..span.end);
            }
            Event::SoftBreak if self.goes_on(&span) => return,
            _ => self.end_run(),
        }
        match event {
            Event::Start(Tag::CodeBlock(kind)) => self.code = Some((language(&kind), String::new())),
            Event::End(TagEnd::CodeBlock) => {
                if let Some((language, text)) = self.code.take() {
                    self.push(Node::CodeBlock { language, text }, span);
                }
            }
            Event::Start(Tag::HtmlBlock) => self.html_block(span),
            Event::Html(_) | Event::End(TagEnd::HtmlBlock) => {}
            Event::Code(code) => {
                let own = mask::untamed(&code, self.ctx.source(&span));
                self.plain(Event::Code(own.map_or(code, CowStr::from)), span);
            }
            other => self.plain(other, span),
        }
    }

    fn is_about(&self, span: &Range<usize>) -> bool {
        !self.ctx.source(span).starts_with("~~")
    }

    fn push(&mut self, node: Node, span: Range<usize>) {
        self.steps.push(BodyStep { node, span });
    }

    fn plain(&mut self, event: Event<'_>, span: Range<usize>) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::Image { .. }) => self.labels += 1,
            Event::End(TagEnd::Heading(_) | TagEnd::Image) => self.labels -= 1,
            _ => {}
        }
        self.push(Node::Plain(event.into_static()), span);
    }

    fn html_block(&mut self, span: Range<usize>) {
        let span = self.ctx.trimmed(&span);
        let is_directive = self.ctx.source(&span).starts_with(MARK);
        self.push(if is_directive { Node::Line } else { Node::HtmlBlock }, span);
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(run::own_words(self.ctx, text, &span));
            return;
        }
        // A quotation mark behind a backslash begins a step of its own, so that `quotes` can tell.
        if text.starts_with(['"', '\'']) && self.ctx.is_escaped(span.start) {
            self.end_run();
        }
        let next = match &mut self.run {
            Some(run) => run.add(self.ctx, text, span),
            None => Some(Run::new(self.ctx, text, span)),
        };
        if next.is_some() {
            self.end_run();
            self.run = next;
        }
    }

    /// Whether the run takes the end of this line in.
    fn goes_on(&mut self, span: &Range<usize>) -> bool {
        self.labels == 0 && self.run.as_mut().is_some_and(|run| run.ends_line(self.ctx, span))
    }

    fn end_run(&mut self) {
        self.steps.extend(self.run.take().map(|run| run.into_step(self.ctx)));
    }
}

fn language(kind: &CodeBlockKind<'_>) -> String {
    match kind {
        CodeBlockKind::Indented => String::new(),
        CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or_default().to_owned(),
    }
}
