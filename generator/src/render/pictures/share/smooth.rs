//! Pixels of many colours → a JPEG.

use jpeg_encoder::SamplingFactor;
use resvg::tiny_skia::Pixmap;

use super::BYTES_MAX;
use crate::pictures::pixels::{self, Failure};

/// How good a JPEG is, and what it takes for that.
struct Quality {
    number: u8,
    /// Letters keep sharp edges where colours are as fine as brightness, which a picture full of grain can't afford.
    colours: SamplingFactor,
    /// Bytes beside the others, the least that photographs took.
    weight: usize,
}

/// From the best; the first that is small enough is taken.
const QUALITIES: [Quality; 5] = [
    Quality { number: 84, colours: SamplingFactor::F_1_1, weight: 100 },
    Quality { number: 76, colours: SamplingFactor::F_1_1, weight: 78 },
    Quality { number: 76, colours: SamplingFactor::F_2_2, weight: 58 },
    Quality { number: 60, colours: SamplingFactor::F_2_2, weight: 40 },
    Quality { number: 40, colours: SamplingFactor::F_2_2, weight: 28 },
];

/// The file. Those that can't be small enough, by the bytes of the one before, aren't tried.
pub(super) fn small_enough(canvas: &Pixmap) -> Result<Vec<u8>, Failure> {
    let size = (canvas.width(), canvas.height());
    let mut at = 0;
    loop {
        let Quality { number, colours, weight } = QUALITIES[at];
        let bytes = pixels::jpeg(canvas.data(), size, number, colours)?;
        let next = at + 1;
        if bytes.len() <= BYTES_MAX || next == QUALITIES.len() {
            return Ok(bytes);
        }
        let may_fit = |quality: &Quality| bytes.len() * quality.weight <= BYTES_MAX * weight;
        at = QUALITIES[next..].iter().position(may_fit).map_or(QUALITIES.len() - 1, |found| next + found);
    }
}
