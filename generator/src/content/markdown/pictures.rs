//! Pictures: their words for those who do not see them, and whether they stand alone.

use super::context::Ctx;
use super::step::{BodyStep, Node};
use crate::diagnostic::{Code, say};
use pulldown_cmark::{Event, Tag, TagEnd};

/// Makes one step of each picture. One that is alone in its paragraph takes the paragraph's place.
pub(super) fn gather(ctx: &mut Ctx<'_>, steps: Vec<BodyStep>) -> Vec<BodyStep> {
    if !steps.iter().any(|step| matches!(step.node, Node::Plain(Event::Start(Tag::Image { .. })))) {
        return steps;
    }
    let mut gathered = Vec::with_capacity(steps.len());
    let mut steps = steps.into_iter().peekable();
    while let Some(step) = steps.next() {
        match step.node {
            Node::Plain(Event::Start(Tag::Image { ref dest_url, ref title, .. })) => {
                let alt = alt(&mut steps);
                let opens_paragraph = gathered.last().is_some_and(is_paragraph_start);
                let alone = opens_paragraph && steps.next_if(is_paragraph_end).is_some();
                if alone {
                    gathered.pop();
                }
                check(ctx, &step, &alt);
                let index = ctx.link(dest_url.as_ref(), step.span.clone(), true);
                let node = Node::Image { index, title: title.to_string(), alt, alone };
                gathered.push(BodyStep { node, span: step.span });
            }
            _ => gathered.push(step),
        }
    }
    gathered
}

/// The text inside the picture's brackets, up to its end; markup in there only counts as text.
fn alt(steps: &mut impl Iterator<Item = BodyStep>) -> String {
    let mut alt = String::new();
    let mut inside = 1;
    for step in steps.by_ref() {
        match step.node {
            Node::Plain(Event::Start(Tag::Image { .. })) => inside += 1,
            Node::Plain(Event::End(TagEnd::Image)) => inside -= 1,
            Node::Plain(Event::Text(text) | Event::Code(text)) => alt.push_str(&text),
            ref node if node.is_break() => alt.push(' '),
            _ => {}
        }
        if inside == 0 {
            break;
        }
    }
    alt.trim().to_owned()
}

fn check(ctx: &mut Ctx<'_>, step: &BodyStep, alt: &str) {
    if alt.is_empty() {
        ctx.error(Code::AltMissing, &step.span, say!("directive.noAlt"), say!("directive.altHint"));
    }
}

fn is_paragraph_start(step: &BodyStep) -> bool {
    matches!(step.node, Node::Plain(Event::Start(Tag::Paragraph)))
}

fn is_paragraph_end(step: &BodyStep) -> bool {
    matches!(step.node, Node::Plain(Event::End(TagEnd::Paragraph)))
}
