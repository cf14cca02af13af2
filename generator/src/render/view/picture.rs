//! A picture in the sizes that a browser may choose from.

use serde::Serialize;

use super::Ctx;
use crate::lang::Lang;
use crate::pictures::Published;
use crate::site::Translation;
use crate::url::Url;

/// A picture that stands beside its text.
#[derive(Clone, Debug, Serialize)]
pub struct Picture {
    /// From the site's root; for browsers that know nothing of sizes, and the only one of a drawing.
    pub url: Url,
    /// Empty for decoration.
    pub alt: String,
    /// The language of `alt`.
    pub lang: String,
    /// Its direction.
    pub dir: &'static str,
    /// In pixels; 0 when unknown.
    pub width: u32,
    /// In pixels; 0 when unknown.
    pub height: u32,
    /// `srcset` of the WebP files; empty for a drawing.
    pub webp: String,
    /// `srcset` of the JPEG or PNG files; empty for a drawing.
    pub srcset: String,
    /// Twelve colours, four in a row, until the picture is there; empty for a drawing.
    pub stand_in: Vec<String>,
    /// A small drawing as it may stand in the page, where it only decorates.
    pub drawing: Option<String>,
}

impl Picture {
    /// The view of a picture with the translation's alternative text, which may be that of its source.
    pub fn new(
        ctx: &Ctx<'_>,
        picture: Option<&crate::front_matter::Picture>,
        text: &Translation,
        source: &Lang,
    ) -> Option<Picture> {
        let lang = if text.borrowed.contains("alt") { source } else { &text.lang };
        let published = ctx.pictures.get(&picture?.src)?;
        Some(Picture {
            url: published.url.clone(),
            alt: text.alt.clone().unwrap_or_default(),
            lang: lang.to_string(),
            dir: ctx.dir(lang),
            width: published.width,
            height: published.height,
            webp: Published::srcset(&published.webp),
            srcset: Published::srcset(&published.plain),
            stand_in: published.stand_in.clone(),
            drawing: published.drawing.clone(),
        })
    }
}
