//! Pixels that know where they were painted on, so that nobody has to look at all of them.

use std::ops::Range;

use resvg::tiny_skia::Pixmap;

/// Bytes of a pixel: red, green, blue, and how much of them there is.
pub(super) const PIXEL: usize = 4;

/// A picture that is being painted.
#[derive(Debug)]
pub(super) struct Canvas {
    pixels: Pixmap,
    /// Of each row, the pixels from the first to the last that were painted on.
    touched: Vec<Range<usize>>,
}

impl Canvas {
    /// On which nothing was painted.
    pub(super) fn new(pixels: Pixmap) -> Self {
        let touched = vec![0..0; pixels.height() as usize];
        Self { pixels, touched }
    }

    pub(super) fn pixels(&self) -> &Pixmap {
        &self.pixels
    }

    /// Where it was painted on: rows and pixels of each, of which some may be as they were.
    pub(super) fn touched(&self) -> impl Iterator<Item = (usize, Range<usize>)> + '_ {
        self.touched.iter().cloned().enumerate().filter(|(_, touched)| !touched.is_empty())
    }

    /// Puts a colour where a mask of `width` pixels a row covers what lies there; what is outside is left out.
    pub(super) fn cover(&mut self, (x, y): (i32, i32), covered: &[u8], width: usize, colour: [u8; 3]) {
        let inside = inside(x, width, self.width());
        if inside.is_empty() {
            return;
        }
        for (row, covered) in (i64::from(y)..).zip(covered.chunks_exact(width)) {
            let Some(row) = usize::try_from(row).ok().filter(|row| *row < self.touched.len()) else {
                continue;
            };
            // Not negative: there is a pixel inside.
            let start = usize::try_from(i64::from(x) + to_i64(inside.start)).unwrap_or(0);
            let covered = &covered[inside.clone()];
            let pixels = self.touch(row, start..start + covered.len());
            for (pixel, covered) in pixels.as_chunks_mut::<PIXEL>().0.iter_mut().zip(covered) {
                blend(pixel, colour, *covered);
            }
        }
    }

    /// The bytes of some pixels of a row, to be painted on.
    pub(super) fn touch(&mut self, row: usize, pixels: Range<usize>) -> &mut [u8] {
        let touched = &mut self.touched[row];
        *touched = match touched.end {
            0 => pixels.clone(),
            end => touched.start.min(pixels.start)..end.max(pixels.end),
        };
        let bytes = self.bytes(row, pixels);
        &mut self.pixels.data_mut()[bytes]
    }

    /// Paints in a way of which is known only what it has changed: all pixels are compared with those that lie below.
    pub(super) fn paint<T>(&mut self, below: &Pixmap, paint: impl FnOnce(&mut Pixmap) -> T) -> T {
        let painted = paint(&mut self.pixels);
        let length = self.width() * PIXEL;
        for row in 0..self.touched.len() {
            let bytes = row * length..(row + 1) * length;
            let (new, old) = (&self.pixels.data()[bytes.clone()], &below.data()[bytes]);
            if new != old {
                self.touched[row] = differing(new, old);
            }
        }
        painted
    }

    /// Makes it what lies below again.
    pub(super) fn wipe(&mut self, below: &Pixmap) {
        for row in 0..self.touched.len() {
            let bytes = self.bytes(row, self.touched[row].clone());
            self.pixels.data_mut()[bytes.clone()].copy_from_slice(&below.data()[bytes]);
            self.touched[row] = 0..0;
        }
    }

    /// Where pixels of a row are among the bytes of the picture.
    pub(super) fn bytes(&self, row: usize, pixels: Range<usize>) -> Range<usize> {
        let start = row * self.width();
        (start + pixels.start) * PIXEL..(start + pixels.end) * PIXEL
    }

    fn width(&self) -> usize {
        self.pixels.width() as usize
    }
}

/// Which of `width` pixels that begin at `x` are inside of a row.
fn inside(x: i32, width: usize, row: usize) -> Range<usize> {
    let at = |place: i64| usize::try_from(place.clamp(0, to_i64(width))).unwrap_or(0);
    at(-i64::from(x))..at(to_i64(row) - i64::from(x))
}

fn to_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// The pixels from the first to the last that differ; both rows have as many.
fn differing(new: &[u8], old: &[u8]) -> Range<usize> {
    let pairs = || new.as_chunks::<PIXEL>().0.iter().zip(old.as_chunks::<PIXEL>().0);
    let first = pairs().position(|(new, old)| new != old);
    let last = pairs().rposition(|(new, old)| new != old);
    first.zip(last).map_or(0..0, |(first, last)| first..last + 1)
}

/// A colour over a pixel, as far as it is covered.
fn blend(pixel: &mut [u8; PIXEL], [red, green, blue]: [u8; 3], covered: u8) {
    match covered {
        0 => {}
        u8::MAX => *pixel = [red, green, blue, u8::MAX],
        _ => put(pixel, [red, green, blue, u8::MAX].map(|channel| part(channel, covered))),
    }
}

/// A pixel over another, each with as much of its colours as there is of it.
pub(super) fn put(pixel: &mut [u8; PIXEL], over: [u8; PIXEL]) {
    // Most of them hide all that lies below.
    if over[3] == u8::MAX {
        *pixel = over;
        return;
    }
    let left = u8::MAX - over[3];
    for (old, new) in pixel.iter_mut().zip(over) {
        *old = new.saturating_add(part(*old, left));
    }
}

/// So many 255ths of a number.
fn part(of: u8, parts: u8) -> u8 {
    ((u32::from(of) * u32::from(parts) + 127) / 255).to_le_bytes()[0]
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    fn canvas() -> Canvas {
        let mut pixels = Pixmap::new(5, 3).unwrap();
        pixels.data_mut().fill(255);
        Canvas::new(pixels)
    }

    #[test]
    fn a_mask_covers_what_is_inside_and_nothing_else() {
        for (place, seen) in
            [((3, 1), 2), ((-1, 1), 1), ((4, 2), 1), ((5, 0), 0), ((-2, 0), 0), ((0, 3), 0), ((0, -1), 0)]
        {
            let mut canvas = canvas();
            canvas.cover(place, &[255, 255], 2, [1, 2, 3]);
            canvas.cover((i32::MIN, i32::MIN), &[255], 1, [1, 2, 3]);
            canvas.cover((i32::MAX, i32::MAX), &[255], 1, [1, 2, 3]);
            let painted =
                canvas.pixels.data().as_chunks::<PIXEL>().0.iter().filter(|pixel| **pixel == [1, 2, 3, 255]);
            assert_eq!(painted.count(), seen, "{place:?}");
            assert_eq!(canvas.touched().map(|(_, touched)| touched.len()).sum::<usize>(), seen);
        }
    }

    #[test]
    fn what_is_covered_in_part_is_mixed() {
        let mut canvas = canvas();
        canvas.cover((0, 0), &[0, 51, 255], 3, [0, 100, 255]);
        assert_eq!(canvas.pixels.data()[..12], [255, 255, 255, 255, 204, 224, 255, 255, 0, 100, 255, 255]);
    }

    #[test]
    fn what_was_painted_in_any_way_is_wiped() {
        let below = canvas().pixels;
        let mut canvas = canvas();
        canvas.cover((0, 0), &[9, 9], 2, [0; 3]);
        canvas.paint(&below, |pixels| {
            pixels.data_mut()[12] = 7;
            pixels.data_mut()[2 * 20 + 4] = 7;
        });
        assert_eq!(canvas.touched().collect::<Vec<_>>(), [(0, 0..4), (2, 1..2)]);
        canvas.wipe(&below);
        assert_eq!((canvas.pixels() == &below, canvas.touched().count()), (true, 0));
    }
}
