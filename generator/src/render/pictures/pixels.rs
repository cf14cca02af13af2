//! The pixels of a photograph: decoded, turned, shrunk and encoded again.
//!
//! Only pixels come through here, so nothing that a camera wrote beside them – place, time, owner, a
//! small copy of the picture before it was cropped – can reach the site.

use std::error::Error;
use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageReader, RgbaImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use super::recipe::PictureFormat;
use super::whole;
use crate::cache::Cache;
use crate::source::{self, Original};

/// Why a picture can't be read or written.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// Where a picture differs from its original to no eye on a page; the usual measure of the encoders.
const WEBP_QUALITY: f32 = 78.0;
const JPEG_QUALITY: u8 = 80;

/// Holds the picture that was decoded last, since all its widths are made one after the other.
#[derive(Debug, Default)]
pub struct Bench {
    last: Option<(String, RgbaImage)>,
    /// Where copies of originals may be that have changed since.
    kept: Cache,
}

impl Bench {
    /// One that takes the copy of an original that has changed since.
    pub(crate) fn with_kept(cache: &Cache) -> Self {
        Self { last: None, kept: cache.clone() }
    }

    pub(crate) fn kept(&self) -> &Cache {
        &self.kept
    }

    /// The whole picture the right way up.
    pub(crate) fn picture(&mut self, original: &Original) -> Result<&RgbaImage, Failure> {
        if self.last.as_ref().is_none_or(|(digest, _)| *digest != original.digest) {
            self.last = Some((original.digest.clone(), read(original, &self.kept)?));
        }
        Ok(&self.last.as_ref().expect("it was just put there").1)
    }
}

/// Reads the picture that `original` was made from, and no other that took its place meanwhile.
fn read(original: &Original, kept: &Cache) -> Result<RgbaImage, Failure> {
    let bytes = original.bytes_or_kept(kept)?;
    if !whole::is_whole(&bytes) {
        return Err("its end is missing".into());
    }
    let mut decoder = ImageReader::new(Cursor::new(&bytes)).with_guessed_format()?.into_decoder()?;
    let orientation = source::held(&mut decoder, &bytes)?;
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    Ok(picture.into_rgba8())
}

/// The picture in another size.
pub(crate) fn shrink(picture: &RgbaImage, width: u32, height: u32) -> Result<RgbaImage, Failure> {
    let from = ImageRef::new(picture.width(), picture.height(), picture.as_raw(), PixelType::U8x4)?;
    let mut to = Image::new(width, height, PixelType::U8x4);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&from, &mut to, &options)?;
    Ok(RgbaImage::from_raw(width, height, to.into_vec()).expect("it has four bytes a pixel"))
}

/// The bytes of a file with these pixels and nothing else.
pub(super) fn encode(picture: &RgbaImage, format: PictureFormat) -> Result<Vec<u8>, Failure> {
    match format {
        PictureFormat::Jpeg => jpeg(picture, JPEG_QUALITY, SamplingFactor::F_2_2),
        PictureFormat::Png => png(picture),
        PictureFormat::WebP => webp(picture),
    }
}

/// A JPEG that comes in steps, from rough to fine.
pub(crate) fn jpeg(picture: &RgbaImage, quality: u8, colours: SamplingFactor) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_progressive(true);
    encoder.set_sampling_factor(colours);
    encoder.set_optimized_huffman_tables(true);
    let (width, height) = (u16::try_from(picture.width())?, u16::try_from(picture.height())?);
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgba)?;
    Ok(bytes)
}

pub(crate) fn png(picture: &RgbaImage) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, PngFilter::Adaptive);
    encoder.write_image(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgba8)?;
    Ok(bytes)
}

fn webp(picture: &RgbaImage) -> Result<Vec<u8>, Failure> {
    let encoder = webp::Encoder::from_rgba(picture.as_raw(), picture.width(), picture.height());
    let memory = encoder.encode_simple(false, WEBP_QUALITY);
    Ok(memory.map_err(|error| format!("WebP: {error:?}"))?.to_vec())
}
