//! A picture's file → what must be known of it before a pixel is decoded.

use std::io::Cursor;

use image::metadata::Orientation;
use image::{ImageDecoder, ImageReader, ImageResult};
use memchr::memmem;

use super::FileBytes;
use crate::metadata::{self, MetadataFormat};

/// A picture as it lies in the content. It is never published itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Original {
    /// Where its bytes are.
    pub from: FileBytes,
    /// The SHA-256 of its bytes, in hex.
    pub digest: String,
    /// Width and height in pixels the right way up, if the file says so.
    pub size: Option<(u32, u32)>,
    /// Whether it is SVG, and not pixels.
    pub drawing: bool,
}

impl Original {
    pub(super) fn of(from: FileBytes, bytes: &[u8], drawing: bool) -> Self {
        let size = if drawing { std::str::from_utf8(bytes).ok().and_then(svg) } else { raster(bytes) };
        Self { from, digest: super::digest(bytes), size, drawing }
    }
}

/// How the camera was held, as the pages show the picture.
#[must_use]
pub fn orientation(bytes: &[u8]) -> Option<Orientation> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    held(&mut reader.into_decoder().ok()?, bytes).ok()
}

/// The same, of a picture that is being decoded.
///
/// # Errors
/// When its notes can't be read.
pub(crate) fn held(decoder: &mut impl ImageDecoder, bytes: &[u8]) -> ImageResult<Orientation> {
    Ok(match decoder.orientation()? {
        Orientation::NoTransforms => behind_pixels(bytes).unwrap_or(Orientation::NoTransforms),
        orientation => orientation,
    })
}

/// Decoders of PNG stop at the pixels, but Exif may stand behind them (PNG, third edition, 5.6).
fn behind_pixels(bytes: &[u8]) -> Option<Orientation> {
    if !bytes.starts_with(b"\x89PNG") || memmem::find(bytes, b"eXIf").is_none() {
        return None;
    }
    let (_, parts) = metadata::split(bytes)?;
    let exif = parts.iter().find(|part| part.kind == MetadataFormat::Exif)?;
    Orientation::from_exif_chunk(&exif.bytes)
}

/// What the header says, turned as the camera was held (Exif 2.32, tag 0x0112).
fn raster(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut decoder = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?.into_decoder().ok()?;
    let (width, height) = decoder.dimensions();
    Some(match held(&mut decoder, bytes).ok()? {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => (height, width),
        _ => (width, height),
    })
}

/// `width` and `height` of the root element, else those of its `viewBox`.
fn svg(text: &str) -> Option<(u32, u32)> {
    let tag = &text[text.find("<svg")?..];
    let tag = &tag[..tag.find('>')?];
    let given = |name| attribute(tag, name).and_then(pixels);
    if let (Some(width), Some(height)) = (given("width"), given("height")) {
        return Some((width, height));
    }
    let mut numbers = attribute(tag, "viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
    Some((pixels(numbers.next()?)?, pixels(numbers.next()?)?))
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let start = [' ', '\n', '\t'].iter().find_map(|space| tag.find(&format!("{space}{name}=")))?;
    let value = &tag[start + name.len() + 2..];
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// A length without a unit or in `px`, rounded.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn pixels(length: &str) -> Option<u32> {
    let number: f64 = length.trim().trim_end_matches("px").parse().ok()?;
    (1.0..100_000.0).contains(&number).then(|| number.round() as u32)
}
