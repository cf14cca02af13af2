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
use super::{whole, widths};
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
    /// The same in the width that was made last, since each is written in two formats.
    shrunk: Option<(u32, RgbaImage)>,
    /// Where copies of originals may be that have changed since.
    kept: Cache,
}

impl Bench {
    /// One that takes the copy of an original that has changed since.
    pub(crate) fn with_kept(cache: &Cache) -> Self {
        Self { kept: cache.clone(), ..Self::default() }
    }

    pub(crate) fn kept(&self) -> &Cache {
        &self.kept
    }

    /// The whole picture the right way up.
    pub(crate) fn picture(&mut self, original: &Original) -> Result<&RgbaImage, Failure> {
        if self.last.as_ref().is_none_or(|(digest, _)| *digest != original.digest) {
            // A large photograph takes much memory: no two at once.
            (self.last, self.shrunk) = (None, None);
            self.last = Some((original.digest.clone(), read(original, &self.kept)?));
        }
        Ok(&self.last.as_ref().expect("it was just put there").1)
    }

    /// The same in another width.
    pub(crate) fn shrunk(&mut self, original: &Original, width: u32) -> Result<&RgbaImage, Failure> {
        let picture = self.picture(original)?;
        let size = widths::shrunk(picture.dimensions(), width);
        if self.shrunk.as_ref().is_none_or(|(known, _)| *known != width) {
            self.shrunk = None;
            self.shrunk = Some((width, shrink(self.picture(original)?, size.0, size.1)?));
        }
        Ok(&self.shrunk.as_ref().expect("it was just put there").1)
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
    resize(picture, width, height, &ResizeOptions::new())
}

/// The middle of the picture in another size, as much as fits in its shape.
pub(crate) fn cover(picture: &RgbaImage, width: u32, height: u32) -> Result<RgbaImage, Failure> {
    resize(picture, width, height, &ResizeOptions::new().fit_into_destination(None))
}

fn resize(
    picture: &RgbaImage,
    width: u32,
    height: u32,
    options: &ResizeOptions,
) -> Result<RgbaImage, Failure> {
    let from = ImageRef::new(picture.width(), picture.height(), picture.as_raw(), PixelType::U8x4)?;
    let mut to = Image::new(width, height, PixelType::U8x4);
    let options = options.resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&from, &mut to, &options)?;
    Ok(RgbaImage::from_raw(width, height, to.into_vec()).expect("it has four bytes a pixel"))
}

/// The bytes of a file with these pixels and nothing else.
pub(super) fn encode(picture: &RgbaImage, format: PictureFormat) -> Result<Vec<u8>, Failure> {
    match format {
        PictureFormat::Jpeg => {
            jpeg(picture.as_raw(), picture.dimensions(), JPEG_QUALITY, SamplingFactor::F_2_2)
        }
        PictureFormat::Png => png(picture),
        PictureFormat::WebP => webp(picture),
    }
}

/// A JPEG that comes in steps, from rough to fine: the other kind that this encoder writes with tables of its own has its
/// colours in scans apart, which not every reader puts together rightly. Not with the encoder's `simd`: it rounds otherwise,
/// so that two machines make different bytes.
pub(crate) fn jpeg(
    pixels: &[u8],
    (width, height): (u32, u32),
    quality: u8,
    colours: SamplingFactor,
) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality);
    encoder.set_progressive(true);
    encoder.set_sampling_factor(colours);
    encoder.set_optimized_huffman_tables(true);
    encoder.encode(pixels, u16::try_from(width)?, u16::try_from(height)?, ColorType::Rgba)?;
    Ok(bytes)
}

fn png(picture: &RgbaImage) -> Result<Vec<u8>, Failure> {
    png_with(picture, CompressionType::Default)
}

/// For a picture that is read again at once.
pub(crate) fn quick_png(picture: &RgbaImage) -> Result<Vec<u8>, Failure> {
    png_with(picture, CompressionType::Fast)
}

fn png_with(picture: &RgbaImage, compression: CompressionType) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut bytes, compression, PngFilter::Adaptive);
    encoder.write_image(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgba8)?;
    Ok(bytes)
}

fn webp(picture: &RgbaImage) -> Result<Vec<u8>, Failure> {
    let encoder = webp::Encoder::from_rgba(picture.as_raw(), picture.width(), picture.height());
    let memory = encoder.encode_simple(false, WEBP_QUALITY);
    Ok(memory.map_err(|error| format!("WebP: {error:?}"))?.to_vec())
}
