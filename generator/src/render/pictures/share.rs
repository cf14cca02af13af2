//! The picture that is shown where somebody shares a page: 1200 × 630 pixels, in the page's language.
//!
//! The theme draws it as SVG, with words that [`fit`](fit::fit) has put into lines, since SVG knows none. Here it becomes a
//! JPEG. Only the theme's own fonts are used, so every machine draws the same bytes.

mod fit;
mod fonts;

use std::sync::Arc;

use image::RgbaImage;
use jpeg_encoder::SamplingFactor;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, ImageHrefResolver, ImageKind, Options, Tree};

use crate::keep::CacheKey;
use crate::pictures;
use crate::pictures::pixels::{self, Bench, Failure};
use crate::source::Original;

pub use fit::{Fitted, Room, fit};
pub use fonts::Fonts;

/// Width and height in pixels (Open Graph asks for 1.91 : 1).
pub const SIZE: (u32, u32) = (1200, 630);

/// The messengers that show previews on a slow net take no more.
const BYTES_MAX: usize = 100 * 1024;

/// From the best; the first that is small enough is taken. Letters keep sharp edges where colours are as fine as
/// brightness, which a picture full of grain can't afford.
const QUALITIES: [(u8, SamplingFactor); 5] = [
    (84, SamplingFactor::F_1_1),
    (76, SamplingFactor::F_1_1),
    (76, SamplingFactor::F_2_2),
    (60, SamplingFactor::F_2_2),
    (40, SamplingFactor::F_2_2),
];

/// The widest that a picture stands inside a picture for sharing.
const INSET_WIDTH: u32 = 1200;

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
        pictures::key("share", &[self.svg.as_bytes(), inset.as_bytes(), self.fonts.digest().as_bytes()])
    }

    /// The finished file.
    pub(crate) fn jpeg(&self, bench: &mut Bench) -> Result<Vec<u8>, Failure> {
        let inset = self.inset.as_ref().map(|inset| self.image(inset, bench)).transpose()?;
        let tree = Tree::from_str(&self.svg, &self.options(inset))?;
        let mut canvas = Pixmap::new(SIZE.0, SIZE.1).ok_or("no memory for a picture")?;
        let size = tree.size();
        let (x, y) =
            (f64::from(SIZE.0) / f64::from(size.width()), f64::from(SIZE.1) / f64::from(size.height()));
        resvg::render(&tree, scale(x, y), &mut canvas.as_mut());
        let picture = RgbaImage::from_raw(SIZE.0, SIZE.1, canvas.take()).ok_or("no picture of this size")?;
        small_enough(&picture)
    }

    fn image(&self, inset: &Inset, bench: &mut Bench) -> Result<ImageKind, Failure> {
        match inset {
            Inset::Drawing(svg) => Ok(ImageKind::SVG(Tree::from_str(svg, &self.options(None))?)),
            Inset::Photo(original) => {
                let picture = bench.picture(original)?;
                let width = picture.width().min(INSET_WIDTH);
                let height =
                    u64::from(picture.height()) * u64::from(width) / u64::from(picture.width()).max(1);
                let small = pixels::shrink(picture, width, u32::try_from(height)?.max(1))?;
                Ok(ImageKind::PNG(Arc::new(pixels::png(&small)?)))
            }
        }
    }

    /// Reads nothing from disk or net, and no font of this machine.
    fn options(&self, inset: Option<ImageKind>) -> Options<'_> {
        let resolver = ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(move |href, _| inset.clone().filter(|_| href == INSET)),
        };
        let fonts = FontResolver {
            select_font: FontResolver::default_font_selector(),
            select_fallback: Box::new(|char, used, _| self.fonts.fallback(char, used)),
        };
        Options {
            image_href_resolver: resolver,
            font_resolver: fonts,
            fontdb: Arc::clone(self.fonts.database()),
            ..Options::default()
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a factor near one")]
fn scale(x: f64, y: f64) -> Transform {
    Transform::from_scale(x as f32, y as f32)
}

fn small_enough(picture: &RgbaImage) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    for (quality, colours) in QUALITIES {
        bytes = pixels::jpeg(picture, quality, colours)?;
        if bytes.len() <= BYTES_MAX {
            break;
        }
    }
    Ok(bytes)
}
