//! The pictures and files that are published: those that a published document uses, and no others.

use std::collections::{BTreeMap, BTreeSet};

use super::{AnyEntry, Target};
use crate::diagnostic::{Code, Diagnostic, say};
use crate::source::{Checked, Original};
use crate::url::Url;

/// What these entries use, besides `picture`, which only the caller knows.
pub(super) fn used<'a>(entries: impl Iterator<Item = &'a AnyEntry>) -> impl Iterator<Item = &'a str> {
    let translations = entries.flat_map(|entry| entry.translations.values());
    translations.flat_map(|translation| &translation.targets).filter_map(|target| match target {
        Target::Asset { path } => Some(path.as_str()),
        _ => None,
    })
}

/// Path in the source, address and file, in the order of the first; pictures are not among them.
///
/// `/media/` keeps them apart from the languages, so that no address can be claimed twice.
pub(super) fn published(
    used: &BTreeSet<&str>,
    assets: &BTreeMap<String, Checked>,
    pictures: &BTreeMap<String, Original>,
) -> Vec<(String, Url, Checked)> {
    let asset = |path: &&str| {
        let file = assets.get(*path)?;
        let below = path.strip_prefix("content/").unwrap_or(path);
        Some(((*path).to_owned(), Url::of(&format!("media/{below}")), file.clone()))
    };
    used.iter().filter(|path| !pictures.contains_key(**path)).filter_map(asset).collect()
}

/// Two published files whose names differ only in capital and small letters are one file on many computers.
pub(super) fn collisions(published: &[(String, Url, Checked)]) -> Vec<Diagnostic> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut problems = Vec::new();
    for (path, ..) in published {
        let Some(first) = seen.insert(path.to_lowercase(), path) else { continue };
        let problem = Diagnostic::error(Code::UrlTaken, path, None, say!("file.capitals", path, first));
        problems.push(problem.with_hint(say!("file.capitalsHint")));
    }
    problems
}

/// The pictures among them by path in the source. Their names are no addresses: names of files and
/// folders of a camera or a person tell more than the picture does.
pub(super) fn pictures(
    used: &BTreeSet<&str>,
    pictures: &BTreeMap<String, Original>,
) -> BTreeMap<String, Original> {
    let known = used.iter().filter_map(|path| Some(((*path).to_owned(), pictures.get(*path)?.clone())));
    known.collect()
}
