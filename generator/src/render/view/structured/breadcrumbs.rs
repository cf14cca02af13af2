//! The way from the home page to this one.

use serde::Serialize;

use crate::config::BaseUrl;
use crate::view::Frame;

/// `BreadcrumbList`, with the page itself at its end.
#[derive(Clone, Debug, Serialize)]
pub struct Breadcrumbs {
    #[serde(rename = "itemListElement")]
    items: Vec<Item>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(tag = "@type", rename = "ListItem")]
struct Item {
    position: usize,
    name: String,
    item: String,
}

/// The list; the home page has no way to itself.
pub(super) fn of(base: &BaseUrl, frame: &Frame) -> Option<Breadcrumbs> {
    if frame.breadcrumbs.is_empty() {
        return None;
    }
    let above = frame.breadcrumbs.iter().map(|crumb| (crumb.title.clone(), base.absolute(&crumb.url)));
    let all = above.chain([(frame.title.clone(), frame.canonical.clone())]);
    let items = all.enumerate().map(|(at, (name, item))| Item { position: at + 1, name, item });
    Some(Breadcrumbs { items: items.collect() })
}
