//! What every page has around its content: head, menus, switcher, breadcrumbs.

use serde::Serialize;
use tera::Value;

use super::{Ctx, Link, Notice};
use crate::lang::Lang;
use crate::url::Url;
use crate::view::structured::Thing;

/// The keys that every template may count on.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The language of the page around the content.
    pub lang: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The document's title, without the site's name.
    pub title: String,
    /// One or two sentences for search engines and previews.
    pub description: String,
    /// The absolute address of this content's own page.
    pub canonical: String,
    /// `noindex` or nothing.
    pub robots: Option<&'static str>,
    /// The real translations and `x-default`; empty for a page that is none itself.
    pub alternates: Vec<Alternate>,
    /// The main menu.
    pub menu: Vec<Value>,
    /// The menu at the foot.
    pub footer_menu: Vec<Value>,
    /// The language switcher.
    pub languages: Vec<Switch>,
    /// From the home page to the page that holds this one; without the page itself.
    pub breadcrumbs: Vec<Crumb>,
    /// The template's name without `.html`.
    pub template: &'static str,
    /// The page's own address.
    pub path: Url,
    /// Whose words these are, on pages of documents.
    pub notice: Option<Notice>,
    /// Whether the content is in another language than the page around it.
    pub is_fallback: bool,
    /// The picture for previews.
    pub og_image: Option<ShareImage>,
    /// The locale as Open Graph writes it: `en_GB`.
    pub og_locale: String,
    /// Those of the real translations.
    pub og_locales: Vec<String>,
    /// The day on which a story came out.
    pub published: Option<String>,
    /// Why readers don't see this page yet, on a site that was built with drafts; for those who write it, in English.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unpublished: Option<String>,
    /// What the page is about, for programs.
    #[serde(skip)]
    pub things: Vec<Thing>,
}

/// The picture that is shown where the page is shared.
#[derive(Clone, Debug, Serialize)]
pub struct ShareImage {
    /// Absolute.
    pub url: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What can be read in it.
    pub alt: String,
}

/// A step on the way to a page.
pub type Crumb = Link;

/// The same content in another language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alternate {
    /// A language id or `x-default`.
    pub lang: String,
    /// Absolute.
    pub url: String,
}

/// One language of the switcher.
#[derive(Clone, Debug, Serialize)]
pub struct Switch {
    /// The language's id.
    pub id: String,
    /// Its own name for itself.
    pub name: String,
    /// Its direction.
    pub dir: &'static str,
    /// This page in that language.
    pub url: Url,
    /// Whether it is the language of this page.
    pub current: bool,
    /// Whether the content has a translation there.
    pub translated: bool,
}

impl Frame {
    /// The switcher of a page whose address in each language is given by `url`.
    pub fn switcher(
        ctx: &Ctx<'_>,
        url: impl Fn(&Lang) -> Url,
        translated: impl Fn(&Lang) -> bool,
    ) -> Vec<Switch> {
        let languages = ctx.site.config.languages.iter();
        languages
            .map(|language| Switch {
                id: language.id.to_string(),
                name: language.name.clone(),
                dir: language.direction.as_str(),
                url: url(&language.id),
                current: language.id == *ctx.lang(),
                translated: translated(&language.id),
            })
            .collect()
    }
}
