//! Links by number: what was written is remembered beside the body, not in it.

use super::context::Ctx;
use super::step::{BodyStep, Node};
use crate::diagnostic::{Code, say};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// Gives every link its index and sees that it has words.
pub(super) fn number(ctx: &mut Ctx<'_>, mut steps: Vec<BodyStep>) -> Vec<BodyStep> {
    // The beginning of the open link and whether it has words. Links are never nested.
    let mut open: Option<(Range<usize>, bool)> = None;
    for step in &mut steps {
        match &step.node {
            Node::Plain(Event::Start(Tag::Link { link_type, dest_url, title, .. })) => {
                let scheme = if *link_type == LinkType::Email { "mailto:" } else { "" };
                let index = ctx.link(format!("{scheme}{dest_url}"), step.span.clone(), false);
                open = Some((step.span.clone(), false));
                step.node = Node::Link { index, title: title.to_string() };
            }
            Node::Plain(Event::End(TagEnd::Link)) => {
                if let Some((span, false)) = open.take() {
                    ctx.error(Code::LinkEmpty, &span, say!("link.noWords"), say!("link.noWordsHint"));
                }
            }
            Node::Plain(Event::Text(text) | Event::Code(text)) if !text.trim().is_empty() => {
                see_words(&mut open)
            }
            Node::Image { .. } => see_words(&mut open),
            _ => {}
        }
    }
    steps
}

fn see_words(open: &mut Option<(Range<usize>, bool)>) {
    if let Some((_, has_words)) = open {
        *has_words = true;
    }
}
