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
            std::mem::take(&mut phrase).write(lang, &mut steps);
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
            Node::Plain(Event::Text(text)) if !in_address => {
                phrase.push_text(index, text, ctx.is_escaped(step.span.start));
            }
            Node::Plain(Event::Text(_) | Event::Code(_)) => phrase.push_other('x'),
            node if node.is_break() => phrase.push_other(' '),
            _ => {}
        }
    }
    steps
}

/// The characters of a block, across emphasis, links and code.
#[derive(Default)]
struct Phrase {
    /// What stands around a mark and so decides which way it looks.
    chars: Vec<char>,
    /// For each of them the step that it belongs to, and the character if it must stay.
    places: Vec<Option<(usize, Option<char>)>>,
}

impl Phrase {
    /// The text of a step; its first character stays as it is when a backslash stands before it.
    fn push_text(&mut self, step: usize, text: &str, escaped: bool) {
        for (at, c) in text.char_indices() {
            let fixed = escaped && at == 0;
            self.chars.push(if fixed { 'x' } else { c });
            self.places.push(Some((step, fixed.then_some(c))));
        }
    }

    /// Something that has no marks of its own: code is a word, the end of a line a space.
    fn push_other(&mut self, c: char) {
        self.chars.push(c);
        self.places.push(None);
    }

    fn write(self, lang: &str, steps: &mut [Step]) {
        if !self.chars.iter().any(|c| matches!(c, '"' | '\'')) {
            return;
        }
        let mut texts: Vec<(usize, String)> = Vec::new();
        for (c, place) in marks::curl(lang, &self.chars).into_iter().zip(self.places) {
            let Some((step, fixed)) = place else { continue };
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
}
