//! The bytes of a file → what kind of picture it is and how large, before a pixel is decoded.

use std::io::Cursor;

use image::codecs::png::PngDecoder;
use image::codecs::webp::WebPDecoder;
use image::{ImageDecoder, ImageFormat, ImageReader};

use super::{BYTES_MAX, NotTaken, PIXELS_MAX};

/// The kinds of files that are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Format {
    Jpeg,
    Png,
    WebP,
}

impl Format {
    /// The end of the file's name.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::WebP => "webp",
        }
    }

    pub(super) fn of_image(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::WebP => ImageFormat::WebP,
        }
    }
}

/// What the first bytes say.
pub(super) fn of(bytes: &[u8]) -> Result<Format, NotTaken> {
    if bytes.is_empty() {
        return Err(NotTaken::Empty);
    }
    if bytes.len() > BYTES_MAX {
        return Err(NotTaken::TooHeavy);
    }
    match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => Ok(Format::Jpeg),
        Ok(ImageFormat::Png) => Ok(Format::Png),
        Ok(ImageFormat::WebP) => Ok(Format::WebP),
        _ => Err(other(bytes)),
    }
}

/// What it is instead.
fn other(bytes: &[u8]) -> NotTaken {
    // The brands of Apple's and of others (ISO 23008-12, 10.2); `infer` doesn't know all of them.
    if bytes.get(4..8) == Some(b"ftyp") {
        return match bytes.get(8..12) {
            Some(b"avif" | b"avis") => NotTaken::Avif,
            Some(b"heic" | b"heix" | b"hevc" | b"hevx" | b"heim" | b"heis" | b"mif1" | b"msf1") => {
                if bytes.iter().take(64).copied().collect::<Vec<_>>().windows(4).any(|brand| brand == b"avif")
                {
                    NotTaken::Avif
                } else {
                    NotTaken::Heic
                }
            }
            _ => NotTaken::Film,
        };
    }
    let beginning = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_ascii_lowercase();
    if beginning.contains("<svg") {
        return NotTaken::Svg;
    }
    match infer::get(bytes).map(|kind| kind.mime_type()) {
        Some("image/gif") => NotTaken::Gif,
        Some(kind) if kind.starts_with("video/") => NotTaken::Film,
        Some("application/pdf" | "application/msword" | "application/rtf") => NotTaken::Document,
        Some(kind) if kind.contains("officedocument") || kind.contains("opendocument") => NotTaken::Document,
        // Files of today's office programs are archives, those of before compound files.
        Some("application/zip" | "application/x-ole-storage" | "application/vnd.ms-excel") => {
            NotTaken::Document
        }
        _ => NotTaken::Other,
    }
}

/// Refuses what is too large to be decoded, and what moves.
pub(super) fn look(bytes: &[u8], format: Format) -> Result<(), NotTaken> {
    let is_moving = match format {
        Format::Jpeg => false,
        Format::Png => PngDecoder::new(Cursor::new(bytes)).and_then(|png| png.is_apng()).map_err(fault)?,
        Format::WebP => WebPDecoder::new(Cursor::new(bytes)).map_err(fault)?.has_animation(),
    };
    let decoder =
        ImageReader::with_format(Cursor::new(bytes), format.of_image()).into_decoder().map_err(fault)?;
    let (width, height) = decoder.dimensions();
    let most = PIXELS_MAX * 4;
    if u64::from(width) * u64::from(height) > PIXELS_MAX || decoder.total_bytes() > most {
        return Err(NotTaken::TooManyPixels);
    }
    if is_moving { Err(NotTaken::Moving) } else { Ok(()) }
}

/// What a decoder says, for whoever sent the picture.
#[expect(clippy::needless_pass_by_value, reason = "it takes the place of a closure")]
pub(super) fn fault(error: image::ImageError) -> NotTaken {
    match error {
        image::ImageError::Limits(_) => NotTaken::TooManyPixels,
        _ => NotTaken::Broken,
    }
}

/// Width and height as the header has them.
pub(super) fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().ok()?;
    reader.into_dimensions().ok()
}
