//! A picture on a ground that others have, too → its file. Colours and repeats of the ground are looked for once.
//!
//! The ground leaves places in the palette, so that what is painted over it changes no number of the ground itself: the bytes of
//! its rows, and the pieces that they are compressed to, stay as they are wherever nothing was painted.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;
use resvg::tiny_skia::Pixmap;

use super::numbered::Colour;
use super::repeats::{self, Piece};
use super::{Channels, Numbered, file, palette, rows};
use crate::pictures::pixels::Failure;
use crate::share::canvas::{Canvas, PIXEL};

/// The places of a palette.
const PALETTE: usize = 256;

/// How many of them are left for what is painted over: letters in three colours on two have about sixty, with all shades at
/// their edges.
const LEFT: usize = 64;

/// A ground in numbers of its colours, as it is in a file.
#[derive(Debug)]
pub(in super::super) struct FlatGround {
    size: (u32, u32),
    palette: Vec<Colour>,
    /// The place of each colour that is in the palette.
    places: HashMap<Colour, u8, FixedState>,
    rows: Vec<u8>,
    pieces: Vec<Piece>,
}

/// How many bytes between two others are too few to look at by themselves.
const GAP: usize = 16;

/// Pixels of one colour beside each other, of which some aren't as they are in the ground.
struct Run {
    /// Where they are among the bytes of the rows.
    bytes: Range<usize>,
    /// Which of the colours that were painted.
    number: usize,
}

impl FlatGround {
    /// The ground of these pixels.
    pub(in super::super) fn of(pixels: &Pixmap) -> Self {
        let numbered = Numbered::of(pixels);
        let (palette, numbers) = palette(&numbered.colours, PALETTE - LEFT);
        let width = numbered.size.0 as usize;
        let rows = rows(&numbered.numbers, width, &numbers);
        let pieces = repeats::of(&rows, 1 + width);
        let places = palette.iter().copied().zip(0..=u8::MAX).collect();
        Self { size: numbered.size, palette, places, rows, pieces }
    }

    /// The file of what was painted over these pixels.
    pub(in super::super) fn png(&self, pixels: &Pixmap, canvas: &Canvas) -> Result<Vec<u8>, Failure> {
        let (colours, runs) = self.painted(pixels, canvas);
        let (palette, places) = self.with(&colours);
        let mut rows = self.rows.clone();
        let mut changed: Vec<Range<usize>> = Vec::new();
        for Run { bytes, number } in runs {
            rows[bytes.clone()].fill(places[number]);
            match changed.last_mut().filter(|last| bytes.start - last.end < GAP) {
                Some(last) => last.end = bytes.end,
                None => changed.push(bytes),
            }
        }
        let pieces = repeats::again(&self.pieces, &rows, self.row(), &changed);
        file(self.size, &palette, &rows, &pieces)
    }

    /// Bytes of a row.
    fn row(&self) -> usize {
        1 + self.size.0 as usize
    }

    /// The colours that were painted, each with its number of pixels, and where.
    fn painted(&self, pixels: &Pixmap, canvas: &Canvas) -> (Vec<(Colour, usize)>, Vec<Run>) {
        let (mut colours, mut runs) = (Vec::<(Colour, usize)>::new(), Vec::new());
        let mut known = HashMap::<Colour, usize, FixedState>::default();
        for (row, touched) in canvas.touched() {
            let mut end = row * self.row() + 1 + touched.start;
            let bytes = canvas.bytes(row, touched);
            let (mut old, mut new) = (&pixels.data()[bytes.clone()], &canvas.pixels().data()[bytes]);
            while let Some(&[red, green, blue, alpha]) = new.first_chunk() {
                let length = alike([red, green, blue, alpha], new);
                let (of_run, rest) = new.split_at(length * PIXEL);
                let (below, rest_below) = old.split_at(of_run.len());
                (old, new, end) = (rest_below, rest, end + length);
                if of_run != below {
                    let number = *known.entry([red, green, blue]).or_insert_with(|| {
                        colours.push(([red, green, blue], 0));
                        colours.len() - 1
                    });
                    colours[number].1 += length;
                    runs.push(Run { bytes: end - length..end, number });
                }
            }
        }
        (colours, runs)
    }

    /// The palette with the colours of most pixels that it hasn't, and of each of these colours its place there, or that of the
    /// most similar.
    fn with(&self, colours: &[(Colour, usize)]) -> (Vec<Colour>, Vec<u8>) {
        let mut palette = self.palette.clone();
        let known = |colour: &Colour| self.places.get(colour).copied();
        let mut places: Vec<Option<u8>> = colours.iter().map(|(colour, _)| known(colour)).collect();
        let mut others: Vec<usize> = (0..colours.len()).filter(|&number| places[number].is_none()).collect();
        others.sort_unstable_by_key(|&number| {
            let (colour, pixels) = colours[number];
            (Reverse(pixels), colour)
        });
        for (place, number) in (palette.len()..PALETTE).zip(others) {
            palette.push(colours[number].0);
            places[number] = u8::try_from(place).ok();
        }
        let channels = Channels::of(&palette);
        let place = |(place, (colour, _)): (Option<u8>, &(Colour, usize))| {
            place.unwrap_or_else(|| channels.nearest(*colour))
        };
        (palette, places.into_iter().zip(colours).map(place).collect())
    }
}

/// How many pixels from the first are of this colour, at least one.
fn alike(colour: [u8; PIXEL], pixels: &[u8]) -> usize {
    let pixels = pixels.as_chunks::<PIXEL>().0;
    let (eights, _) = pixels.as_chunks::<8>();
    let before = eights.iter().take_while(|eight| **eight == [colour; 8]).count() * 8;
    before + pixels[before..].iter().take_while(|pixel| **pixel == colour).count()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    const SIZE: (u32, u32) = (61, 40);

    /// A ground of so many colours in stripes that lean.
    fn ground(colours: u32) -> Pixmap {
        let mut ground = Pixmap::new(SIZE.0, SIZE.1).unwrap();
        for (at, pixel) in (0..).zip(ground.data_mut().as_chunks_mut::<PIXEL>().0) {
            let shade = u8::try_from(at / 4 % colours).unwrap();
            *pixel = [shade, 9, 200, 255];
        }
        ground
    }

    /// What a reader sees of it, beside what was painted.
    fn seen(ground: &Pixmap, canvas: &Canvas) -> (Vec<Colour>, Vec<Colour>) {
        let file = FlatGround::of(ground).png(ground, canvas).unwrap();
        let seen = image::load_from_memory(&file).unwrap().into_rgb8();
        let painted = canvas.pixels().data().as_chunks::<PIXEL>().0.iter();
        (
            seen.pixels().map(|pixel| pixel.0).collect(),
            painted.map(|&[red, green, blue, _]| [red, green, blue]).collect(),
        )
    }

    #[test]
    fn what_is_painted_over_a_ground_is_seen_and_so_is_the_ground() {
        for masks in [
            &[][..],
            &[(0, 0, 5)],
            &[(3, 2, 7), (4, 3, 7), (40, 30, 30), (-3, 38, 9), (58, 0, 11)],
            &[(0, 0, 61), (0, 12, 61), (0, 24, 61), (0, 36, 61)],
        ] {
            let ground = ground(12);
            let mut canvas = Canvas::new(ground.clone());
            for (x, y, width) in masks {
                let covered: Vec<u8> = (0..width * 12).map(|at| [0, 0, 255, 120, 255, 9][at % 6]).collect();
                canvas.cover((*x, *y), &covered, *width, [255, 240, 1]);
            }
            let (seen, painted) = seen(&ground, &canvas);
            assert!(seen == painted, "{masks:?}");
        }
    }

    #[test]
    fn a_colour_too_many_is_seen_as_the_most_similar() {
        let ground = ground(200);
        let mut canvas = Canvas::new(ground.clone());
        // Each in two pixels of a row, and one in a single pixel.
        for shade in 0..u8::try_from(LEFT).unwrap() {
            canvas.cover((0, i32::from(shade % 40)), &[255; 2], 2, [shade, 255, 0]);
            canvas.cover((2, i32::from(shade % 40)), &[255; 2], 2, [shade, 200, 0]);
        }
        canvas.cover((50, 0), &[255], 1, [3, 254, 0]);
        let (seen, painted) = seen(&ground, &canvas);
        assert_eq!(painted[50], [3, 254, 0]);
        assert!(painted.contains(&seen[50]) && seen[50] != painted[50], "{:?}", seen[50]);
    }
}
