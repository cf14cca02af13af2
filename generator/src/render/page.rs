//! One page, ready for its template.

use jiff::civil::Date;
use tera::{Context, Value};

use super::shelf::Shelf;
use super::sitemap::Listing;
use crate::output::File;
use crate::structured;
use crate::view::Frame;

/// A page: its template, all that the template sees, and what is made along with it.
pub(super) struct Page {
    pub(super) template: &'static str,
    pub(super) context: Context,
    /// What the sitemap says of it; `None` keeps it out.
    pub(super) listing: Option<Listing>,
    /// By output path: the picture for sharing, the event as a file for calendars.
    pub(super) files: Vec<(String, File)>,
}

impl Page {
    /// A page with its frame; the sitemap lists it unless search engines are told to stay away.
    pub(super) fn new(shelf: &Shelf<'_>, mut frame: Frame) -> Page {
        frame.og_image = frame.og_image.or_else(|| shelf.share_of_site.clone());
        let mut context = Context::from_serialize(&frame).expect("a frame has only text keys");
        let things = std::mem::take(&mut frame.things);
        let structured = structured::json(&frame, things);
        context
            .insert_value("structured", structured.as_deref().map_or_else(Value::none, Value::safe_string));
        context.insert_value("site", shelf.site.clone());
        let is_listed = frame.robots.is_none();
        let listing = is_listed.then(|| Listing::new(shelf.ctx.absolute(&frame.path), &frame.alternates));
        Page { template: frame.template, context, listing, files: Vec::new() }
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

    /// Adds a file that is made along with the page, by its output path.
    pub(super) fn along(mut self, file: Option<(String, File)>) -> Page {
        self.files.extend(file);
        self
    }
}
