//! `sitemap.xml` with the translations of each page, and `robots.txt`.
//!
//! Sources: sitemaps.org/protocol.html; developers.google.com/search/docs/specialty/international.

use std::fmt::Write;

use quick_xml::escape::escape;

use super::page::Listing;
use crate::output::File;
use crate::site::Site;
use crate::view::absolute;

/// Both files.
pub(super) fn files(site: &Site, listings: Vec<Listing>) -> [(String, File); 2] {
    let robots = format!("User-agent: *\nDisallow:\n\nSitemap: {}\n", absolute(site, "/sitemap.xml"));
    [
        ("public/sitemap.xml".to_owned(), File::Bytes(sitemap(listings).into_bytes())),
        ("public/robots.txt".to_owned(), File::Bytes(robots.into_bytes())),
    ]
}

fn sitemap(mut listings: Vec<Listing>) -> String {
    listings.sort_by(|a, b| a.address.cmp(&b.address));
    let mut xml = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n",
    ));
    for listing in &listings {
        url(&mut xml, listing);
    }
    xml.push_str("</urlset>\n");
    xml
}

/// One page. `lastmod` only where the content says it: an invented day teaches crawlers to ignore all.
fn url(xml: &mut String, listing: &Listing) {
    let _ = writeln!(xml, "<url>\n<loc>{}</loc>", escape(&listing.address));
    if let Some(date) = listing.modified {
        let _ = writeln!(xml, "<lastmod>{date}</lastmod>");
    }
    for alternate in &listing.alternates {
        let (lang, url) = (escape(&alternate.lang), escape(&alternate.url));
        let _ = writeln!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{url}\"/>");
    }
    xml.push_str("</url>\n");
}
