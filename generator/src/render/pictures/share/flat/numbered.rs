//! Pixels → numbers of their colours. What a picture has in common with its ground is numbered once for both.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use resvg::tiny_skia::Pixmap;

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// Bytes of a pixel: a colour, and how much of it there is.
const PIXEL: usize = 4;

/// How many pixels are compared with those of the ground at once.
const AT_ONCE: usize = 16 * PIXEL;

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

    /// The same for a picture that was painted over `ground`, of which these are the numbers.
    pub(in super::super) fn painted_over(&self, ground: &Pixmap, canvas: &Pixmap) -> Self {
        let mut painted = self.clone();
        let row = self.size.0 as usize * PIXEL;
        let rows = ground.data().chunks(row).zip(canvas.data().chunks(row)).enumerate();
        for (at, (old, new)) in rows.filter(|(_, (old, new))| old != new) {
            let parts = old.chunks(AT_ONCE).zip(new.chunks(AT_ONCE)).enumerate();
            for (part, (_, new)) in parts.filter(|(_, (old, new))| old != new) {
                painted.number((at * row + part * AT_ONCE) / PIXEL, new);
            }
        }
        painted
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
        let over = Numbered::of(&ground).painted_over(&ground, &painted);
        assert_eq!(colours(&over), colours(&Numbered::of(&painted)));
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
