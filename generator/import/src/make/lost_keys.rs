//! The keys of a head of which nothing was made.

use crate::loss::{LossKind, Losses};
use crate::site::{OldPage, OldSite};

/// Keys that are read, or say nothing that a reader of the new site misses: what the folders say, when a file was changed,
/// how the old program was to sort and to draw.
const KNOWN: [&str; 34] = [
    "title",
    "description",
    "summary",
    "excerpt",
    "date",
    "draft",
    "slug",
    "url",
    "path",
    "aliases",
    "weight",
    "lastmod",
    "updated",
    "publishdate",
    "expirydate",
    "tags",
    "categories",
    "taxonomies.tags",
    "taxonomies.categories",
    "author",
    "authors",
    "linktitle",
    "cover",
    "image",
    "images",
    "featured_image",
    "featuredimage",
    "thumbnail",
    "extra.image",
    "extra.local_image",
    "params.author",
    "extra.author",
    "translationkey",
    "subtitle",
];

/// Keys that only posts have.
const OF_POSTS: [&str; 5] = ["date", "author", "authors", "params.author", "extra.author"];

/// Tells them, each with its line.
pub(super) fn tell(old: &OldSite, page: &OldPage, is_post: bool, losses: &mut Losses) {
    for name in page.head.names() {
        let small = name.to_lowercase();
        let is_taxonomy = old
            .settings
            .taxonomies
            .iter()
            .any(|taxonomy| small.trim_start_matches("taxonomies.") == taxonomy.to_lowercase());
        let says_topics =
            ["tags", "categories"].contains(&small.trim_start_matches("taxonomies.")) || is_taxonomy;
        let is_lost = match is_post {
            true => !(KNOWN.contains(&small.as_str()) || says_topics),
            // A page has no day and no writers.
            false => says_topics || !KNOWN.contains(&small.as_str()) || OF_POSTS.contains(&small.as_str()),
        };
        if is_lost {
            losses.add(LossKind::Key, &page.file, page.head.line(&name), name);
        }
    }
}
