//! The place of a picture of the content, filled pixel by pixel: a photograph is shrunk to just that size, and neither
//! it nor a drawing is sampled twice.

use std::ops::Range;

use image::RgbaImage;
use resvg::tiny_skia::{ColorU8, IntSize, Pixmap, Transform};
use resvg::usvg::Tree;
use resvg::usvg::roxmltree::Node;

use super::canvas::{self, Canvas, PIXEL};
use super::{INSET, SIZE};
use crate::pictures::pixels::{self, Failure};

/// Where the picture is, in pixels of the whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Slot {
    pub(super) x: u32,
    pub(super) y: u32,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl Slot {
    /// The place that this element gives the picture, if it says nothing else and covers all of it.
    pub(super) fn of(element: Node<'_, '_>) -> Option<Self> {
        let covers = element.has_tag_name("image")
            && element.attributes().len() == 6
            && element.attribute("href") == Some(INSET)
            && element.attribute("preserveAspectRatio") == Some("xMidYMid slice");
        let pixels = |name| element.attribute(name)?.parse::<u32>().ok();
        let slot =
            Slot { x: pixels("x")?, y: pixels("y")?, width: pixels("width")?, height: pixels("height")? };
        (covers && slot.is_inside()).then_some(slot)
    }

    fn is_inside(self) -> bool {
        let ends = |start: u32, length, most| length > 0 && start.saturating_add(length) <= most;
        ends(self.x, self.width, SIZE.0) && ends(self.y, self.height, SIZE.1)
    }

    /// A photograph in the size of this place.
    pub(super) fn photo(self, photo: &RgbaImage) -> Result<Pixmap, Failure> {
        let photo = pixels::cover(photo, self.width, self.height)?;
        Ok(pixmap(photo).ok_or("no photograph of this size")?)
    }

    /// A drawing in the size of this place.
    pub(super) fn drawing(self, drawing: &Tree) -> Result<Pixmap, Failure> {
        let mut pixels = Pixmap::new(self.width, self.height).ok_or("no memory for a picture")?;
        resvg::render(drawing, self.covering(drawing), &mut pixels.as_mut());
        Ok(pixels)
    }

    /// Puts pixels of its size over what lies there.
    pub(super) fn put(self, canvas: &mut Canvas, part: &Pixmap) {
        for (part, row) in part.data().chunks(self.length()).zip(self.y..) {
            let pixels = canvas.touch(row as usize, self.pixels()).as_chunks_mut::<PIXEL>().0;
            for (pixel, over) in pixels.iter_mut().zip(part.as_chunks::<PIXEL>().0) {
                canvas::put(pixel, *over);
            }
        }
    }

    /// Which pixels of a row are its own.
    fn pixels(self) -> Range<usize> {
        self.x as usize..(self.x + self.width) as usize
    }

    /// Bytes of a row of its own.
    fn length(self) -> usize {
        self.width as usize * PIXEL
    }

    /// As `xMidYMid slice` has it (SVG 2, 8.7).
    #[expect(clippy::cast_precision_loss, reason = "sides of a picture are small numbers")]
    fn covering(self, drawing: &Tree) -> Transform {
        let (width, height) = (self.width as f32, self.height as f32);
        let size = drawing.size();
        let scale = (width / size.width()).max(height / size.height());
        let middle = |room: f32, side: f32| (room - side * scale) / 2.0;
        Transform::from_row(
            scale,
            0.0,
            0.0,
            scale,
            middle(width, size.width()),
            middle(height, size.height()),
        )
    }
}

fn pixmap(photo: RgbaImage) -> Option<Pixmap> {
    let size = IntSize::from_wh(photo.width(), photo.height())?;
    let mut pixels = photo.into_raw();
    for pixel in pixels.chunks_exact_mut(4).filter(|pixel| pixel[3] != u8::MAX) {
        let colour = ColorU8::from_rgba(pixel[0], pixel[1], pixel[2], pixel[3]).premultiply();
        pixel[..3].copy_from_slice(&[colour.red(), colour.green(), colour.blue()]);
    }
    Pixmap::from_vec(pixels, size)
}
