//! Glyphs → pixels. Each is drawn once in its size, at one of four places within a pixel, and put wherever it comes again.
//!
//! To draw the outlines of all letters of a picture takes a tenth of the time of a whole build, and they are hardly ever others.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::RwLock;
use resvg::tiny_skia::{self, FillRule, Path, PathBuilder, Transform};
use resvg::usvg::fontdb::ID;
use rustybuzz::ttf_parser::{Face, GlyphId, OutlineBuilder};

use super::Fonts;
use super::canvas::Canvas;
use super::lines::Line;

/// At how many places within a pixel a letter may begin. More of them nobody sees.
const PLACES: i32 = 4;

/// How much of each pixel a letter covers.
#[derive(Debug)]
pub(super) struct Mask {
    /// Where it begins beside the place of the letter, in pixels.
    left: i32,
    top: i32,
    /// Pixels of a row, at least one.
    width: usize,
    /// Row by row.
    covered: Vec<u8>,
}

/// The letters that were drawn before; nothing for a blank.
#[derive(Debug, Default)]
pub(super) struct Letters(RwLock<HashMap<Look, Option<Arc<Mask>>>>);

/// What makes two letters the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Look {
    font: ID,
    glyph: GlyphId,
    /// The bits of its size in pixels.
    size: u32,
    /// Which of the places within a pixel.
    place: i32,
}

impl Fonts {
    /// Writes a line on the canvas.
    pub(super) fn write(&self, line: &Line, canvas: &mut Canvas) {
        for glyph in self.glyphs(line) {
            let places = rounded(glyph.x * 4.0);
            let (x, place) = (places.div_euclid(PLACES), places.rem_euclid(PLACES));
            let look = Look { font: glyph.font, glyph: glyph.id, size: line.style.size.to_bits(), place };
            if let Some(mask) = self.mask(look) {
                let (x, y) = (x.saturating_add(mask.left), rounded(glyph.y).saturating_add(mask.top));
                canvas.cover((x, y), &mask.covered, mask.width, line.style.fill);
            }
        }
    }

    fn mask(&self, look: Look) -> Option<Arc<Mask>> {
        if let Some(mask) = self.letters.0.read().get(&look) {
            return mask.clone();
        }
        let mask = self.outline(look).and_then(|outline| mask(&outline)).map(Arc::new);
        self.letters.0.write().insert(look, mask.clone());
        mask
    }

    /// In pixels, from where the letter begins.
    #[expect(clippy::cast_precision_loss, reason = "one of four")]
    fn outline(&self, look: Look) -> Option<Path> {
        let outline = |data: &[u8], index| {
            let face = Face::parse(data, index).ok()?;
            let mut outline = Outline(PathBuilder::new());
            face.outline_glyph(look.glyph, &mut outline)?;
            let scale = f32::from_bits(look.size) / f32::from(face.units_per_em());
            let aside = look.place as f32 / PLACES as f32;
            outline.0.finish()?.transform(Transform::from_row(scale, 0.0, 0.0, -scale, aside, 0.0))
        };
        self.database().with_face_data(look.font, outline).flatten()
    }
}

/// To the nearest whole pixel; beyond all canvases for what is far away.
#[expect(clippy::cast_possible_truncation, reason = "it ends at the largest number")]
fn rounded(number: f32) -> i32 {
    number.round() as i32
}

#[expect(clippy::cast_precision_loss, reason = "sides of a letter are small numbers")]
fn mask(outline: &Path) -> Option<Mask> {
    let bounds = outline.bounds();
    let (left, top) = (rounded(bounds.left().floor()), rounded(bounds.top().floor()));
    let side = |start: i32, end: f32| u32::try_from(rounded(end.ceil()).checked_sub(start)?).ok();
    let (width, height) = (side(left, bounds.right())?, side(top, bounds.bottom())?);
    let mut mask = tiny_skia::Mask::new(width, height)?;
    let there = Transform::from_translate(-left as f32, -top as f32);
    mask.fill_path(outline, FillRule::Winding, true, there);
    Some(Mask { left, top, width: width as usize, covered: mask.data().to_vec() })
}

struct Outline(PathBuilder);

impl OutlineBuilder for Outline {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
