//! One page, ready for its template.

use std::borrow::Cow;

use forms::addresses;
use jiff::civil::Date;
use memchr::{memchr, memmem};
use tera::value::Key;
use tera::{Context, Map, Value};

use super::doubled::doubled;
use super::inputs;
use super::shelf::Shelf;
use super::sitemap::Listing;
use crate::diagnostic::say;
use crate::lang::Lang;
use crate::render::{File, OutPath};
use crate::site::Translation;
use crate::theme::{TemplateProblem, Theme};
use crate::view::Frame;
use crate::view::structured;

/// Bytes that the values of most pages fit into.
const VALUES: usize = 8 << 10;

/// A page: its template, all that the template sees, and what is made along with it.
pub(super) struct TemplatePage<'s> {
    template: &'static str,
    values: Map,
    /// What all pages of the language see, and its hash.
    site: (Value, u64),
    /// Where the site stands on its host: `/spaces`, or nothing.
    base_path: String,
    late: Vec<Late<'s>>,
    /// What the sitemap says of it; `None` keeps it out.
    pub(super) listing: Option<Listing>,
    /// By output path: the picture for sharing, the event as a file for calendars.
    pub(super) files: Vec<(OutPath, File)>,
}

/// Values that are made for the template and for nothing else.
struct Late<'s> {
    /// The hash of all that they are made of.
    inputs: u64,
    make: Box<dyn FnOnce() -> Values + 's>,
}

/// Values by their names.
pub(super) type Values = Vec<(&'static str, Value)>;

impl TemplatePage<'_> {
    /// A page with its frame; the sitemap lists it unless search engines are told to stay away.
    pub(super) fn new(shelf: &Shelf<'_>, mut frame: Frame) -> TemplatePage<'static> {
        frame.og_image = frame.og_image.or_else(|| shelf.share_of_site.clone());
        let mut values = Value::from_serializable(&frame).into_map().expect("a frame has fields");
        let things = std::mem::take(&mut frame.things);
        let base = &shelf.ctx.site.config.base_url;
        let structured = structured::json(base, &frame, things);
        values.insert("structured".into(), html(structured.as_deref()));
        let is_listed = frame.robots.is_none();
        let listing = is_listed.then(|| Listing::new(base.absolute(&frame.path), &frame.alternates));
        let site = shelf.site.clone();
        let base_path = base.path().to_owned();
        TemplatePage {
            template: frame.template,
            values,
            site,
            base_path,
            late: Vec::new(),
            listing,
            files: Vec::new(),
        }
    }
}

impl<'s> TemplatePage<'s> {
    /// Adds what only this kind of page shows.
    pub(super) fn with<T: serde::Serialize + ?Sized>(mut self, key: &'static str, value: &T) -> Self {
        self.values.insert(key.into(), Value::from_serializable(value));
        self
    }

    /// Adds HTML that is safe as it is.
    pub(super) fn with_html(mut self, key: &'static str, text: Option<&str>) -> Self {
        self.values.insert(key.into(), html(text));
        self
    }

    /// Adds what takes long to make and is made of nothing but what `inputs` is the hash of; without a hash it is made
    /// now.
    pub(super) fn later(mut self, inputs: Option<u64>, make: impl FnOnce() -> Values + 's) -> Self {
        match inputs {
            Some(inputs) => self.late.push(Late { inputs, make: Box::new(make) }),
            None => self.values.extend(make().into_iter().map(|(key, value)| (key.into(), value))),
        }
        self
    }

    /// Adds a text's body as `content`.
    pub(super) fn with_body(self, shelf: &'s Shelf<'_>, text: &'s Translation) -> Self {
        let addresses = shelf.addresses(text);
        self.later(shelf.inputs_of(text, &addresses), move || {
            vec![("content", html(Some(&shelf.html(text, &addresses))))]
        })
    }

    /// Adds a story's body: the person's own words, with which it may begin, as `opening`, and the rest as `content`.
    pub(super) fn with_opening_and_body(self, shelf: &'s Shelf<'_>, text: &'s Translation) -> Self {
        let addresses = shelf.addresses(text);
        self.later(shelf.inputs_of(text, &addresses), move || {
            let (opening, content) = shelf.html_with_opening(text, &addresses);
            vec![("opening", html(opening.as_deref())), ("content", html(Some(&content)))]
        })
    }

    /// The day of the last change, where it is known.
    pub(super) fn modified(mut self, date: Option<Date>) -> Self {
        if let Some(listing) = &mut self.listing {
            listing.modified = date;
        }
        self
    }

    /// Adds a file that is made along with the page, by its output path.
    pub(super) fn along(mut self, file: Option<(OutPath, File)>) -> Self {
        self.files.extend(file);
        self
    }

    /// The hash of all that its template is given.
    pub(super) fn inputs(&self) -> u64 {
        let mut bytes = Vec::with_capacity(VALUES);
        self.values.iter().for_each(|entry| inputs::add_entry(&mut bytes, entry));
        let late: Vec<u64> = self.late.iter().map(|late| late.inputs).collect();
        inputs::of(&(self.template, self.site.1, &self.base_path, bytes, late))
    }

    /// Makes its HTML.
    pub(super) fn html(self, theme: &Theme, lang: &Lang) -> Result<Vec<u8>, TemplateProblem> {
        let mark = self.values.get(&Key::Str("unpublished")).and_then(Value::as_str).map(mark);
        let mut context = Context::new();
        for (key, value) in self.values {
            context.insert_value(name(key), value);
        }
        for (key, value) in self.late.into_iter().flat_map(|late| (late.make)()) {
            context.insert_value(key, value);
        }
        context.insert_value("site", self.site.0);
        let html = below(&self.base_path, theme.render(lang, self.template, &context)?);
        if let Some(id) = doubled(&html) {
            return Err(theme.problem(lang, self.template, say!("template.twice", id)));
        }
        Ok(match mark {
            Some(mark) => marked(&html, &mark),
            None => html,
        })
    }
}

/// The page with the path before its addresses. Most sites have their host for themselves, and nothing is to be done.
fn below(path: &str, html: Vec<u8>) -> Vec<u8> {
    if path.is_empty() {
        return html;
    }
    let html = String::from_utf8(html).expect("templates and values are text");
    addresses::below(path, &html).into_owned().into_bytes()
}

/// What stands above a page that readers don't see yet, whatever the theme.
fn mark(why: &str) -> String {
    format!("<p role=\"note\" lang=\"en\" dir=\"ltr\"><mark>{why}</mark></p>")
}

/// The page with a mark at the beginning of what is seen.
fn marked(html: &[u8], mark: &str) -> Vec<u8> {
    let body = memmem::find(html, b"<body").and_then(|at| Some(at + memchr(b'>', &html[at..])? + 1));
    let (before, behind) = html.split_at(body.unwrap_or(html.len()));
    [before, mark.as_bytes(), behind].concat()
}

/// HTML that is safe as it is, or nothing.
fn html(text: Option<&str>) -> Value {
    text.map_or_else(Value::none, Value::safe_string)
}

fn name(key: Key<'static>) -> Cow<'static, str> {
    match key {
        Key::Str(name) => Cow::Borrowed(name),
        key => Cow::Owned(key.to_string()),
    }
}
