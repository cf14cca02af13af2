//! What the dev server shows or leaves out though readers see nothing of it, and how it says so.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::site::{AnyEntry, LeftOut, Site, Unpublished};
use crate::url::Url;

/// How the mark of a link looks.
const MARK: &str = "display:inline-block;margin-inline-end:.5em;padding:0 .5em;border:2px dashed currentcolor;\
                    border-radius:1em;font:600 .8rem/1.5 system-ui,sans-serif;text-decoration:none";

/// Documents that aren't published.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Marks {
    /// By the addresses at which they are shown, in every language.
    shown: BTreeMap<Url, Shown>,
    left_out: Vec<LeftOut>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Shown {
    /// The file that says that it isn't published.
    path: String,
    why: Unpublished,
}

impl Marks {
    /// Those of a site.
    pub(super) fn of(site: &Site) -> Marks {
        let shown = site.entries.all().flat_map(|entry| each(site, entry));
        Marks { shown: shown.collect(), left_out: site.left_out.clone() }
    }

    /// What stands above the page at this address.
    pub(super) fn above(&self, url: &str) -> Option<String> {
        let Shown { path, why } = self.shown.get(url)?;
        Some(match why {
            Unpublished::Draft => format!(
                "Draft: not published. You see this page, readers don't. To publish it, remove the line `draft: true` from `{path}`."
            ),
            Unpublished::Until(day) => format!(
                "Scheduled: not published yet. Readers see this page from {day} on, which is the `publish` of `{path}`."
            ),
        })
    }

    /// Why there is no page at this address, if a document there is left out.
    pub(super) fn instead(&self, url: &str) -> Option<String> {
        let below = url.trim_matches('/').split_once('/')?.1;
        let is_it = |left: &&LeftOut| {
            let id = left.path.strip_prefix("content/").unwrap_or(&left.path);
            id == below || id.strip_prefix("pages/") == Some(below)
        };
        let LeftOut { path, reason } = self.left_out.iter().find(is_it)?;
        Some(format!("Left out: `{path}` is not shown: {reason}."))
    }

    /// Whether links to pages that aren't published have to be marked.
    pub(super) fn are_shown(&self) -> bool {
        !self.shown.is_empty()
    }

    /// A style sheet that marks each link to such a page, in whatever list it stands.
    pub(super) fn style(&self) -> String {
        let mut style = String::new();
        for (url, Shown { why, .. }) in &self.shown {
            let word = match why {
                Unpublished::Draft => "draft".to_owned(),
                Unpublished::Until(day) => format!("from {day}"),
            };
            // The theme may have a path before the address, and an anchor behind it.
            let links = format!("main a:is([href$=\"{url}\"],[href*=\"{url}#\"])::before");
            let _ = writeln!(style, "{links}{{content:\"{word}\";content:\"{word}\" / \"{word}: \";{MARK}}}");
        }
        style
    }

    /// One line for each document that isn't published, for the terminal.
    pub(super) fn lines(&self) -> Vec<String> {
        let shown: BTreeMap<&str, Unpublished> =
            self.shown.values().map(|shown| (shown.path.as_str(), shown.why)).collect();
        let shown = shown
            .into_iter()
            .map(|(path, why)| format!("not published: {path}: {} (shown here, with a mark)", why.said()));
        let left_out = self.left_out.iter().map(|left| format!("left out: {}: {}", left.path, left.reason));
        shown.chain(left_out).collect()
    }
}

fn each<'a>(site: &Site, entry: &'a AnyEntry) -> impl Iterator<Item = (Url, Shown)> + use<'a> {
    let why = site.unpublished.get(&entry.id).copied();
    let path = &entry.translation(&entry.source).1.path;
    let shown = why.map(|why| Shown { path: path.clone(), why });
    shown.into_iter().flat_map(|shown| entry.urls.values().map(move |url| (url.clone(), shown.clone())))
}
