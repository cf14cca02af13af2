//! Headings: their levels, and an anchor for each, unique in the body.

use super::Heading;
use super::context::Ctx;
use super::slug;
use super::step::{BodyStep, Node};
use crate::diagnostic::{Code, say};
use crate::source::Taken;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Tag};
use std::collections::BTreeMap;
use std::ops::Range;

/// Gives every heading an id and lists the headings.
pub(super) fn anchor(ctx: &mut Ctx<'_>, mut steps: Vec<BodyStep>) -> (Vec<BodyStep>, Vec<Heading>) {
    let mut ids = written_ids(ctx, &steps);
    let mut headings: Vec<Heading> = Vec::new();
    let mut numbers = BTreeMap::new();
    for index in 0..steps.len() {
        if !matches!(steps[index].node, Node::Plain(Event::Start(Tag::Heading { .. }))) {
            continue;
        }
        let text = heading_text(&steps[index + 1..]);
        let BodyStep { node: Node::Plain(Event::Start(Tag::Heading { level, id, classes, attrs })), span } =
            &mut steps[index]
        else {
            continue;
        };
        let previous = headings.last().map_or(1, |heading| heading.level);
        check_level(ctx, *level, previous, span);
        check_words(ctx, &text, !classes.is_empty() || !attrs.is_empty(), span);
        // Recovery: the page stays sound although the build stops.
        *level = (*level).max(HeadingLevel::H2);
        let unique = match id.take().filter(|id| ids.get(id.as_ref()) == Some(span)) {
            Some(id) => id.to_string(),
            None => free_id(&text, &ids, ctx.taken, &mut numbers),
        };
        ids.entry(unique.clone()).or_insert_with(|| span.clone());
        *id = Some(CowStr::from(unique.clone()));
        headings.push(Heading { level: *level as u8, id: unique, text });
    }
    (steps, headings)
}

/// The ids that authors gave, each with its heading: they come before all that we make up.
fn written_ids(ctx: &mut Ctx<'_>, steps: &[BodyStep]) -> BTreeMap<String, Range<usize>> {
    let mut ids: BTreeMap<String, Range<usize>> = BTreeMap::new();
    for step in steps {
        let Node::Plain(Event::Start(Tag::Heading { id: Some(id), .. })) = &step.node else { continue };
        let usable = id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !id.is_empty();
        if !usable || ctx.taken.has(id) {
            ctx.error(
                Code::HeadingId,
                &step.span,
                say!("heading.id", id),
                match usable {
                    false => say!("heading.idHint"),
                    true => say!("heading.takenHint", id),
                },
            );
        } else if let Some(first) = ids.get(id.as_ref()).cloned() {
            let message = say!("heading.twice", id);
            ctx.error_after(
                Code::HeadingId,
                &step.span,
                message,
                (&first, say!("see.first")),
                say!("heading.twiceHint"),
            );
        } else {
            ids.insert(id.to_string(), step.span.clone());
        }
    }
    ids
}

/// An id that is free; `numbers` says from which number on to look, so that many equal headings take no longer each.
fn free_id(
    text: &str,
    ids: &BTreeMap<String, Range<usize>>,
    taken: &Taken,
    numbers: &mut BTreeMap<String, usize>,
) -> String {
    let slug = Some(slug::slug(text)).filter(|slug| !slug.is_empty()).unwrap_or_else(|| "section".to_owned());
    let is_free = |id: &String| !ids.contains_key(id) && !taken.has(id);
    let number = numbers.entry(slug.clone()).or_insert(1);
    loop {
        // What begins like a page's own id goes on doing so, whatever number stands behind it.
        let slug = if taken.begins(&slug) { format!("section-{slug}") } else { slug.clone() };
        let id = if *number == 1 { slug } else { format!("{slug}-{number}") };
        *number += 1;
        if is_free(&id) {
            return id;
        }
    }
}

/// The words of the heading whose content these steps begin with.
fn heading_text(steps: &[BodyStep]) -> String {
    let mut text = String::new();
    for step in steps {
        match &step.node {
            Node::Plain(Event::Text(words) | Event::Code(words)) => text.push_str(words),
            node if node.is_break() => text.push(' '),
            node if node.is_block_edge() => break,
            _ => {}
        }
    }
    text.trim().to_owned()
}

fn check_level(ctx: &mut Ctx<'_>, level: HeadingLevel, previous: u8, span: &Range<usize>) {
    if level == HeadingLevel::H1 {
        ctx.error(Code::HeadingLevel, span, say!("heading.one"), say!("heading.oneHint"));
    } else if level as u8 > previous + 1 {
        let marks = "#".repeat(usize::from(previous) + 1);
        ctx.warning(
            Code::HeadingSkipped,
            span,
            say!("heading.skipped", level = &(level as u8), previous),
            say!("heading.skippedHint", marks),
        );
    }
}

fn check_words(ctx: &mut Ctx<'_>, text: &str, has_attributes: bool, span: &Range<usize>) {
    if text.is_empty() {
        ctx.error(Code::HeadingEmpty, span, say!("heading.empty"), say!("heading.emptyHint"));
    }
    if has_attributes {
        ctx.error(
            Code::HeadingAttribute,
            span,
            say!("heading.attributes"),
            say!("heading.attributesHint", brace = "{"),
        );
    }
}
