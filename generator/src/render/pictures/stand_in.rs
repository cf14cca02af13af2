//! A picture in twelve colours, for the time until it is there. The style sheet blurs them.
//!
//! They stand in the page as a tiny drawing: the site's policy allows neither `data:` addresses nor
//! styles inside pages, and a reader without script sees them too.

use std::fmt::Write as _;

use image::RgbaImage;

use super::Published;
use super::pixels::{self, Failure};

/// Columns and rows; more would weigh more than they show.
const SIZE: (u32, u32) = (4, 3);

/// Twelve colours row by row, such as `#d98`: 16 steps a channel are enough under the blur.
pub(super) fn colours(picture: &RgbaImage) -> Result<Vec<String>, Failure> {
    let small = pixels::shrink(picture, SIZE.0, SIZE.1)?;
    let step = |channel: u8| (u16::from(channel) + 8).min(255) / 17;
    Ok(small
        .pixels()
        .map(|pixel| {
            pixel.0[..3].iter().fold(String::from("#"), |mut colour, &channel| {
                let _ = write!(colour, "{:x}", step(channel));
                colour
            })
        })
        .collect())
}

impl Published {
    /// The stand-in as a drawing for a page, or nothing.
    #[must_use]
    pub fn stand_in_svg(&self) -> String {
        if self.stand_in.is_empty() {
            return String::new();
        }
        let mut svg = format!(
            "<svg class=\"stand-in\" viewBox=\"0 0 {} {}\" preserveAspectRatio=\"none\" aria-hidden=\"true\" focusable=\"false\">",
            SIZE.0, SIZE.1
        );
        for (at, colour) in (0u32..).zip(&self.stand_in) {
            let _ = write!(svg, "<path fill=\"{colour}\" d=\"M{} {}h1v1h-1z\"/>", at % SIZE.0, at / SIZE.0);
        }
        svg.push_str("</svg>");
        svg
    }
}
