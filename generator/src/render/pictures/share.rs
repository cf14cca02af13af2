//! The picture that is shown where somebody shares a page: 1200 × 630 pixels, in the page's language.
//!
//! The theme draws it as SVG, with words that [`fit`](fit::fit) has put into lines, since SVG knows none. Here it becomes a
//! PNG with few colours, or a JPEG where it has many. Only the theme's own fonts are used, so every machine draws the
//! same bytes.

mod canvas;
mod fit;
mod flat;
mod fonts;
mod grounds;
mod layers;
mod letters;
mod lines;
mod paint;
mod shaped;
mod sheet;
mod slot;
mod smooth;

use std::sync::Arc;

use crate::keep::CacheKey;
use crate::pictures::pixels::{Bench, Failure};
use crate::pictures::{self, PictureFormat};
use crate::source::Original;

use flat::Numbered;
use paint::Painted;

pub use fit::{Fitted, Room, fit};
pub use fonts::Fonts;
pub use grounds::Grounds;

/// Width and height in pixels (Open Graph asks for 1.91 : 1).
pub const SIZE: (u32, u32) = (1200, 630);

/// The messengers that show previews on a slow net take no more.
const BYTES_MAX: usize = 100 * 1024;

/// Raised when the same pixels are written as other bytes: a name stands for bytes.
const VERSION: &str = "share 4";

/// What the theme calls the picture of the content in its drawing.
const INSET: &str = "picture";

/// A picture for sharing before it has pixels.
#[derive(Debug)]
pub struct Drawing {
    /// The theme's drawing in words of the page.
    pub svg: String,
    /// The picture of the story or event.
    pub inset: Option<Inset>,
    /// The theme's fonts.
    pub fonts: Arc<Fonts>,
    /// What the theme's drawings have in common, drawn before.
    pub grounds: Arc<Grounds>,
}

/// A picture of the content inside one for sharing.
#[derive(Clone, Debug)]
pub enum Inset {
    /// The text of a drawing that was found harmless.
    Drawing(String),
    /// A photograph.
    Photo(Original),
}

impl Drawing {
    /// The hash of all that goes into the picture.
    #[must_use]
    pub fn key(&self) -> CacheKey {
        let inset = match &self.inset {
            None => "",
            Some(Inset::Drawing(svg)) => svg,
            Some(Inset::Photo(original)) => &original.digest,
        };
        pictures::key(VERSION, &[self.svg.as_bytes(), inset.as_bytes(), self.fonts.digest().as_bytes()])
    }

    /// What it will be written as. Its name says it, so it is known before the pixels are: flat colours and the edges
    /// between them are few, and what is none of that can't be drawn without one of these words.
    #[must_use]
    pub fn format(&self) -> PictureFormat {
        let is_flat = |svg: &str| !["Gradient", "filter"].iter().any(|word| svg.contains(word));
        let inset_is_flat = match &self.inset {
            None => true,
            Some(Inset::Drawing(svg)) => is_flat(svg),
            Some(Inset::Photo(_)) => false,
        };
        if inset_is_flat && is_flat(&self.svg) { PictureFormat::Png } else { PictureFormat::Jpeg }
    }

    /// The finished file.
    pub(crate) fn bytes(&self, bench: &mut Bench) -> Result<Vec<u8>, Failure> {
        let is_flat = self.format() == PictureFormat::Png;
        match self.paint(bench)? {
            Painted::Alone(canvas) if is_flat => flat::small_enough(&Numbered::of(&canvas)),
            Painted::Alone(canvas) => smooth::small_enough(&canvas),
            Painted::On(sheet) => {
                let bytes = if is_flat { sheet.flat() } else { sheet.smooth() };
                self.grounds.give_back(sheet);
                bytes
            }
        }
    }
}
