//! `sitemap.xml` with the translations of each page, and `robots.txt`.
//!
//! A page's part is written while the page is made, and only put in order when all are there: a site of ten thousand
//! pages has a sitemap of several megabytes.
//! Sources: sitemaps.org/protocol.html; developers.google.com/search/docs/specialty/international.

use std::collections::HashSet;
use std::fmt::Write;
use std::sync::Arc;

use jiff::civil::Date;
use quick_xml::escape::escape;
use rayon::slice::ParallelSliceMut as _;

use crate::render::{File, OutPath};
use crate::site::Site;
use crate::url::Url;
use crate::view::Alternate;

/// Bytes around an address and a day, about.
const AROUND: usize = 64;

/// A page in the sitemap.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listing {
    /// Absolute.
    address: String,
    /// The day of the last change, where it is known.
    pub(super) modified: Option<Date>,
    /// The links to its translations, as XML.
    alternates: Arc<str>,
}

/// The pages that were made so far, in any order.
#[derive(Default)]
pub(super) struct Listings {
    pages: Vec<Listing>,
    /// All translations of a document name the same ones, so that is kept once.
    alternates: HashSet<Arc<str>>,
}

impl Listing {
    /// The page at `address` and its translations, itself among them.
    pub(super) fn new(address: String, alternates: &[Alternate]) -> Self {
        let mut xml = String::new();
        for Alternate { lang, url } in alternates {
            let (lang, url) = (escape(lang), escape(url));
            let _ = writeln!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{url}\"/>");
        }
        Self { address, modified: None, alternates: xml.into() }
    }
}

impl Listings {
    pub(super) fn add(&mut self, mut listing: Listing) {
        match self.alternates.get(&listing.alternates) {
            Some(known) => listing.alternates = Arc::clone(known),
            None => _ = self.alternates.insert(Arc::clone(&listing.alternates)),
        }
        self.pages.push(listing);
    }

    /// Both files.
    pub(super) fn files(self, site: &Site) -> [(OutPath, File); 2] {
        let mut robots = format!(
            "User-agent: *\nDisallow:\n\nSitemap: {}\n",
            site.config.base_url.absolute(&Url::of("sitemap.xml"))
        );
        let base = &site.config.base_url;
        if !base.path().is_empty() {
            let root = base.origin();
            robots.insert_str(
                0,
                &format!("# Robots read only {root}/robots.txt: copy the last line into that file.\n"),
            );
        }
        [
            (OutPath::new("public/sitemap.xml"), File::Bytes(sitemap(self.pages).into_bytes())),
            (OutPath::new("public/robots.txt"), File::Bytes(robots.into_bytes())),
        ]
    }
}

fn sitemap(mut pages: Vec<Listing>) -> String {
    pages.par_sort_unstable();
    let length = |page: &Listing| page.address.len() + page.alternates.len() + AROUND;
    let mut xml = String::with_capacity(pages.iter().map(length).sum());
    xml.push_str(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    ));
    for page in &pages {
        url(&mut xml, page);
    }
    xml.push_str("</urlset>\n");
    xml
}

/// One page. `lastmod` only where the content says it: an invented day teaches crawlers to ignore all.
fn url(xml: &mut String, page: &Listing) {
    let _ = writeln!(xml, "<url>\n<loc>{}</loc>", escape(&page.address));
    if let Some(date) = page.modified {
        let _ = writeln!(xml, "<lastmod>{date}</lastmod>");
    }
    xml.push_str(&page.alternates);
    xml.push_str("</url>\n");
}
