//! A file → its pixels, eight bits a channel, and the colour profile that they are meant in.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageReader, Limits};

use super::format::{Format, fault};
use super::{NotTaken, PIXELS_MAX};

/// What was decoded.
pub(super) struct Decoded {
    /// RGB, or RGBA where something shines through.
    pub(super) picture: DynamicImage,
    /// The profile as it stands in the file.
    pub(super) profile: Option<Vec<u8>>,
}

/// Decodes all of it, which also finds out whether the file is whole.
pub(super) fn decode(bytes: &[u8], format: Format) -> Result<Decoded, NotTaken> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format.of_image());
    let mut limits = Limits::default();
    limits.max_alloc = Some(PIXELS_MAX * 8);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(fault)?;
    let profile = decoder.icc_profile().unwrap_or_default();
    let picture = DynamicImage::from_decoder(decoder).map_err(fault)?;
    let picture = if picture.color().has_alpha() {
        let picture = picture.into_rgba8();
        if picture.pixels().all(|pixel| pixel.0[3] == u8::MAX) {
            DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(picture).into_rgb8())
        } else {
            DynamicImage::ImageRgba8(picture)
        }
    } else {
        DynamicImage::ImageRgb8(picture.into_rgb8())
    };
    Ok(Decoded { picture, profile })
}
