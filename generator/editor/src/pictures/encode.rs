//! Pixels → a file with these pixels and nothing else; and which kind of file.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ImageEncoder, Rgba, RgbaImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::NotTaken;
use super::format::Format;

/// The site makes its own, smaller ones of it, so it is better than what is published.
const QUALITY: u8 = 88;

/// A drawing or a picture of a screen has fewer colours; a photograph has more in any corner.
const FEW_COLOURS: usize = 4096;

/// How many pixels are looked at for that.
const LOOKED_AT: usize = 1_000_000;

/// A photograph that is kept without loss may be so many bytes; JPEG takes a tenth.
const LOSSLESS_MAX: usize = 512 * 1024;

/// Whether it is a photograph, which JPEG is for: nothing shines through, and it has many colours.
pub(super) fn is_photo(picture: &DynamicImage) -> bool {
    !picture.color().has_alpha() && has_many_colours(picture)
}

fn has_many_colours(picture: &DynamicImage) -> bool {
    let channels = usize::from(picture.color().channel_count());
    let bytes = picture.as_bytes();
    let step = (bytes.len() / channels).div_ceil(LOOKED_AT).max(1);
    // A bit for each colour.
    let mut seen = vec![0_u64; 1 << 18];
    let mut count = 0;
    bytes.chunks_exact(channels).step_by(step).any(|pixel| {
        let colour = u32::from_be_bytes([0, pixel[0], pixel[1], pixel[2]]);
        let (word, bit) = (&mut seen[(colour >> 6) as usize], 1 << (colour & 63));
        count += usize::from(*word & bit == 0);
        *word |= bit;
        count > FEW_COLOURS
    })
}

/// The file, and which kind it is. A photograph that takes much room without loss becomes JPEG; what shines through or has few
/// colours stays what it is.
pub(super) fn encode(
    picture: &DynamicImage,
    from: Format,
    is_photo: bool,
) -> Result<(Vec<u8>, Format), NotTaken> {
    if from != Format::Jpeg {
        let bytes = lossless(picture, from)?;
        if !is_photo || bytes.len() <= LOSSLESS_MAX {
            return Ok((bytes, from));
        }
    }
    Ok((jpeg(picture)?, Format::Jpeg))
}

pub(super) fn lossless(picture: &DynamicImage, format: Format) -> Result<Vec<u8>, NotTaken> {
    let mut bytes = Vec::new();
    let (width, height, colours) = (picture.width(), picture.height(), picture.color().into());
    let is_written = match format {
        Format::WebP => {
            WebPEncoder::new_lossless(&mut bytes).write_image(picture.as_bytes(), width, height, colours)
        }
        Format::Png | Format::Jpeg => {
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
                .write_image(picture.as_bytes(), width, height, colours)
        }
    };
    is_written.map_err(|_| NotTaken::Broken)?;
    Ok(bytes)
}

/// In steps from rough to fine, as the site's own, and for the same reasons (`generator::pictures`).
pub(super) fn jpeg(picture: &DynamicImage) -> Result<Vec<u8>, NotTaken> {
    let rgb = picture.to_rgb8();
    let side = |pixels: u32| u16::try_from(pixels).map_err(|_| NotTaken::Broken);
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, QUALITY);
    encoder.set_progressive(true);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_optimized_huffman_tables(true);
    let (width, height) = (side(rgb.width())?, side(rgb.height())?);
    encoder.encode(rgb.as_raw(), width, height, ColorType::Rgb).map_err(|_| NotTaken::Broken)?;
    Ok(bytes)
}

/// The same on white, where something shines through.
pub(super) fn on_white(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture;
    }
    let mut below = RgbaImage::from_pixel(picture.width(), picture.height(), Rgba([u8::MAX; 4]));
    image::imageops::overlay(&mut below, &picture, 0, 0);
    DynamicImage::ImageRgba8(below)
}
