//! Straight quotation marks and apostrophes in running text become those of the language.

mod marks;

use super::context::Ctx;
use super::directive::Directive;
use super::step::{BodyStep, Node};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

pub(super) use marks::curl_text;

/// Changes the marks in running text, not in code and not in addresses. A quote directive in
/// another language has the marks of that language.
pub(super) fn curl(ctx: &Ctx<'_>, mut steps: Vec<BodyStep>) -> Vec<BodyStep> {
    let mut langs = vec![ctx.lang.to_owned()];
    let mut phrase = Phrase::default();
    let mut in_address = false;
    for index in 0..steps.len() {
        if steps[index].node.is_block_edge() {
            let lang = langs.last().map_or(ctx.lang, String::as_str);
            phrase.write(lang, &mut steps);
        }
        let step = &steps[index];
        match &step.node {
            Node::Open(Directive::Quote { lang: Some(lang), .. }) => langs.push(lang.clone()),
            Node::Open(_) => langs.push(langs.last().cloned().unwrap_or_default()),
            Node::Close => _ = langs.pop(),
            Node::Plain(Event::Start(Tag::Link { link_type, .. })) => {
                in_address = matches!(link_type, LinkType::Autolink | LinkType::Email);
            }
            Node::Plain(Event::End(TagEnd::Link)) => in_address = false,
            Node::Plain(Event::Text(_)) if !in_address => {
                let escaped = ctx.is_escaped(step.span.start);
                phrase.pieces.push(PhrasePiece::Text { step: index, escaped });
            }
            Node::Plain(Event::Text(_) | Event::Code(_)) => phrase.pieces.push(PhrasePiece::Other('x')),
            node if node.is_break() => phrase.pieces.push(PhrasePiece::Other(' ')),
            _ => {}
        }
    }
    steps
}

/// The pieces of a block, across emphasis, links and code.
#[derive(Default)]
struct Phrase {
    pieces: Vec<PhrasePiece>,
}

/// A piece of a phrase.
#[derive(Clone, Copy)]
enum PhrasePiece {
    /// The text of a step; its first character stays as it is when a backslash stands before it.
    Text { step: usize, escaped: bool },
    /// Something that has no marks of its own: code is a word, the end of a line a space.
    Other(char),
}

impl Phrase {
    /// Most phrases have no marks, and cost no more than the look for them.
    fn write(&mut self, lang: &str, steps: &mut [BodyStep]) {
        let has_marks = |piece: &PhrasePiece| matches!(piece, PhrasePiece::Text { step, .. } if has_mark(text(steps, *step)));
        if self.pieces.iter().any(has_marks) {
            self.curl(lang, steps);
        }
        self.pieces.clear();
    }

    fn curl(&self, lang: &str, steps: &mut [BodyStep]) {
        let mut phrase = String::new();
        self.pieces.iter().for_each(|piece| piece.push_to(&mut phrase, steps));
        let changes = marks::curl(lang, &phrase);
        let (mut start, mut changes) = (0, changes.as_slice());
        for piece in &self.pieces {
            let end = start + piece.len(steps);
            let (here, later) = changes.split_at(changes.partition_point(|(at, _)| *at < end));
            if let (PhrasePiece::Text { step, .. }, false) = (piece, here.is_empty()) {
                let new = marks::replaced(text(steps, *step), start, here);
                steps[*step] = BodyStep::text(new, steps[*step].span.clone());
            }
            (start, changes) = (end, later);
        }
    }
}

impl PhrasePiece {
    /// Adds what stands here around the marks; a character that must stay is like a letter to them.
    fn push_to(self, phrase: &mut String, steps: &[BodyStep]) {
        match self {
            PhrasePiece::Other(c) => phrase.push(c),
            PhrasePiece::Text { step, escaped } => {
                let text = text(steps, step);
                let first = text.chars().next().filter(|_| escaped).map_or(0, char::len_utf8);
                phrase.extend(std::iter::repeat_n('x', first));
                phrase.push_str(&text[first..]);
            }
        }
    }

    fn len(self, steps: &[BodyStep]) -> usize {
        match self {
            PhrasePiece::Other(c) => c.len_utf8(),
            PhrasePiece::Text { step, .. } => text(steps, step).len(),
        }
    }
}

fn text(steps: &[BodyStep], step: usize) -> &str {
    steps[step].as_text().unwrap_or_default()
}

fn has_mark(text: &str) -> bool {
    memchr::memchr2(b'"', b'\'', text.as_bytes()).is_some()
}
