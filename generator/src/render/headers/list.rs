//! `_headers`, as Cloudflare Pages and Netlify read it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{Headers, PathPattern};
use crate::render::OutPath;

/// Where several rules hold these hosts send all of them, so `!` takes the general one back first. Pages need no
/// rule for keeping: both hosts let browsers ask every time, which costs nothing while a page is the same.
pub(super) fn write(headers: &Headers, paths: &BTreeSet<OutPath>) -> String {
    let base = &headers.path;
    let mut text = String::new();
    if !base.is_empty() {
        // Both hosts read it at the top of what is uploaded.
        let _ = writeln!(
            text,
            "# For a host that serves this folder as `{base}/`: this file belongs at the top of its upload."
        );
    }
    let _ = writeln!(text, "{base}/*");
    for rule in headers.at(PathPattern::Everywhere).filter(|rule| rule.name != "Cache-Control") {
        let _ = writeln!(text, "  {}: {}", rule.name, rule.value);
    }
    for lang in &headers.languages {
        let _ = writeln!(text, "{base}/{lang}/search/");
        for rule in headers.at(PathPattern::Search) {
            let _ = writeln!(text, "  ! {0}\n  {0}: {1}", rule.name, rule.value);
        }
    }
    for path in kept(paths) {
        let _ = writeln!(text, "{base}{path}");
        for rule in headers.at(PathPattern::Kept) {
            let _ = writeln!(text, "  {}: {}", rule.name, rule.value);
        }
    }
    text
}

/// The style sheet and the scripts by name, and the folders of the search index.
fn kept(paths: &BTreeSet<OutPath>) -> Vec<&str> {
    let paths = paths.iter().filter_map(OutPath::address);
    let named = paths.filter(|path| path.starts_with("/assets/") && PathPattern::Kept.holds(path));
    named.chain(["/pagefind/fragment/*", "/pagefind/index/*"]).collect()
}
