//! The finished HTML of a body without the addresses of its links: all that a page needs of it later.
//!
//! Everything but the addresses is known as soon as a file is parsed, and the HTML is far smaller than the steps that it
//! is written from. Where there is a cache, it lies there until its page is made.

use std::borrow::Cow;
use std::hash::{Hash as _, Hasher as _};
use std::io;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use simdutf8::basic::from_utf8;
use xxhash_rust::xxh3::Xxh3;

use super::Body;
use super::write::{self, Hole};
use crate::cache::{Extent, Packer, Piece};

/// HTML with holes for addresses. A copy shares it.
#[derive(Clone, Debug)]
pub struct Prose {
    /// The opening and the rest in a row.
    text: ProseText,
    about: WrittenProse,
}

#[derive(Clone, Debug)]
enum ProseText {
    Here(Arc<str>),
    Kept(Piece),
}

/// What has to be known of the text.
#[derive(Clone, Debug, Default, Hash, Serialize, Deserialize)]
pub(crate) struct WrittenProse {
    /// How long the opening is: `None` without one.
    opening: Option<usize>,
    /// Whether an opening was looked for.
    is_apart: bool,
    holes: Box<[Hole]>,
}

impl Prose {
    /// The HTML of a body, with `apart` as [`super::html_with_opening`] gives it. `None` for a body with pictures, of
    /// which only the page knows the sizes.
    pub fn new(body: &Body, texts: &forms::Texts, apart: bool) -> Option<Self> {
        if body.links.iter().any(|link| link.image) {
            return None;
        }
        let (opening, rest) = write::with_holes(body, texts, apart);
        let start = opening.as_ref().map(|(text, _)| text.len());
        let (mut text, mut holes) = opening.unwrap_or_default();
        text.push_str(&rest.0);
        let start_of_rest = start.unwrap_or_default();
        holes.extend(rest.1.into_iter().map(|hole| Hole { at: hole.at + start_of_rest, ..hole }));
        let about = WrittenProse { opening: start, is_apart: apart, holes: holes.into() };
        Some(Self { text: ProseText::Here(text.into()), about })
    }

    /// What is written down beside the text.
    pub(super) fn written(&self) -> &WrittenProse {
        &self.about
    }

    /// Moves the text into the cache, or copies it to another place there: says where it lies. `None` if the cache has
    /// lost it.
    ///
    /// # Errors
    /// As [`Packer::add`].
    pub(crate) fn keep(&mut self, packer: &mut Packer) -> io::Result<Option<Extent>> {
        let Some(text) = self.text() else { return Ok(None) };
        let piece = packer.add(&text)?;
        let place = piece.place();
        self.text = ProseText::Kept(piece);
        Ok(Some(place))
    }

    /// What was written down; the text lies in the cache.
    pub(crate) fn of_written(about: WrittenProse, text: Piece) -> Self {
        Self { text: ProseText::Kept(text), about }
    }

    /// The hash of the HTML without addresses, where the cache has it.
    pub(crate) fn number(&self) -> Option<u64> {
        match &self.text {
            ProseText::Here(_) => None,
            ProseText::Kept(piece) => {
                let mut hasher = Xxh3::new();
                (piece.sum(), &self.about).hash(&mut hasher);
                Some(hasher.finish())
            }
        }
    }

    /// The whole; `None` if it was written apart, or the cache has lost it.
    pub fn html(&self, addresses: &[String]) -> Option<String> {
        let text = self.text().filter(|_| !self.about.is_apart)?;
        Some(self.fill(from_utf8(&text).ok()?, 0, addresses))
    }

    /// The opening, if there is one, and the rest; `None` if it was written as a whole, or the cache has lost it.
    pub fn html_with_opening(&self, addresses: &[String]) -> Option<(Option<String>, String)> {
        let text = self.text().filter(|_| self.about.is_apart)?;
        let text = from_utf8(&text).ok()?;
        let (opening, rest) = text.split_at_checked(self.about.opening.unwrap_or_default())?;
        let opening = self.about.opening.map(|_| self.fill(opening, 0, addresses));
        Some((opening, self.fill(rest, text.len() - rest.len(), addresses)))
    }

    /// A part that begins at the byte `start`, with its addresses.
    fn fill(&self, part: &str, start: usize, addresses: &[String]) -> String {
        let mut html = String::with_capacity(part.len() + 64 * self.about.holes.len());
        let mut done = 0;
        let within = |hole: &&Hole| (start..=start + part.len()).contains(&hole.at);
        for hole in self.about.holes.iter().filter(within) {
            html.push_str(&part[done..hole.at - start]);
            let address = addresses.get(hole.link).map_or("", String::as_str);
            write::address(&mut html, address, hole.outside);
            done = hole.at - start;
        }
        html.push_str(&part[done..]);
        html
    }

    /// The text without addresses in UTF-8; `None` if the cache has lost it.
    fn text(&self) -> Option<Cow<'_, [u8]>> {
        match &self.text {
            ProseText::Here(text) => Some(Cow::Borrowed(text.as_bytes())),
            ProseText::Kept(piece) => piece.read().map(Cow::Owned),
        }
    }
}
