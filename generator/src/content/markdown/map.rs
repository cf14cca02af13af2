//! A body with other words and the same structure: blocks, links, anchors and code stay.

use pulldown_cmark::{CowStr, Event};

use super::directive::Directive;
use super::step::{BodyStep, Footnote, Node};
use super::{Body, Heading};

impl Body {
    /// The same body with every piece of its text changed, alternative texts and titles too.
    pub(crate) fn map_words(&self, change: &dyn Fn(&str) -> String) -> Body {
        let steps = |steps: &[BodyStep]| -> Vec<BodyStep> {
            steps.iter().map(|step| self::step(step, change)).collect()
        };
        let note = |note: &Footnote| Footnote { steps: steps(&note.steps), uses: note.uses };
        let heading = |heading: &Heading| Heading { text: change(&heading.text), ..heading.clone() };
        Body {
            steps: steps(&self.steps),
            notes: self.notes.iter().map(note).collect(),
            headings: self.headings.iter().map(heading).collect(),
            links: self.links.clone(),
            words: self.words,
        }
    }
}

fn step(step: &BodyStep, change: &dyn Fn(&str) -> String) -> BodyStep {
    let node = match &step.node {
        Node::Plain(Event::Text(text)) => {
            let lines: Vec<String> = text.split('\n').map(change).collect();
            Node::Plain(Event::Text(CowStr::from(lines.join("\n"))))
        }
        Node::Open(directive) => Node::Open(self::directive(directive, change)),
        Node::Link { index, title } => Node::Link { index: *index, title: change(title) },
        Node::Image { index, title, alt, alone } => {
            Node::Image { index: *index, title: change(title), alt: change(alt), alone: *alone }
        }
        other => other.clone(),
    };
    BodyStep { node, span: step.span.clone() }
}

fn directive(directive: &Directive, change: &dyn Fn(&str) -> String) -> Directive {
    let mut directive = directive.clone();
    match &mut directive {
        Directive::Quote { by: Some(text), .. }
        | Directive::Figure { alt: text, .. }
        | Directive::Video { title: text, .. } => *text = change(text),
        Directive::Quote { by: None, .. } | Directive::Call { .. } => {}
    }
    directive
}
