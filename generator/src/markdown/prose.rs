//! The finished HTML of a body without the addresses of its links: all that a page needs of it later.
//!
//! Everything but the addresses is known as soon as a file is parsed, and the HTML is far smaller than the steps that it
//! is written from, the more so as it is packed (LZ4).

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::Body;
use super::write::{self, Hole};

/// HTML with holes for addresses. A copy shares the bytes.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// The opening and the rest in a row, packed if that makes them smaller.
    bytes: Bytes,
    about: WrittenProse,
}

/// What has to be known of the bytes.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct WrittenProse {
    /// How long they are; packed if there are fewer.
    length: usize,
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
        let (mut text, mut holes) = opening.clone().unwrap_or_default();
        let start = text.len();
        text.push_str(&rest.0);
        holes.extend(rest.1.into_iter().map(|hole| Hole { at: hole.at + start, ..hole }));
        let opening = opening.map(|_| start);
        let about = WrittenProse { length: text.len(), opening, is_apart: apart, holes: holes.into() };
        Some(Self { bytes: pack(text), about })
    }

    /// What is written down.
    pub(super) fn written(&self) -> (Option<WrittenProse>, &[u8]) {
        (Some(self.about.clone()), &self.bytes)
    }

    /// What was written down.
    pub(super) fn of_written(about: WrittenProse, bytes: Bytes) -> Self {
        Self { bytes, about }
    }

    /// The whole; `None` if it was written apart.
    pub fn html(&self, href: &dyn Fn(usize) -> String) -> Option<String> {
        (!self.about.is_apart).then(|| self.fill(&self.text(), 0, href))
    }

    /// The opening, if there is one, and the rest; `None` if it was written as a whole.
    pub fn html_with_opening(&self, href: &dyn Fn(usize) -> String) -> Option<(Option<String>, String)> {
        let text = self.text();
        let (opening, rest) = text.split_at(self.about.opening.unwrap_or_default());
        self.about.is_apart.then(|| {
            (self.about.opening.map(|_| self.fill(opening, 0, href)), self.fill(rest, opening.len(), href))
        })
    }

    /// A part that begins at the byte `start`, with its addresses.
    fn fill(&self, part: &str, start: usize, href: &dyn Fn(usize) -> String) -> String {
        let mut html = String::with_capacity(part.len() + 64 * self.about.holes.len());
        let mut done = 0;
        let within = |hole: &&Hole| (start..=start + part.len()).contains(&hole.at);
        for hole in self.about.holes.iter().filter(within) {
            html.push_str(&part[done..hole.at - start]);
            write::address(&mut html, &href(hole.link), hole.outside);
            done = hole.at - start;
        }
        html.push_str(&part[done..]);
        html
    }

    fn text(&self) -> Cow<'_, str> {
        let bytes = match self.bytes.len() < self.about.length {
            true => Cow::Owned(
                lz4_flex::block::decompress(&self.bytes, self.about.length).expect("it was packed here"),
            ),
            false => Cow::Borrowed(&*self.bytes),
        };
        match bytes {
            Cow::Owned(bytes) => Cow::Owned(String::from_utf8(bytes).expect("a text was packed")),
            Cow::Borrowed(bytes) => Cow::Borrowed(std::str::from_utf8(bytes).expect("a text was kept")),
        }
    }
}

fn pack(text: String) -> Bytes {
    let packed = lz4_flex::block::compress(text.as_bytes());
    // In a box, which has no room to spare.
    if packed.len() < text.len() {
        packed.into_boxed_slice().into()
    } else {
        text.into_bytes().into_boxed_slice().into()
    }
}
