//! Pixels of few colours → a PNG with a palette: a quarter of what a JPEG takes, sooner made, and sharp at every letter.

use std::cmp::Reverse;
use std::collections::HashMap;

use png::{BitDepth, ColorType, DeflateCompression, Encoder, Filter};
use resvg::tiny_skia::Pixmap;
use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::BYTES_MAX;
use crate::pictures::pixels::Failure;

/// How many colours, from the best; the first that is small enough is taken. The theme's own drawing has about 220, and
/// 800 with one of the content in it: beyond the first hundred they are shades at edges, each in a few pixels.
const COLOURS: [usize; 3] = [256, 64, 16];

/// Beyond this level the file shrinks by less than a tenth and takes twice as long.
const LEVEL: u8 = 4;

/// Red, green and blue.
type Colour = [u8; 3];

/// The file, with fewer colours where it would be too large.
pub(super) fn small_enough(canvas: &Pixmap) -> Result<Vec<u8>, Failure> {
    let picture = Numbered::of(canvas);
    let mut bytes = Vec::new();
    for most in COLOURS {
        bytes = picture.png(most)?;
        if bytes.len() <= BYTES_MAX {
            break;
        }
    }
    Ok(bytes)
}

/// A picture in numbers of its colours.
struct Numbered {
    size: (u32, u32),
    /// In the order in which they come up, each with how many pixels have it.
    colours: Vec<(Colour, usize)>,
    /// Of each pixel, its colour's place among them.
    pixels: Vec<u32>,
}

impl Numbered {
    fn of(canvas: &Pixmap) -> Self {
        let size = (canvas.width(), canvas.height());
        let mut numbers: HashMap<Colour, u32, Xxh3DefaultBuilder> = HashMap::default();
        let mut colours: Vec<(Colour, usize)> = Vec::new();
        let mut pixels = Vec::with_capacity(canvas.pixels().len());
        for run in canvas.pixels().chunk_by(|a, b| a == b) {
            let colour = [run[0].red(), run[0].green(), run[0].blue()];
            let number = *numbers.entry(colour).or_insert_with(|| {
                colours.push((colour, 0));
                u32::try_from(colours.len() - 1).expect("there are 2^24 colours")
            });
            colours[number as usize].1 += run.len();
            pixels.resize(pixels.len() + run.len(), number);
        }
        Self { size, colours, pixels }
    }

    fn png(&self, most: usize) -> Result<Vec<u8>, Failure> {
        let palette = self.palette(most);
        let entries: Vec<u8> = self.colours.iter().map(|(colour, _)| nearest(&palette, *colour)).collect();
        let pixels: Vec<u8> = self.pixels.iter().map(|&number| entries[number as usize]).collect();
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.size.0, self.size.1);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_palette(palette.concat());
        encoder.set_filter(Filter::NoFilter);
        encoder.set_deflate_compression(DeflateCompression::Level(LEVEL));
        let mut writer = encoder.write_header()?;
        writer.write_image_data(&pixels)?;
        writer.finish()?;
        Ok(bytes)
    }

    /// The colours of most pixels, which stay exactly as they are: what is flat has no grain.
    fn palette(&self, most: usize) -> Vec<Colour> {
        let mut colours = self.colours.clone();
        colours.sort_unstable_by_key(|&(colour, pixels)| (Reverse(pixels), colour));
        colours.into_iter().take(most).map(|(colour, _)| colour).collect()
    }
}

/// The place of the most similar colour.
fn nearest(palette: &[Colour], colour: Colour) -> u8 {
    let apart = |other: &Colour| -> u32 {
        colour.iter().zip(other).map(|(a, b)| u32::from(a.abs_diff(*b)).pow(2)).sum()
    };
    let place = (0u8..=u8::MAX).zip(palette).min_by_key(|(_, other)| apart(other));
    place.map(|(place, _)| place).unwrap_or_default()
}
