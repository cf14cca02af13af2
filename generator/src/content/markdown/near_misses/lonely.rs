//! A single mark at the beginning of a word: `#Our story` is no heading and `*bread` not slanted. Both stand in ordinary text,
//! too, as a hashtag or the star of a note below a price, which are left alone.

use super::super::context::Ctx;
use super::super::step::{BodyStep, Node};
use crate::diagnostic::{Code, say};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// How many words a heading has at most.
const LONG: usize = 10;

pub(super) fn report(ctx: &mut Ctx<'_>, steps: &[BodyStep]) {
    let texts = || steps.iter().filter(|step| matches!(step.node, Node::Plain(Event::Text(_))));
    let has_notes = ctx.text.contains('*')
        && (texts().any(|step| has_note(ctx.text, &step.span)) || is_noted_in_head(ctx, steps));
    let mut paragraph = None;
    for step in steps {
        match &step.node {
            Node::Plain(Event::Start(Tag::Paragraph)) => paragraph = Some(&step.span),
            Node::Plain(Event::End(TagEnd::Paragraph)) => paragraph = None,
            Node::Plain(Event::Text(_)) => {
                heading(ctx, paragraph, &step.span);
                star(ctx, &step.span, has_notes);
            }
            _ => {}
        }
    }
}

/// Whether one of the titles, prices and programmes above the text has a star of a note.
fn is_noted_in_head(ctx: &Ctx<'_>, steps: &[BodyStep]) -> bool {
    has_note(ctx.text, &(0..steps.first().map_or(0, |step| step.span.start)))
}

/// Whether a star stands behind a word or a price, so that one before another may explain it.
fn has_note(text: &str, span: &Range<usize>) -> bool {
    text[span.clone()].match_indices('*').any(|(at, _)| {
        let (before, behind) = (&text[..span.start + at], &text[span.start + at + 1..]);
        let is_behind_word =
            before.ends_with(|c: char| c.is_alphanumeric() || "`])}.,:;!?-–%€$£\"”’»".contains(c));
        is_behind_word && !behind.starts_with(char::is_alphanumeric)
    })
}

/// `#Our story` alone in its line at the beginning of a paragraph.
fn heading(ctx: &mut Ctx<'_>, paragraph: Option<&Range<usize>>, span: &Range<usize>) {
    let Some(paragraph) = paragraph.filter(|paragraph| paragraph.start == span.start) else { return };
    let whole = ctx.source(paragraph);
    let mut lines = whole.lines();
    let line = lines.next().unwrap_or_default().trim_end();
    let Some(words) = line.strip_prefix('#') else { return };
    let is_alone = lines.next().is_none_or(|next| next.trim_start().starts_with(char::is_uppercase));
    let stands_last = ctx.text[paragraph.end..].trim().is_empty() && whole.trim_end() == line;
    let several = words.split_whitespace().count() > 1;
    // In an item of a list, a hashtag is likelier.
    let start = ctx.text[..span.start].rfind('\n').map_or(0, |newline| newline + 1);
    let is_in_list = ctx.text[start..span.start].contains(|c: char| !matches!(c, ' ' | '>'));
    if !is_alone || is_in_list || !is_heading(words) || (stands_last && !several) {
        return;
    }
    let first = words.split_whitespace().next().unwrap_or_default();
    let hint = say!("markup.headingHint", words, first);
    let message = say!("markup.headingBlank");
    ctx.warning(Code::MarkupHeading, &(span.start..span.start + line.len()), message, hint);
}

/// Whether words behind a `#` are those of a heading, and not a hashtag in a sentence, in a row of others or by itself.
fn is_heading(words: &str) -> bool {
    let first: &str = words.split_whitespace().next().unwrap_or_default();
    let several = words.split_whitespace().count();
    let begins = words.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
    // Scripts without capital letters: one word may as well be a hashtag.
    let is_cased = words.starts_with(char::is_uppercase);
    let is_plain = first.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-' | ',' | '–'));
    let mut letters = first.chars().zip(first.chars().skip(1));
    let is_joined = letters.any(|(one, next)| one.is_lowercase() && next.is_uppercase());
    begins
        && is_plain
        && !is_joined
        && (is_cased || several > 1)
        && several <= LONG
        && !words.contains(['#', '@'])
        && !words.ends_with(['.', '!', '?', '…', ';', ',', '؟', '،', ')'])
}

/// `bring *bread and salt`: nothing closes it.
fn star(ctx: &mut Ctx<'_>, span: &Range<usize>, has_notes: bool) {
    let source = ctx.source(span);
    let Some(at) = source.rfind('*') else { return };
    let (before, behind) = (&source[..at], &source[at + 1..]);
    // Pieces of text stand right behind a link or a slanted word, too.
    let left = before.chars().next_back().or_else(|| ctx.text[..span.start].chars().next_back());
    let is_at_blank = left.is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '«'));
    let line = before.rsplit('\n').next().unwrap_or_default();
    let begins_line = line.trim().is_empty() && (before.contains('\n') || is_first(ctx, span));
    let is_lonely =
        source.matches('*').count() == 1 && is_at_blank && behind.starts_with(char::is_alphabetic);
    if !is_lonely || (has_notes && begins_line) || is_in_row(ctx, span, begins_line) {
        return;
    }
    let place = span.start + at
        ..span.start + at + 1 + behind.find(|c: char| !c.is_alphabetic()).unwrap_or(behind.len());
    let hint = match begins_line {
        true => say!("markup.starListHint"),
        false => say!("markup.starHint"),
    };
    ctx.warning(Code::MarkupEmphasis, &place, say!("markup.star"), hint);
}

/// Whether a piece of text begins a line.
fn is_first(ctx: &Ctx<'_>, span: &Range<usize>) -> bool {
    let line = ctx.text[..span.start].rsplit('\n').next().unwrap_or_default();
    line.chars().all(|c| matches!(c, ' ' | '>' | '-' | '+' | '*'))
}

/// Whether the next line or the one above begins with a star, too: that is told as a list.
fn is_in_row(ctx: &Ctx<'_>, span: &Range<usize>, begins_line: bool) -> bool {
    let is_marked = |line: Option<&str>| line.is_some_and(|line| line.trim_start().starts_with('*'));
    let mut above = ctx.text[..span.start].rsplit('\n').skip(1);
    let mut below = ctx.text[span.end..].split('\n').skip(1);
    begins_line && (is_marked(above.next()) || is_marked(below.next()))
}
