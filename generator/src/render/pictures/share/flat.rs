//! Pixels of few colours → a PNG with a palette: a quarter of what a JPEG takes, sooner made, and sharp at every letter.

use std::cmp::Reverse;
use std::collections::HashMap;

use foldhash::fast::FixedState;
use libdeflater::{CompressionLvl, Compressor};
use png::{BitDepth, ColorType, Encoder, chunk};
use resvg::tiny_skia::Pixmap;

use super::BYTES_MAX;
use crate::pictures::pixels::Failure;

/// How many colours, from the best; the first that is small enough is taken. The theme's own drawing has about 220, and
/// 800 with one of the content in it: beyond the first hundred they are shades at edges, each in a few pixels.
const COLOURS: [usize; 3] = [256, 64, 16];

/// Of libdeflate's twelve levels the last before time grows faster than the file shrinks. What `png` itself brings takes
/// twice as long for a tenth more bytes.
const LEVEL: i32 = 6;

/// Before each row: its bytes are the pixels themselves (PNG, third edition, 9.2). Numbers of colours have no slope that
/// another filter could use.
const NO_FILTER: u8 = 0;

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
    /// Row by row, neighbours of one colour together: its place among the colours, and how many they are. No run goes on
    /// in the next row.
    runs: Vec<(u32, usize)>,
}

impl Numbered {
    fn of(canvas: &Pixmap) -> Self {
        let size = (canvas.width(), canvas.height());
        let mut numbers: HashMap<u32, u32, FixedState> = HashMap::default();
        let mut colours: Vec<(Colour, usize)> = Vec::new();
        let mut runs = Vec::new();
        for run in canvas.pixels().chunks(size.0 as usize).flat_map(|row| row.chunk_by(|a, b| a == b)) {
            let colour = [run[0].red(), run[0].green(), run[0].blue()];
            // One number is hashed in a third of the time that three bytes take, for each of 40,000 runs.
            let key = u32::from_be_bytes([0, colour[0], colour[1], colour[2]]);
            let number = *numbers.entry(key).or_insert_with(|| {
                colours.push((colour, 0));
                u32::try_from(colours.len() - 1).expect("there are 2^24 colours")
            });
            colours[number as usize].1 += run.len();
            runs.push((number, run.len()));
        }
        Self { size, colours, runs }
    }

    fn png(&self, most: usize) -> Result<Vec<u8>, Failure> {
        let (palette, entries) = self.palette(most);
        let mut bytes = Vec::new();
        let mut encoder = Encoder::new(&mut bytes, self.size.0, self.size.1);
        encoder.set_color(ColorType::Indexed);
        encoder.set_depth(BitDepth::Eight);
        encoder.set_palette(palette.concat());
        let mut writer = encoder.write_header()?;
        writer.write_chunk(chunk::IDAT, &compressed(&self.rows(&entries))?)?;
        writer.finish()?;
        Ok(bytes)
    }

    /// The bytes of all rows; `entries` has the place in the palette of each colour.
    fn rows(&self, entries: &[u8]) -> Vec<u8> {
        let (width, height) = (self.size.0 as usize, self.size.1 as usize);
        let mut rows = Vec::with_capacity((width + 1) * height);
        for &(number, length) in &self.runs {
            if rows.len() % (width + 1) == 0 {
                rows.push(NO_FILTER);
            }
            rows.resize(rows.len() + length, entries[number as usize]);
        }
        rows
    }

    /// The colours of most pixels, which stay exactly as they are, so that what is flat has no grain; and of each colour
    /// its place among them, or that of the most similar.
    fn palette(&self, most: usize) -> (Vec<Colour>, Vec<u8>) {
        let mut ranked: Vec<usize> = (0..self.colours.len()).collect();
        ranked.sort_unstable_by_key(|&number| {
            let (colour, pixels) = self.colours[number];
            (Reverse(pixels), colour)
        });
        let (own, others) = ranked.split_at(most.min(ranked.len()));
        let palette: Vec<Colour> = own.iter().map(|&number| self.colours[number].0).collect();
        let mut entries = vec![0; self.colours.len()];
        for (place, &number) in (0..=u8::MAX).zip(own) {
            entries[number] = place;
        }
        let channels = Channels::of(&palette);
        for &number in others {
            entries[number] = channels.nearest(self.colours[number].0);
        }
        (palette, entries)
    }
}

fn compressed(rows: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut compressor = Compressor::new(CompressionLvl::new(LEVEL).expect("there are levels from 0 to 12"));
    let mut bytes = vec![0; compressor.zlib_compress_bound(rows.len())];
    let length = compressor.zlib_compress(rows, &mut bytes)?;
    bytes.truncate(length);
    Ok(bytes)
}

/// A palette by its channels, so that the distances to all its colours come from one plain loop.
struct Channels([Vec<i32>; 3]);

impl Channels {
    fn of(palette: &[Colour]) -> Self {
        Self([0, 1, 2].map(|channel| palette.iter().map(|colour| i32::from(colour[channel])).collect()))
    }

    /// The place of the most similar colour, the first of those that are equally so.
    fn nearest(&self, colour: Colour) -> u8 {
        let ([reds, greens, blues], [red, green, blue]) = (&self.0, colour.map(i32::from));
        let apart = reds.iter().zip(greens).zip(blues).map(|((&r, &g), &b)| {
            (red - r) * (red - r) + (green - g) * (green - g) + (blue - b) * (blue - b)
        });
        (0..=u8::MAX).zip(apart).min_by_key(|&(_, apart)| apart).map_or(0, |(place, _)| place)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use image::RgbImage;
    use resvg::tiny_skia::ColorU8;

    use super::*;

    /// What a reader sees of a picture whose pixels have these colours.
    fn read(width: u32, height: u32, colour: impl Fn(usize) -> Colour) -> RgbImage {
        let mut canvas = Pixmap::new(width, height).unwrap();
        for (at, pixel) in canvas.pixels_mut().iter_mut().enumerate() {
            let [red, green, blue] = colour(at);
            *pixel = ColorU8::from_rgba(red, green, blue, u8::MAX).premultiply();
        }
        image::load_from_memory(&small_enough(&canvas).unwrap()).unwrap().into_rgb8()
    }

    #[test]
    fn as_many_colours_as_fit_are_seen_as_they_were_drawn() {
        let colour = |at: usize| [u8::try_from(at / 3 % 256).unwrap(), 7, 200];
        let seen = read(37, 29, colour);
        assert_eq!(seen.dimensions(), (37, 29));
        assert!(seen.pixels().enumerate().all(|(at, pixel)| pixel.0 == colour(at)));
    }

    #[test]
    fn a_colour_too_many_is_seen_as_the_most_similar() {
        // 256 colours in two pixels each, and one in a single pixel.
        let of_many = |at: usize| [u8::try_from(at % 256).unwrap(), 0, 0];
        let seen = read(27, 19, |at| if at < 512 { of_many(at) } else { [100, 1, 0] });
        let expected = |at| if at < 512 { of_many(at) } else { [100, 0, 0] };
        assert!(seen.pixels().enumerate().all(|(at, pixel)| pixel.0 == expected(at)));
    }
}
