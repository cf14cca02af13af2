//! Pixels → numbers of their colours.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use resvg::tiny_skia::Pixmap;

use super::super::canvas::PIXEL;

/// Red, green and blue.
pub(super) type Colour = [u8; 3];

/// How many colours have a number of their own, far more than any flat drawing has. One that comes later shares its number
/// with those that differ from it in these bits only, of which there are as many again.
const EXACT: usize = 1 << 15;
const COARSE: u8 = 0xf8;

/// A picture in numbers of its colours.
#[derive(Debug)]
pub(in super::super) struct Numbered {
    /// In pixels.
    pub(super) size: (u32, u32),
    /// In the order in which they came up, each with how many pixels have it.
    pub(super) colours: Vec<(Colour, usize)>,
    /// The number of each pixel, row by row.
    pub(super) numbers: Vec<u16>,
}

impl Numbered {
    /// All pixels of a picture.
    pub(in super::super) fn of(canvas: &Pixmap) -> Self {
        let mut numbers = Vec::with_capacity(canvas.data().len() / PIXEL);
        let mut seen = Seen::default();
        for run in canvas.data().as_chunks::<PIXEL>().0.chunk_by(|a, b| a == b) {
            let [red, green, blue, _] = run[0];
            let number = seen.number_of([red, green, blue]);
            seen.colours[usize::from(number)].1 += run.len();
            numbers.resize(numbers.len() + run.len(), number);
        }
        Self { size: (canvas.width(), canvas.height()), colours: seen.colours, numbers }
    }
}

/// The colours that came up so far.
#[derive(Default)]
struct Seen {
    colours: Vec<(Colour, usize)>,
    known: HashMap<Colour, u16, FixedState>,
}

impl Seen {
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
    fn colours_that_come_late_are_coarser() {
        let colour = |at: u32| [at.to_le_bytes()[0], at.to_le_bytes()[1], at.to_le_bytes()[2]];
        let seen = |at: u32| {
            if (at as usize) < EXACT { colour(at) } else { colour(at).map(|channel| channel & COARSE) }
        };
        let expected: Vec<Colour> = (0..300 * 300).map(seen).collect();
        assert_eq!(colours(&Numbered::of(&canvas(300, 300, colour))), expected);
    }
}
