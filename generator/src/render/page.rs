//! One page, ready for its template.

use jiff::civil::Date;
use tera::{Context, Value};

use super::shelf::Shelf;
use crate::lang::Lang;
use crate::structured;
use crate::view::{Alternate, Frame};

/// A page: where it stands, its template and all that the template sees.
pub(super) struct Page {
    pub(super) lang: Lang,
    /// From the site's root: `/da/stories/`, `/da/404.html`.
    pub(super) path: String,
    pub(super) template: &'static str,
    pub(super) context: Context,
    /// What the sitemap says of it; `None` keeps it out.
    pub(super) listing: Option<Listing>,
}

/// A page's line in the sitemap.
pub(super) struct Listing {
    pub(super) alternates: Vec<Alternate>,
    pub(super) modified: Option<Date>,
}

impl Page {
    /// A page with its frame; the sitemap lists it unless search engines are told to stay away.
    pub(super) fn new(shelf: &Shelf<'_>, mut frame: Frame) -> Page {
        frame.og_image = frame.og_image.or_else(|| shelf.shares.of_site());
        let listing =
            frame.robots.is_none().then(|| Listing { alternates: frame.alternates.clone(), modified: None });
        let mut context = Context::from_serialize(&frame).expect("a frame has only text keys");
        let structured = structured::json(&frame);
        context
            .insert_value("structured", structured.as_deref().map_or_else(Value::none, Value::safe_string));
        context.insert_value("site", shelf.site.clone());
        Page { lang: shelf.ctx.lang().clone(), path: frame.path, template: frame.template, context, listing }
    }

    /// Adds what only this kind of page shows.
    pub(super) fn with<T: serde::Serialize + ?Sized>(mut self, key: &'static str, value: &T) -> Page {
        self.context.insert(key, value);
        self
    }

    /// Adds HTML that is safe as it is.
    pub(super) fn with_html(mut self, key: &'static str, html: Option<&str>) -> Page {
        self.context.insert_value(key, html.map_or_else(Value::none, Value::safe_string));
        self
    }

    /// The day of the last change, where it is known.
    pub(super) fn modified(mut self, date: Option<Date>) -> Page {
        if let Some(listing) = &mut self.listing {
            listing.modified = date;
        }
        self
    }

    /// `public/da/stories/index.html`; the shell is read by forms-fn and not by visitors.
    pub(super) fn file(&self) -> String {
        if self.template == "form-shell" {
            format!("forms/shells/{}.html", self.lang)
        } else {
            file(&self.path)
        }
    }
}

/// The output file behind a path of the site; `/old` is a folder as `/old/` is.
fn file(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    match last {
        "" => format!("public{path}index.html"),
        name if name.contains('.') => format!("public{path}"),
        _ => format!("public{path}/index.html"),
    }
}
