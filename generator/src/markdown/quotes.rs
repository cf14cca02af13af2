//! Straight quotation marks and apostrophes in running text become those of the language.

mod marks;

use super::context::Ctx;
use super::directive::Directive;
use super::step::{Node, Step};
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

pub(super) use marks::curl_text;

/// Changes the marks in running text, not in code and not in addresses. A quote directive in
/// another language has the marks of that language.
pub(super) fn curl(ctx: &Ctx<'_>, mut steps: Vec<Step>) -> Vec<Step> {
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
                phrase.pieces.push(Piece::Text { step: index, escaped });
            }
            Node::Plain(Event::Text(_) | Event::Code(_)) => phrase.pieces.push(Piece::Other('x')),
            node if node.is_break() => phrase.pieces.push(Piece::Other(' ')),
            _ => {}
        }
    }
    steps
}

/// The pieces of a block, across emphasis, links and code.
#[derive(Default)]
struct Phrase {
    pieces: Vec<Piece>,
}

/// A piece of a phrase.
#[derive(Clone, Copy)]
enum Piece {
    /// The text of a step; its first character stays as it is when a backslash stands before it.
    Text { step: usize, escaped: bool },
    /// Something that has no marks of its own: code is a word, the end of a line a space.
    Other(char),
}

/// What stands around a mark and so decides which way it looks; the step that it belongs to, and the character if it
/// must stay.
type Place = (char, Option<(usize, Option<char>)>);

impl Phrase {
    /// Most phrases have no marks, and cost no more than the look for them.
    fn write(&mut self, lang: &str, steps: &mut [Step]) {
        let text = |step: usize| steps[step].as_text().unwrap_or_default();
        let has_marks = |piece: &Piece| matches!(piece, Piece::Text { step, .. } if has_mark(text(*step)));
        if self.pieces.iter().any(has_marks) {
            let places: Vec<Place> = self.pieces.iter().flat_map(|piece| places(*piece, steps)).collect();
            curl_places(lang, &places, steps);
        }
        self.pieces.clear();
    }
}

/// Two searches for one byte are faster than one for either.
fn has_mark(text: &str) -> bool {
    text.contains('"') || text.contains('\'')
}

fn places(piece: Piece, steps: &[Step]) -> Vec<Place> {
    match piece {
        Piece::Other(c) => vec![(c, None)],
        Piece::Text { step, escaped } => {
            let chars = steps[step].as_text().unwrap_or_default().chars().enumerate();
            let place = |(at, c)| match escaped && at == 0 {
                true => ('x', Some((step, Some(c)))),
                false => (c, Some((step, None))),
            };
            chars.map(place).collect()
        }
    }
}

fn curl_places(lang: &str, places: &[Place], steps: &mut [Step]) {
    let chars: Vec<char> = places.iter().map(|(c, _)| *c).collect();
    let mut texts: Vec<(usize, String)> = Vec::new();
    for (c, (_, place)) in marks::curl(lang, &chars).into_iter().zip(places) {
        let Some((step, fixed)) = *place else { continue };
        if texts.last().is_none_or(|(last, _)| *last != step) {
            texts.push((step, String::new()));
        }
        if let Some((_, text)) = texts.last_mut() {
            text.push(fixed.unwrap_or(c));
        }
    }
    for (step, text) in texts {
        steps[step] = Step::text(text, steps[step].span.clone());
    }
}
