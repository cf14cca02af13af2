//! Pictures inside a text, in the sizes that a browser may choose from.

use super::{HtmlWriter, escape};
use crate::markdown::Published;
use crate::url::Url;

/// A text is at most 38rem wide, and nearly as wide as a phone.
const SIZES: &str = "(min-width: 41rem) 38rem, calc(100vw - 2rem)";

impl HtmlWriter<'_> {
    /// A picture; alone in its paragraph it is a figure, and its title the caption.
    pub(super) fn image(&mut self, index: usize, title: &str, alt: &str, alone: bool) {
        if !alone {
            return self.img(index, title, alt);
        }
        self.push("<figure class=\"picture\">");
        self.img(index, "", alt);
        if !title.is_empty() {
            self.push("<figcaption>");
            self.text(title);
            self.push("</figcaption>");
        }
        self.push("</figure>\n");
    }

    /// A photograph in its frame, a drawing as it is. Feeds get one address: their readers know no sizes.
    pub(super) fn img(&mut self, index: usize, title: &str, alt: &str) {
        let picture = (self.context.picture)(index);
        match picture.as_deref().filter(|picture| !picture.plain.is_empty() && !self.context.absolute) {
            Some(photo) => {
                self.push("<span class=\"picture-frame\">");
                self.push(&photo.stand_in_svg());
                self.push("<picture><source type=\"image/webp\"");
                self.sizes(&photo.webp);
                self.push(">");
                self.plain(index, title, alt, Some(photo), &photo.plain);
                self.push("</picture></span>");
            }
            None => self.plain(index, title, alt, picture.as_deref(), &[]),
        }
    }

    fn plain(
        &mut self,
        index: usize,
        title: &str,
        alt: &str,
        picture: Option<&Published>,
        variants: &[(Url, u32)],
    ) {
        let src = escape::href(&(self.context.href)(index)).unwrap_or_default();
        self.push(&format!("<img src=\"{src}\""));
        self.sizes(variants);
        self.attribute("alt", alt);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        if let Some(picture) = picture.filter(|picture| picture.width > 0) {
            self.push(&format!(" width=\"{}\" height=\"{}\"", picture.width, picture.height));
        }
        self.push(" loading=\"lazy\" decoding=\"async\">");
    }

    /// ` srcset="…" sizes="…"`, if there is something to choose from.
    fn sizes(&mut self, variants: &[(Url, u32)]) {
        if !variants.is_empty() {
            self.attribute("srcset", &Published::srcset(variants));
            self.attribute("sizes", SIZES);
        }
    }
}
