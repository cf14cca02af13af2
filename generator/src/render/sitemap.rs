//! `sitemap.xml` with the translations of each page, and `robots.txt`.
//!
//! Sources: sitemaps.org/protocol.html; developers.google.com/search/docs/specialty/international.

use std::fmt::Write;

use quick_xml::escape::escape;

use super::page::{Listing, Page};
use crate::output::File;
use crate::site::Site;
use crate::view::absolute;

/// Both files.
pub(super) fn files(site: &Site, pages: &[Page]) -> Vec<(String, File)> {
    let robots = format!("User-agent: *\nDisallow:\n\nSitemap: {}\n", absolute(site, "/sitemap.xml"));
    vec![
        ("public/sitemap.xml".to_owned(), File::Bytes(sitemap(site, pages).into_bytes())),
        ("public/robots.txt".to_owned(), File::Bytes(robots.into_bytes())),
    ]
}

fn sitemap(site: &Site, pages: &[Page]) -> String {
    let mut listed: Vec<(&Page, &Listing)> =
        pages.iter().filter_map(|page| Some((page, page.listing.as_ref()?))).collect();
    listed.sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
    let mut xml = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    ));
    for (page, listing) in listed {
        url(&mut xml, &absolute(site, &page.path), listing);
    }
    xml.push_str("</urlset>\n");
    xml
}

/// One page. `lastmod` only where the content says it: an invented day teaches crawlers to ignore all.
fn url(xml: &mut String, address: &str, listing: &Listing) {
    let _ = writeln!(xml, "<url>\n<loc>{}</loc>", escape(address));
    if let Some(date) = listing.modified {
        let _ = writeln!(xml, "<lastmod>{date}</lastmod>");
    }
    for alternate in &listing.alternates {
        let (lang, url) = (escape(&alternate.lang), escape(&alternate.url));
        let _ = writeln!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{url}\"/>");
    }
    xml.push_str("</url>\n");
}
