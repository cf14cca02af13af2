//! What is published of a picture, as a text shows it.

use crate::url::Url;

/// What is published of one picture, and how pages show it.
#[derive(Clone, Debug, Default)]
pub struct Published {
    /// The address for those who can only take one.
    pub url: Url,
    /// In pixels, of the largest that is published.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// The same in WebP: address and width, the smallest first. Empty for drawings.
    pub webp: Vec<(Url, u32)>,
    /// In the format that every browser knows: JPEG, or PNG where something shines through. Empty for drawings.
    pub plain: Vec<(Url, u32)>,
    /// Twelve colours, four in a row, until the picture is there. Empty for drawings.
    pub stand_in: Vec<String>,
    /// A small drawing as it stands in a page itself.
    pub drawing: Option<String>,
}

impl Published {
    /// Addresses and widths as `srcset` has them (HTML, 4.8.2).
    #[must_use]
    pub fn srcset(variants: &[(Url, u32)]) -> String {
        let words: Vec<String> = variants.iter().map(|(url, width)| format!("{url} {width}w")).collect();
        words.join(", ")
    }
}
