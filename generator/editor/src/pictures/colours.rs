//! Colours of another profile → those of the web (sRGB).
//!
//! Telephones write Display P3. The site publishes pixels without a profile, so that such a picture would look dull there.

use image::DynamicImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::NotTaken;

/// What the numbers of a picture mean.
pub(super) enum Colours {
    /// Those of the web, or none is said, or it is a profile for other numbers than red, green and blue.
    Web,
    /// Others.
    Other(Box<ColorProfile>),
}

impl Colours {
    /// What a profile says.
    pub(super) fn of(profile: Option<&[u8]>) -> Self {
        let profile = profile.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok());
        match profile {
            Some(profile) if profile.color_space == DataColorSpace::Rgb && !is_web(&profile) => {
                Self::Other(Box::new(profile))
            }
            _ => Self::Web,
        }
    }

    pub(super) fn is_other(&self) -> bool {
        matches!(self, Self::Other(_))
    }

    /// Writes the pixels in the colours of the web. What those can't show becomes the nearest that they can.
    pub(super) fn convert(&self, picture: &mut DynamicImage) -> Result<(), NotTaken> {
        let Self::Other(profile) = self else { return Ok(()) };
        match picture {
            DynamicImage::ImageRgb8(picture) => transform(profile, Layout::Rgb, picture.as_mut()),
            DynamicImage::ImageRgba8(picture) => transform(profile, Layout::Rgba, picture.as_mut()),
            _ => Err(NotTaken::Broken),
        }
    }
}

fn transform(profile: &ColorProfile, layout: Layout, pixels: &mut [u8]) -> Result<(), NotTaken> {
    let web = ColorProfile::new_srgb();
    let transform = profile
        .create_transform_8bit(layout, &web, layout, TransformOptions::default())
        .map_err(|_| NotTaken::Broken)?;
    let from = pixels.to_vec();
    transform.transform(&from, pixels).map_err(|_| NotTaken::Broken)
}

/// Whether its numbers are those of the web: a grey and the corners of the colours come out as they went in, give or take two
/// steps of 255, which no eye sees.
fn is_web(profile: &ColorProfile) -> bool {
    const TRIED: [u8; 18] = [255, 0, 0, 0, 255, 0, 0, 0, 255, 64, 64, 64, 128, 128, 128, 200, 120, 40];
    let mut pixels = TRIED;
    let is_done = transform(profile, Layout::Rgb, &mut pixels).is_ok();
    is_done && TRIED.iter().zip(pixels).all(|(before, after)| before.abs_diff(after) <= 2)
}
