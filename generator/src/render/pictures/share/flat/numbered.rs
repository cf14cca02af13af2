//! Pixels → numbers of their colours. What a picture has in common with its ground is numbered once for both.

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;
use resvg::tiny_skia::Pixmap;

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// Bytes of a pixel: a colour, and how much of it there is.
const PIXEL: usize = 4;

/// How many bytes of a picture are compared with those of its ground at once, and how many of those that differ.
const COARSE_PART: usize = 64 * FINE_PART;
const FINE_PART: usize = 16 * PIXEL;

/// How many colours have a number of their own, far more than any flat drawing has. One that comes later shares its number
/// with those that differ from it in these bits only, of which there are as many again.
const EXACT: usize = 1 << 15;
const COARSE: u8 = 0xf8;

/// A picture in numbers of its colours.
#[derive(Clone, Debug)]
pub(in super::super) struct Numbered {
    /// In pixels.
    pub(super) size: (u32, u32),
    /// In the order in which they came up, each with how many pixels have it or had it in the ground.
    pub(super) colours: Vec<(Colour, usize)>,
    /// The number of each pixel, row by row.
    pub(super) numbers: Vec<u16>,
    known: HashMap<Colour, u16, FixedState>,
}

impl Numbered {
    /// All pixels of a picture.
    pub(in super::super) fn of(canvas: &Pixmap) -> Self {
        let numbers = vec![0; canvas.data().len() / PIXEL];
        let size = (canvas.width(), canvas.height());
        let mut all = Self { size, colours: Vec::new(), numbers, known: HashMap::default() };
        all.number(0, canvas.data());
        all
    }

    /// Numbers what was painted over the ground of which these are the numbers.
    pub(in super::super) fn paint(&mut self, parts: &[Part], canvas: &Pixmap) {
        parts.iter().for_each(|part| self.number(part.0.start, &canvas.data()[part.bytes()]));
    }

    /// Makes them the numbers of the ground again.
    pub(in super::super) fn take_back(&mut self, parts: &[Part], ground: &Self) {
        for Part(part) in parts {
            self.numbers[part.clone()].copy_from_slice(&ground.numbers[part.clone()]);
        }
        self.colours.clone_from(&ground.colours);
        self.known.clone_from(&ground.known);
    }

    /// Numbers some pixels, of which the first has this place.
    fn number(&mut self, mut at: usize, pixels: &[u8]) {
        for run in pixels.as_chunks::<PIXEL>().0.chunk_by(|a, b| a == b) {
            let [red, green, blue, _] = run[0];
            let number = self.number_of([red, green, blue]);
            self.colours[usize::from(number)].1 += run.len();
            self.numbers[at..at + run.len()].fill(number);
            at += run.len();
        }
    }

    fn number_of(&mut self, colour: Colour) -> u16 {
        if let Some(number) = self.known.get(&colour) {
            return *number;
        }
        let has_its_own = self.colours.len() < EXACT;
        let colour = if has_its_own { colour } else { colour.map(|channel| channel & COARSE) };
        *self.known.entry(colour).or_insert_with(|| {
            self.colours.push((colour, 0));
            u16::try_from(self.colours.len() - 1).expect("there are 2^15 coarse colours")
        })
    }
}

/// Some pixels that stand beside each other.
#[derive(Clone, Debug)]
pub(in super::super) struct Part(Range<usize>);

impl Part {
    /// Where they are among the bytes of the picture.
    pub(in super::super) fn bytes(&self) -> Range<usize> {
        self.0.start * PIXEL..self.0.end * PIXEL
    }
}

/// Where two pictures of one size differ.
pub(in super::super) fn differing(old: &Pixmap, new: &Pixmap) -> Vec<Part> {
    let mut parts = Vec::new();
    let coarse = old.data().chunks(COARSE_PART).zip(new.data().chunks(COARSE_PART)).enumerate();
    for (at, (old, new)) in coarse.filter(|(_, (old, new))| old != new) {
        let fine = old.chunks(FINE_PART).zip(new.chunks(FINE_PART)).enumerate();
        parts.extend(fine.filter(|(_, (old, new))| old != new).map(|(part, (_, new))| {
            let start = (at * COARSE_PART + part * FINE_PART) / PIXEL;
            Part(start..start + new.len() / PIXEL)
        }));
    }
    parts
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    /// A canvas with these pixels.
    fn canvas(width: u32, height: u32, colour: impl Fn(u32) -> Colour) -> Pixmap {
        let mut canvas = Pixmap::new(width, height).unwrap();
        for (at, pixel) in (0..).zip(canvas.data_mut().as_chunks_mut::<PIXEL>().0) {
            let [red, green, blue] = colour(at);
            *pixel = [red, green, blue, u8::MAX];
        }
        canvas
    }

    fn colours(numbered: &Numbered) -> Vec<Colour> {
        numbered.numbers.iter().map(|number| numbered.colours[usize::from(*number)].0).collect()
    }

    #[test]
    fn what_is_painted_over_a_ground_has_its_colours() {
        let ground = canvas(37, 29, |at| [u8::try_from(at % 7).unwrap(), 1, 2]);
        let painted = canvas(37, 29, |at| {
            [u8::try_from(if at > 500 && at < 600 { at % 9 } else { at % 7 }).unwrap(), 1, 2]
        });
        let of_ground = Numbered::of(&ground);
        let parts = differing(&ground, &painted);
        let mut over = of_ground.clone();
        over.paint(&parts, &painted);
        assert_eq!(colours(&over), colours(&Numbered::of(&painted)));
        over.take_back(&parts, &of_ground);
        assert_eq!((&over.numbers, &over.colours), (&of_ground.numbers, &of_ground.colours));
    }

    #[test]
    fn colours_that_come_late_are_coarser() {
        let colour = |at: u32| [at.to_le_bytes()[0], at.to_le_bytes()[1], at.to_le_bytes()[2]];
        let seen = |at: u32| {
            if (at as usize) < EXACT { colour(at) } else { colour(at).map(|channel| channel & COARSE) }
        };
        let expected: Vec<Colour> = (0..300 * 300).map(seen).collect();
        assert_eq!(colours(&Numbered::of(&canvas(300, 300, colour))), expected);
    }
}
