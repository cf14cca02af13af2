//! The bare words of a body, for counts and previews.

use super::step::{Node, Step};
use pulldown_cmark::{Event, Tag, TagEnd};

/// The most characters that [`beginning`] gives.
const LONGEST: usize = 300;

/// How many words stand in `steps`, code included.
pub(super) fn words(steps: &[Step]) -> usize {
    all(steps).split_whitespace().filter(|word| word.contains(char::is_alphanumeric)).count()
}

/// All words of `steps` with one blank between them, headings and code included.
pub(super) fn text(steps: &[Step]) -> String {
    all(steps).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn all(steps: &[Step]) -> String {
    let mut text = String::new();
    for step in steps {
        match &step.node {
            Node::CodeBlock { text: code, .. } => {
                text.push(' ');
                text.push_str(code);
            }
            _ => append(&mut text, step),
        }
    }
    text
}

/// The first characters of the text without headings and code, cut between words.
pub(super) fn beginning(steps: &[Step]) -> String {
    let mut text = String::new();
    let mut in_heading = false;
    for step in steps {
        match &step.node {
            Node::Plain(Event::Start(Tag::Heading { .. })) => in_heading = true,
            Node::Plain(Event::End(TagEnd::Heading(_))) => in_heading = false,
            _ if !in_heading => append(&mut text, step),
            _ => {}
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

fn append(text: &mut String, step: &Step) {
    match &step.node {
        Node::Plain(Event::Text(words) | Event::Code(words)) => text.push_str(words),
        node if node.is_block_edge() || node.is_break() => text.push(' '),
        Node::Tag(tag) if tag.as_str() == "<br>" => text.push(' '),
        _ => {}
    }
}
