//! Pixels → fewer pixels, in linear light: bright points in the dark keep their brightness.
//!
//! A very large picture is halved first, pixel by pixel, so that it never stands in memory twice in sixteen bits.

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer, create_srgb_mapper};
use image::{DynamicImage, RgbImage, RgbaImage};

use super::NotTaken;

/// The same picture, no side longer than `most`.
pub(super) fn to(picture: DynamicImage, most: u32) -> Result<DynamicImage, NotTaken> {
    let (width, height) = (picture.width(), picture.height());
    let longer = width.max(height);
    if longer <= most {
        return Ok(picture);
    }
    let has_alpha = picture.color().has_alpha();
    let kinds =
        if has_alpha { (PixelType::U8x4, PixelType::U16x4) } else { (PixelType::U8x3, PixelType::U16x3) };
    let linear = if longer >= most * 2 { halved(&picture, kinds.1) } else { linear(&picture, kinds) };
    // The pixels of before aren't needed any more: a large picture is most of the memory.
    drop(picture);
    let shrunk = |side: u32| {
        let side = (u64::from(side) * u64::from(most) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(side.max(1)).unwrap_or(most)
    };
    let (width, height) = (shrunk(width), shrunk(height));
    resized(linear.ok_or(NotTaken::Broken)?, (width, height), kinds).ok_or(NotTaken::Broken)
}

/// `None` where sizes and bytes don't fit together, which the types above rule out.
fn resized(
    linear: Image<'_>,
    (width, height): (u32, u32),
    kinds: (PixelType, PixelType),
) -> Option<DynamicImage> {
    let mut small = Image::new(width, height, kinds.1);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
    Resizer::new().resize(&linear, &mut small, &options).ok()?;
    drop(linear);
    let mut eight = Image::new(width, height, kinds.0);
    create_srgb_mapper().backward_map(&small, &mut eight).ok()?;
    let bytes = eight.into_vec();
    match kinds.0 {
        PixelType::U8x4 => RgbaImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgba8),
        _ => RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8),
    }
}

fn linear(picture: &DynamicImage, kinds: (PixelType, PixelType)) -> Option<Image<'static>> {
    let (width, height) = (picture.width(), picture.height());
    let from = ImageRef::new(width, height, picture.as_bytes(), kinds.0).ok()?;
    let mut to = Image::new(width, height, kinds.1);
    create_srgb_mapper().forward_map(&from, &mut to).ok()?;
    Some(to)
}

/// Each four pixels as one; a last row or column without a neighbour counts twice.
fn halved(picture: &DynamicImage, kind: PixelType) -> Option<Image<'static>> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let channels = usize::from(picture.color().channel_count());
    let (table, bytes) = (table(), picture.as_bytes());
    let (half_width, half_height) = (width.div_ceil(2), height.div_ceil(2));
    let mut out = Vec::with_capacity(half_width * half_height * channels * 2);
    for y in 0..half_height {
        let rows =
            [2 * y, (2 * y + 1).min(height - 1)].map(|y| &bytes[y * width * channels..][..width * channels]);
        for x in 0..half_width {
            let (left, right) = (2 * x * channels, (2 * x + 1).min(width - 1) * channels);
            let four = [&rows[0][left..], &rows[0][right..], &rows[1][left..], &rows[1][right..]];
            for value in &one_of(four, channels, &table)[..channels] {
                out.extend_from_slice(&value.to_ne_bytes());
            }
        }
    }
    let (width, height) = (u32::try_from(half_width).ok()?, u32::try_from(half_height).ok()?);
    Image::from_vec_u8(width, height, out, kind).ok()
}

/// The mean of four pixels; what shines through counts less.
fn one_of(four: [&[u8]; 4], channels: usize, table: &[u16; 256]) -> [u16; 4] {
    let weights = four.map(|pixel| if channels == 4 { u32::from(pixel[3]) } else { 1 });
    let weight: u32 = weights.iter().sum();
    let mut mean = [0_u16; 4];
    for (channel, value) in mean.iter_mut().enumerate().take(3) {
        let sum: u32 = (0..4).map(|at| weights[at] * u32::from(table[usize::from(four[at][channel])])).sum();
        *value =
            u16::try_from((sum + weight / 2).checked_div(weight).unwrap_or_default()).unwrap_or(u16::MAX);
    }
    // 257 steps of sixteen bits are one of eight.
    mean[3] = u16::try_from(weight * 257 / 4).unwrap_or(u16::MAX);
    mean
}

/// Of sRGB in linear light (IEC 61966-2-1), as the mapper has it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "from nought to one, times 65535"
)]
fn table() -> [u16; 256] {
    std::array::from_fn(|value| {
        let value = f32::from(u8::try_from(value).unwrap_or(u8::MAX)) / 255.0;
        let linear = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        (linear * 65_535.0).round() as u16
    })
}
