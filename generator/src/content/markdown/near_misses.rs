//! What was meant as Markdown and isn't, told with its line as it should be; the list stands in `slips`.

mod code;
mod lonely;
mod numbers;

use super::context::Ctx;
use super::step::{BodyStep, Node};
use crate::diagnostic::{Code, say};
use crate::slips::{self, Slip};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::ops::Range;

/// How many words a heading has at most that is underlined with dashes: more are a paragraph.
const LONG_HEADING: usize = 12;

/// Looks at the steps as they were read, and changes none.
pub(super) fn report(ctx: &mut Ctx<'_>, steps: &[BodyStep]) {
    numbers::report(ctx, steps);
    lonely::report(ctx, steps);
    let mut inside = 0usize;
    for (index, step) in steps.iter().enumerate() {
        match &step.node {
            Node::Plain(Event::Start(Tag::Link { .. } | Tag::Image { .. })) => inside += 1,
            Node::Plain(Event::End(TagEnd::Link | TagEnd::Image)) => inside = inside.saturating_sub(1),
            Node::Plain(Event::Text(_)) => run(ctx, &step.span, inside > 0, steps.get(index + 1)),
            Node::Plain(Event::Start(Tag::Heading { level, .. })) => heading(ctx, *level, &step.span),
            Node::Plain(Event::Start(Tag::Item)) => marker(ctx, &step.span),
            Node::Plain(Event::Start(Tag::Emphasis)) => emphasis(ctx, &step.span),
            Node::CodeBlock { .. } => code::block(ctx, &step.span),
            Node::Plain(Event::Code(_)) => code::span(ctx, &step.span),
            _ => {}
        }
    }
}

fn warn(ctx: &mut Ctx<'_>, slips: Vec<Slip>, at: usize) {
    let (path, text) = (ctx.path, ctx.text);
    ctx.problems.extend(slips.into_iter().map(|slip| slip.warning(path, text, at)));
}

fn run(ctx: &mut Ctx<'_>, span: &Range<usize>, linked: bool, next: Option<&BodyStep>) {
    let source = ctx.source(span);
    let mut found = slips::words(source, linked);
    let lines = slips::lines(ctx.text, span);
    found.retain(|slip| {
        let at = slip.span.start + span.start;
        !lines.iter().any(|line| line.span.contains(&at))
    });
    warn(ctx, found, span.start);
    warn(ctx, lines, 0);
    if source.ends_with('\\') && !source.ends_with("\\\\") {
        backslash(ctx, span, next);
    }
    if let (
        Some(BodyStep { node: Node::Plain(Event::Start(Tag::Link { dest_url, .. })), span: link }),
        Some(mark),
    ) = (next, source.rfind('!'))
        && is_picture(dest_url)
        && !source[mark + 1..].is_empty()
        && source[mark + 1..].trim().is_empty()
    {
        let place = span.start + mark..link.start;
        let hint = say!("markup.write", shown = &format!("!{}", ctx.source(link)));
        ctx.warning(Code::MarkupLink, &place, say!("markup.pictureBlank"), hint);
    }
}

/// A backslash that breaks no line: a blank follows it, or nothing does.
fn backslash(ctx: &mut Ctx<'_>, span: &Range<usize>, next: Option<&BodyStep>) {
    let hint = match next.map(|next| &next.node) {
        Some(Node::Plain(Event::SoftBreak)) => say!("markup.backslashBlankHint"),
        None | Some(Node::Plain(Event::End(TagEnd::Paragraph | TagEnd::Item))) => {
            say!("markup.backslashHint")
        }
        _ => return,
    };
    ctx.warning(Code::MarkupBreak, &(span.end - 1..span.end), say!("markup.backslash"), hint);
}

fn is_picture(target: &str) -> bool {
    let ending = target.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase();
    matches!(ending.as_str(), "jpg" | "jpeg" | "png" | "gif" | "svg" | "webp")
}

/// A heading behind a hard blank is one here and nowhere else; one that is underlined may be a paragraph and a line.
fn heading(ctx: &mut Ctx<'_>, level: HeadingLevel, span: &Range<usize>) {
    let source = ctx.source(span).trim();
    if source.starts_with('#') {
        return marker(ctx, span);
    }
    let mut lines: Vec<&str> = source.lines().map(str::trim).collect();
    let Some(line) = lines.pop().filter(|_| level == HeadingLevel::H2) else { return };
    let words = lines.join(" ");
    let is_text = lines.len() > 1
        || words.ends_with(['.', '!', '?', ':', ';', ',', '؟', '،'])
        || words.split_whitespace().count() > LONG_HEADING
        || line.len() < 3
        || words.split_once(": ").is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_alphanumeric()));
    if is_text {
        let message = say!("markup.underlined", line);
        ctx.warning(Code::MarkupHeading, span, message, say!("markup.underlinedHint"));
    }
}

/// A hard blank behind the mark of a heading or an item, which we read as a plain one.
fn marker(ctx: &mut Ctx<'_>, span: &Range<usize>) {
    let line = ctx.source(span).lines().next().unwrap_or_default();
    let words = line
        .trim_start_matches(|c: char| matches!(c, '#' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit());
    if words.trim_start_matches(' ').starts_with('\u{a0}') {
        let mark = &line[..line.len() - words.len()];
        let mended = format!("{mark} {}", words.trim_matches(|c: char| c.is_whitespace()));
        let span = span.start..span.start + line.len();
        let hint = say!("markup.hardBlankHint", mended);
        ctx.warning(Code::MarkupBlank, &span, say!("markup.hardBlank"), hint);
    }
}

/// `20*30*40`, `^_^ and ^_^`: signs of a size or a face, which are taken away and make words slanted.
fn emphasis(ctx: &mut Ctx<'_>, span: &Range<usize>) {
    let source = ctx.source(span);
    let Some(inner) = source.get(1..source.len().saturating_sub(1)) else { return };
    let sign = |c: Option<char>| c.is_some_and(|c| matches!(c, '^' | '-' | '=' | ';' | 'ツ' | '\\'));
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let (before, behind) = (ctx.text[..span.start].chars().next_back(), ctx.text[span.end..].chars().next());
    let (first, last) = (inner.chars().next(), inner.chars().next_back());
    let is_size = digit(before) && digit(first) && digit(last) && digit(behind);
    let is_face = sign(before) && sign(first) || sign(last) && sign(behind);
    if is_size || is_face {
        let mark = &source[..1];
        let mended = format!("\\{mark}{inner}\\{mark}");
        let is_digit = |c: char| c.is_ascii_digit();
        let start = ctx.text[..span.start].trim_end_matches(is_digit).len();
        let end = ctx.text.len() - ctx.text[span.end..].trim_start_matches(is_digit).len();
        let (start, end) = (&ctx.text[start..span.start], &ctx.text[span.end..end]);
        let hint = if is_size && mark == "*" {
            let times = inner.replace('*', " × ");
            let (size, mended) = (format!("{start} × {times} × {end}"), format!("{start}{mended}{end}"));
            say!("markup.slantedSizeHint", size, mended)
        } else {
            say!("markup.write", shown = &mended)
        };
        ctx.warning(Code::MarkupEmphasis, span, say!("markup.slanted", mark), hint);
    }
}
