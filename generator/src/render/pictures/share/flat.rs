//! Pixels of few colours → a PNG with a palette: a quarter of what a JPEG takes, sooner made, and sharp at every letter.

mod deflate;
mod huffman;
mod numbered;
mod over;
mod repeats;

use std::cmp::Reverse;

use png::{BitDepth, ColorType, Encoder, chunk};

use numbered::Colour;
use repeats::Piece;

use super::BYTES_MAX;
use crate::pictures::pixels::Failure;

pub(super) use numbered::Numbered;
pub(super) use over::FlatGround;

/// How many colours, from the best; the first that is small enough is taken. The theme's own drawing has about 220, and
/// 800 with one of the content in it: beyond the first hundred they are shades at edges, each in a few pixels.
const COLOURS: [usize; 3] = [256, 64, 16];

/// Before each row: its bytes are the pixels themselves (PNG, third edition, 9.2). Numbers of colours have no slope that
/// another filter could use.
const NO_FILTER: u8 = 0;

/// The file, with fewer colours where it would be too large.
pub(super) fn small_enough(picture: &Numbered) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    for most in COLOURS {
        bytes = png(picture, most)?;
        if bytes.len() <= BYTES_MAX {
            break;
        }
    }
    Ok(bytes)
}

fn png(picture: &Numbered, most: usize) -> Result<Vec<u8>, Failure> {
    let (palette, places) = palette(&picture.colours, most);
    let width = picture.size.0 as usize;
    let rows = rows(&picture.numbers, width, &places);
    file(picture.size, &palette, &rows, &repeats::of(&rows, 1 + width))
}

/// The file of rows that are cut into pieces already.
fn file(size: (u32, u32), palette: &[Colour], rows: &[u8], pieces: &[Piece]) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, size.0, size.1);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_palette(palette.concat());
    let mut writer = encoder.write_header()?;
    writer.write_chunk(chunk::IDAT, &deflate::zlib(pieces, rows))?;
    writer.finish()?;
    Ok(bytes)
}

/// The bytes of all rows; `places` has the place in the palette of each colour.
fn rows(numbers: &[u16], width: usize, places: &[u8]) -> Vec<u8> {
    let mut rows = Vec::with_capacity(numbers.len() + numbers.len() / width);
    let are_numbers = places.iter().enumerate().all(|(number, place)| number == usize::from(*place));
    for row in numbers.chunks(width) {
        rows.push(NO_FILTER);
        match are_numbers {
            true => rows.extend(row.iter().map(|number| number.to_le_bytes()[0])),
            false => look_up(row, places, &mut rows),
        }
    }
    rows
}

/// The places of the colours of a row. To look up each pixel takes as long as all of the compression, and most are of the same
/// colour as those beside them.
fn look_up(row: &[u16], places: &[u8], rows: &mut Vec<u8>) {
    let place = |number: u16| places[usize::from(number)];
    let (parts, rest) = row.as_chunks::<16>();
    for part in parts {
        match *part == [part[0]; 16] {
            true => rows.extend([place(part[0]); 16]),
            false => rows.extend(part.map(place)),
        }
    }
    rows.extend(rest.iter().map(|number| place(*number)));
}

/// The colours of most pixels, which stay exactly as they are, so that what is flat has no grain; and of each colour its
/// place among them, or that of the most similar.
fn palette(colours: &[(Colour, usize)], most: usize) -> (Vec<Colour>, Vec<u8>) {
    let mut ranked: Vec<usize> = (0..colours.len()).collect();
    // Where all fit, their numbers are their places.
    if ranked.len() > most {
        ranked.sort_unstable_by_key(|&number| {
            let (colour, pixels) = colours[number];
            (Reverse(pixels), colour)
        });
    }
    let (own, others) = ranked.split_at(most.min(ranked.len()));
    let palette: Vec<Colour> = own.iter().map(|&number| colours[number].0).collect();
    let mut places = vec![0; colours.len()];
    for (place, &number) in (0..=u8::MAX).zip(own) {
        places[number] = place;
    }
    let channels = Channels::of(&palette);
    for &number in others {
        places[number] = channels.nearest(colours[number].0);
    }
    (palette, places)
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
        // Distance and place in one number, since the least of plain numbers is found eight at a time.
        let nearest = (0..).zip(apart).map(|(place, apart)| apart << u8::BITS | place).min();
        nearest.map_or(0, |nearest: i32| nearest.to_le_bytes()[0])
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use image::RgbImage;
    use resvg::tiny_skia::{ColorU8, Pixmap};

    use super::*;

    /// What a reader sees of a picture whose pixels have these colours.
    fn read(width: u32, height: u32, colour: impl Fn(usize) -> Colour) -> RgbImage {
        let mut canvas = Pixmap::new(width, height).unwrap();
        for (at, pixel) in canvas.pixels_mut().iter_mut().enumerate() {
            let [red, green, blue] = colour(at);
            *pixel = ColorU8::from_rgba(red, green, blue, u8::MAX).premultiply();
        }
        image::load_from_memory(&small_enough(&Numbered::of(&canvas)).unwrap()).unwrap().into_rgb8()
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
