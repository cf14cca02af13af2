//! A page of the site with holes: `@@title@@`, `@@main@@`, `@@path@@`, `@@lang@@`.
//!
//! The page is cut at the tokens when it is loaded, so that a token in somebody's answer is text.

use maud::Render;

/// The page in pieces.
#[derive(Debug)]
pub(crate) struct Shell {
    start: String,
    /// What fills a hole, and the text up to the next one.
    rest: Vec<(Hole, String)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hole {
    Title,
    Main,
    Path,
    Lang,
}

/// What fills the holes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Filling<'a> {
    pub(crate) title: &'a str,
    /// HTML already.
    pub(crate) main: &'a str,
    /// What follows `/<lang>/` in the address, for the links of the language switcher.
    pub(crate) path: &'a str,
    /// The language of what is filled in, as a BCP 47 tag; a page that has its language has no hole for it.
    pub(crate) lang: &'a str,
}

const TOKENS: [(&str, Hole); 4] = [
    ("@@title@@", Hole::Title),
    ("@@main@@", Hole::Main),
    ("@@path@@", Hole::Path),
    ("@@lang@@", Hole::Lang),
];

impl Shell {
    /// Cuts the page; a sentence when it has no place for the title or for the main part.
    pub(super) fn parse(page: &str) -> Result<Self, String> {
        let (start, mut after) = match next(page) {
            Some((before, hole, after)) => (before, Some((hole, after))),
            None => (page, None),
        };
        let mut rest = Vec::new();
        while let Some((hole, text)) = after {
            let (piece, following) = match next(text) {
                Some((before, hole, after)) => (before, Some((hole, after))),
                None => (text, None),
            };
            rest.push((hole, piece.to_owned()));
            after = following;
        }
        for (token, wanted) in &TOKENS[..2] {
            if !rest.iter().any(|(hole, _)| hole == wanted) {
                return Err(format!("no `{token}`"));
            }
        }
        Ok(Self { start: start.to_owned(), rest })
    }

    /// The whole page.
    pub(crate) fn fill(&self, filling: Filling<'_>) -> String {
        let mut page = self.start.clone();
        for (hole, text) in &self.rest {
            match hole {
                Hole::Title => filling.title.render_to(&mut page),
                Hole::Main => page.push_str(filling.main),
                Hole::Path => filling.path.render_to(&mut page),
                Hole::Lang => filling.lang.render_to(&mut page),
            }
            page.push_str(text);
        }
        page
    }
}

/// The text before the first token, the token, and the text behind it.
fn next(text: &str) -> Option<(&str, Hole, &str)> {
    let found = TOKENS.iter().filter_map(|(token, hole)| Some((text.find(token)?, token.len(), *hole)));
    let (at, length, hole) = found.min_by_key(|(at, ..)| *at)?;
    Some((&text[..at], hole, &text[at + length..]))
}
