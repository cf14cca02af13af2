//! Footnotes go to the end of the body, numbered in the order in which a reader meets them.

use super::context::Ctx;
use super::nearest;
use super::step::{BodyStep, Footnote, Node};
use crate::diagnostic::{Code, say};
use memchr::memchr_iter;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// A footnote's text, where it stands and its number once it is used.
struct Definition {
    span: Range<usize>,
    steps: Vec<BodyStep>,
    number: Option<usize>,
}

/// By label in lower case: Markdown makes no difference between `[^A]` and `[^a]`.
type Definitions = BTreeMap<String, Definition>;

/// Takes the footnotes out of the text and numbers the references to them.
pub(super) fn arrange(ctx: &mut Ctx<'_>, steps: Vec<BodyStep>) -> (Vec<BodyStep>, Vec<Footnote>) {
    let is_note = |step: &BodyStep| {
        matches!(
            step.node,
            Node::Plain(Event::Start(Tag::FootnoteDefinition(_)) | Event::FootnoteReference(_))
        )
    };
    if !steps.iter().any(is_note) {
        return (steps, Vec::new());
    }
    let (mut steps, mut definitions) = take_out(ctx, steps);
    let mut notes: Vec<Footnote> = Vec::new();
    refer(ctx, &mut steps, &mut definitions, &mut notes);
    let mut next = 0;
    // A footnote may refer to another one, which then comes after it.
    while next < notes.len() {
        let mut inner = std::mem::take(&mut notes[next].steps);
        refer(ctx, &mut inner, &mut definitions, &mut notes);
        notes[next].steps = inner;
        next += 1;
    }
    for (label, definition) in definitions {
        if definition.number.is_none() {
            ctx.warning(
                Code::FootnoteUnused,
                &definition.span,
                say!("note.unused", label),
                say!("note.unusedHint", label),
            );
        }
    }
    (steps, notes)
}

/// Parts the text from its footnotes. A footnote inside another one is taken out of it too.
fn take_out(ctx: &mut Ctx<'_>, steps: Vec<BodyStep>) -> (Vec<BodyStep>, Definitions) {
    let mut definitions = Definitions::new();
    let mut text = Vec::new();
    let mut open: Vec<(String, Definition)> = Vec::new();
    for step in steps {
        match step.node {
            Node::Plain(Event::Start(Tag::FootnoteDefinition(ref label))) => {
                let span = step.span.start..step.span.start + "[^]".len() + label.len();
                open.push((label.to_lowercase(), Definition { span, steps: Vec::new(), number: None }));
            }
            Node::Plain(Event::End(TagEnd::FootnoteDefinition)) => {
                if let Some((label, definition)) = open.pop() {
                    define(ctx, &mut definitions, label, definition);
                }
            }
            _ => open.last_mut().map_or(&mut text, |(_, definition)| &mut definition.steps).push(step),
        }
    }
    (text, definitions)
}

fn define(ctx: &mut Ctx<'_>, definitions: &mut Definitions, label: String, definition: Definition) {
    if let Some(first) = definitions.get(&label) {
        let message = say!("note.twice", label);
        ctx.error_after(
            Code::FootnoteTwice,
            &definition.span,
            message,
            (&first.span, say!("see.first")),
            say!("note.twiceHint"),
        );
    } else {
        definitions.insert(label, definition);
    }
}

/// Turns the references in `steps` into numbers; a footnote that is met for the first time is moved
/// to the end of `notes`.
fn refer(
    ctx: &mut Ctx<'_>,
    steps: &mut [BodyStep],
    definitions: &mut Definitions,
    notes: &mut Vec<Footnote>,
) {
    for index in 0..steps.len() {
        let Node::Plain(Event::FootnoteReference(label)) = &steps[index].node else { continue };
        let Some(definition) = definitions.get_mut(&label.to_lowercase()) else { continue };
        let number = *definition.number.get_or_insert_with(|| {
            notes.push(Footnote { steps: std::mem::take(&mut definition.steps), uses: 0 });
            notes.len()
        });
        let note = &mut notes[number - 1];
        note.uses += 1;
        steps[index].node = Node::NoteRef { number, nth: note.uses };
        // Markdown makes no link around a footnote, but leaves its brackets in the text.
        if steps.get(index + 1).and_then(BodyStep::as_text).is_some_and(|text| text.starts_with("](")) {
            ctx.error(Code::FootnoteInLink, &steps[index].span, say!("note.inLink"), say!("note.inLinkHint"));
        }
    }
}

/// Reports `[^label]` in running text: pulldown-cmark leaves it as it is when nothing defines it.
pub(super) fn report_undefined(ctx: &mut Ctx<'_>, steps: &[BodyStep]) {
    let labels: Vec<&str> = steps
        .iter()
        .filter_map(|step| match &step.node {
            Node::Plain(Event::Start(Tag::FootnoteDefinition(label))) => Some(label.as_ref()),
            _ => None,
        })
        .collect();
    for step in steps.iter().filter(|step| step.as_text().is_some()) {
        for (span, label) in references(ctx, &step.span) {
            if !labels.iter().any(|known| known.eq_ignore_ascii_case(label)) {
                ctx.error(
                    Code::FootnoteUndefined,
                    &span,
                    say!("note.none", label),
                    match labels.is_empty() {
                        true => say!("note.noneHint", label),
                        false => nearest::hint(label, &labels),
                    },
                );
            }
        }
    }
}

/// The references that are written in the source of a text step, without those behind a backslash.
fn references<'a>(ctx: &Ctx<'a>, span: &Range<usize>) -> Vec<(Range<usize>, &'a str)> {
    let source = ctx.source(span);
    let starts = memchr_iter(b'[', source.as_bytes()).filter(|at| source[at + 1..].starts_with('^'));
    starts
        .filter(|at| !ctx.is_escaped(span.start + at))
        .filter_map(|at| {
            let length = source[at..].find(']')?;
            let label = &source[at + 2..at + length];
            let sound = !label.is_empty() && !label.contains(char::is_whitespace) && !label.contains('[');
            sound.then(|| (span.start + at..span.start + at + length + 1, label))
        })
        .collect()
}
