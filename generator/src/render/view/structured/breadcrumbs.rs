//! The way from the home page to this one.

use serde::Serialize;

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
pub(super) fn of(frame: &Frame) -> Option<Breadcrumbs> {
    if frame.breadcrumbs.is_empty() {
        return None;
    }
    // The page's own address begins with the site's.
    let origin = frame.canonical.strip_suffix(frame.path.as_str())?;
    let above = frame.breadcrumbs.iter().map(|crumb| (crumb.title.clone(), format!("{origin}{}", crumb.url)));
    let all = above.chain([(frame.title.clone(), frame.canonical.clone())]);
    let items = all.enumerate().map(|(at, (name, item))| Item { position: at + 1, name, item });
    Some(Breadcrumbs { items: items.collect() })
}
