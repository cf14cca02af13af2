//! The bare words of a body, for search and previews.

use super::step::{BodyStep, Node};
use pulldown_cmark::{Event, Tag, TagEnd};

/// The most characters that [`beginning`] gives.
const LONGEST: usize = 300;

/// All words of `steps` with one blank between them, headings and code included.
pub(super) fn text(steps: &[BodyStep]) -> String {
    all(steps).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn all(steps: &[BodyStep]) -> String {
    let mut text = String::new();
    for step in steps {
        match &step.node {
            Node::CodeBlock { text: code, .. } => {
                text.push(' ');
                text.push_str(code);
            }
            _ => text.push_str(shown(step)),
        }
    }
    text
}

/// The first characters of the text without headings and code, cut between words.
pub(super) fn beginning(steps: &[BodyStep]) -> String {
    let mut text = String::new();
    let mut in_heading = false;
    for step in steps {
        match &step.node {
            Node::Plain(Event::Start(Tag::Heading { .. })) => in_heading = true,
            Node::Plain(Event::End(TagEnd::Heading(_))) => in_heading = false,
            _ if !in_heading => text.push_str(shown(step)),
            _ => {}
        }
        // Far more than is cut off below, whatever the script.
        if text.len() > 16 * LONGEST {
            break;
        }
    }
    let mut short = String::new();
    let mut length = 0;
    for word in text.split_whitespace() {
        let gap = usize::from(!short.is_empty());
        length += gap + word.chars().count();
        if length > LONGEST {
            break;
        }
        short.push_str(&" "[..gap]);
        short.push_str(word);
    }
    short
}

/// What a reader sees of a step: its words, or a gap.
pub(super) fn shown(step: &BodyStep) -> &str {
    match &step.node {
        Node::Plain(Event::Text(words) | Event::Code(words)) => words,
        node if node.is_block_edge() || node.is_break() => " ",
        Node::Tag(tag) if tag.as_str() == "<br>" => " ",
        _ => "",
    }
}
