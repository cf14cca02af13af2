//! Where a link or a picture of the old site led → what is written here.

use std::collections::BTreeMap;

use percent_encoding::percent_decode_str;

use super::Around;
use crate::place::Place;
use crate::site::{OldPage, OldSite};

/// What stands before the name of a page that `ref` named.
pub(super) const REFERENCE: &str = "spaces-import-ref:";

/// Endings of what may lie beside a text.
const PICTURES: [&str; 6] = ["jpg", "jpeg", "png", "gif", "webp", "svg"];
const PAPERS: [&str; 15] = [
    "pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "epub", "rtf", "csv", "txt",
    "ics",
];

/// The files that a document names: name here → path in the old site.
#[derive(Debug, Default)]
pub(crate) struct Beside(BTreeMap<String, String>);

impl Beside {
    /// The name here of a file, which is kept from now on.
    pub(crate) fn keep(&mut self, path: &str) -> String {
        let name = path.rsplit('/').next().unwrap_or(path);
        let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let name: String = name.chars().map(|c| if is_plain(c) { c } else { '-' }).collect();
        let numbered = (2..).map(|number| format!("{number}-{name}"));
        let is_free = |wanted: &String| {
            let same = self.0.iter().find(|(there, _)| there.eq_ignore_ascii_case(wanted));
            same.is_none_or(|(_, there)| there == path)
        };
        let free = [name.clone()].into_iter().chain(numbered).find(is_free).unwrap_or_else(|| name.clone());
        self.0.insert(free.clone(), path.to_owned());
        free
    }

    pub(crate) fn into_files(self) -> BTreeMap<String, String> {
        self.0
    }
}

/// Where it leads.
#[derive(Debug)]
pub(super) enum Target {
    /// As it was: another site, a place in the same text.
    Same,
    /// A document; `anchor` is what stood behind `#`.
    Page { index: usize, anchor: Option<String> },
    /// A file of the old site that may lie beside the text.
    File(String),
    /// A file that may not, or nothing that was taken: its address in the old site.
    Old { address: String, is_file: bool },
}

/// Whether it may lie beside a text.
pub(super) fn is_picture(path: &str) -> bool {
    PICTURES.contains(&ending(path).as_str())
}

fn ending(path: &str) -> String {
    path.rsplit_once('.').map_or("", |(_, ending)| ending).to_ascii_lowercase()
}

/// Finds out.
pub(super) fn find(around: Around<'_>, page: &OldPage, written: &str) -> Target {
    let base = &around.old.settings.base;
    let own = || {
        written
            .strip_prefix(base.as_str())
            .filter(|rest| !base.is_empty() && (rest.is_empty() || rest.starts_with(['/', '#', '?'])))
    };
    let is_ref = written.strip_prefix(REFERENCE).or_else(|| written.strip_prefix("@/"));
    let path = match (is_ref, own()) {
        (Some(name), _) => return reference(around, page, name, written),
        (_, Some("")) => "/",
        (_, Some(rest)) => rest,
        _ if written.starts_with('#') || written.is_empty() || has_scheme(written) => return Target::Same,
        _ => written,
    };
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    let (path, anchor) =
        decoded.split_once('#').map_or((&*decoded, None), |(path, anchor)| (path, Some(anchor)));
    let path = path.split('?').next().unwrap_or(path);
    let anchor = anchor.filter(|anchor| !anchor.is_empty()).map(str::to_owned);
    let absolute = if path.starts_with('/') { path.to_owned() } else { join(&page.address, path) };
    if let Some(file) = file(around, page, path) {
        let may = is_picture(&file) || PAPERS.contains(&ending(&file).as_str());
        return if may {
            Target::File(file)
        } else {
            Target::Old { address: old(base, &absolute), is_file: true }
        };
    }
    let by_file = || (!path.starts_with('/')).then(|| at_file(around, &join(&page.folder, path))).flatten();
    let by_address = || around.places.at_address(&absolute);
    match by_address().or_else(by_file).or_else(|| in_language(around, page, &absolute)) {
        Some(index) => Target::Page { index, anchor },
        None => Target::Old {
            address: old(base, &absolute),
            is_file: !ending(path).is_empty() && ending(path).len() < 5,
        },
    }
}

fn has_scheme(written: &str) -> bool {
    let scheme = written.split_once(':').map_or("", |(scheme, _)| scheme);
    written.starts_with("//")
        || !scheme.is_empty()
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

/// `/bread/` in a Danish text, where `/da/bread/` is the page.
fn in_language(around: Around<'_>, page: &OldPage, path: &str) -> Option<usize> {
    let id = &around.old.settings.languages[page.lang].id;
    around.places.at_address(&format!("/{id}{path}"))
}

fn old(base: &str, path: &str) -> String {
    let base = if base.is_empty() { "https://example.org" } else { base };
    super::blocks::address(&format!("{base}{path}"))
}

/// Where a file of the old site stood: at the root, or beside the page of its folder.
pub(crate) fn file_address(site: &OldSite, path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let page = site.pages.iter().find(|page| page.folder == folder && page.stem() == folder);
    let at_root = || {
        let inside = site.statics.iter().find_map(|root| path.strip_prefix(root.as_str())?.strip_prefix('/'));
        format!("/{}", inside.unwrap_or(path))
    };
    old(&site.settings.base, &page.map_or_else(at_root, |page| format!("{}{name}", page.address)))
}

/// A page by the name of its file.
fn reference(around: Around<'_>, page: &OldPage, name: &str, written: &str) -> Target {
    let decoded = percent_decode_str(name).decode_utf8_lossy();
    let (path, anchor) =
        decoded.split_once('#').map_or((&*decoded, None), |(path, anchor)| (path, Some(anchor)));
    let folder = &around.old.settings.languages[page.lang].folder;
    let below = path.trim_start_matches('/');
    let places = [format!("{folder}/{below}"), format!("content/{below}"), join(&page.folder, path)];
    let by_name = || {
        let name = stem(below);
        around.old.pages.iter().position(|page| page.key.rsplit('/').next() == Some(name))
    };
    if path.is_empty() {
        return Target::Same;
    }
    let found = places
        .iter()
        .find_map(|path| at_file(around, path))
        .or_else(|| around.places.at_address(&format!("/{below}")))
        .or_else(by_name);
    match found.filter(|index| around.places.of_page(*index).is_some()) {
        Some(index) => Target::Page { index, anchor: anchor.map(str::to_owned) },
        None => {
            let written =
                written.trim_start_matches(REFERENCE).trim_start_matches("@/").trim_start_matches('/');
            let address = format!("/{}/", stem(written).trim_end_matches('/'));
            Target::Old { address: old(&around.old.settings.base, &address), is_file: false }
        }
    }
}

/// Without the ending of a page and its language, and without `index`.
fn stem(path: &str) -> &str {
    let path = path.split('#').next().unwrap_or(path);
    let path = path.trim_end_matches('/').trim_end_matches(".markdown").trim_end_matches(".md");
    path.trim_end_matches("/_index").trim_end_matches("/index")
}

fn at_file(around: Around<'_>, path: &str) -> Option<usize> {
    let stem = stem(path);
    let without_language = || {
        let (stem, id) = stem.rsplit_once('.')?;
        let is_language =
            around.old.settings.languages.iter().any(|language| language.id.eq_ignore_ascii_case(id));
        is_language.then(|| around.places.at_file(self::stem(stem))).flatten()
    };
    around.places.at_file(stem).or_else(without_language)
}

/// A file that is there: beside the text, where the text's address is, or at the root.
fn file(around: Around<'_>, page: &OldPage, path: &str) -> Option<String> {
    if ending(path).is_empty() || path.ends_with(".md") {
        return None;
    }
    let statics = around.old.statics.iter();
    let beside = join(&page.folder, path.trim_start_matches("./"));
    let places = statics.map(|folder| join(folder, path.trim_start_matches('/')));
    let in_language = join(&around.old.settings.languages[page.lang].folder, path.trim_start_matches('/'));
    let beside = (!path.starts_with('/')).then_some(beside);
    beside.into_iter().chain(places).chain([in_language]).find(|path| around.old.files.has(path))
}

/// A path seen from a folder.
pub(super) fn join(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').collect();
    if parts.last() == Some(&"") {
        parts.pop();
    }
    for part in path.split('/') {
        match part {
            "." => {}
            ".." if parts.len() > 1 || parts.first().is_some_and(|first| !first.is_empty()) => {
                parts.pop();
            }
            ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// The page of a document that readers of a language see.
pub(super) fn page_in(old: &OldSite, place: &Place, lang: usize) -> usize {
    let own = place.pages.iter().find(|index| old.pages[**index].lang == lang);
    own.or(place.pages.first()).copied().unwrap_or_default()
}
