//! What of the default theme can be replaced, and by which file it is.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::{templates, tokens};
use crate::content::ThemeFolders;
use crate::source::Source;

/// What opens the declaration of a component in a template.
const COMPONENT: &str = "{% component ";

/// Something that a theme may have.
#[derive(Debug, PartialEq, Eq)]
pub struct Replaceable {
    /// `templates/home.html`, `component brand_sign`, `--accent`.
    pub name: String,
    /// The file that counts.
    pub path: String,
    /// Whether that isn't the default theme's.
    pub is_own: bool,
}

/// All of it for a site with this theme: tokens, components, and files by their names.
#[must_use]
pub fn list(source: &Source, theme: &str) -> Vec<Replaceable> {
    let folders = ThemeFolders::of(theme);
    let base = folders.base().unwrap_or(folders.own()).to_owned();
    let one = |name: String, path: &str| {
        let is_own = !path.starts_with(&base);
        Replaceable { name, path: path.to_owned(), is_own }
    };
    let mut all: Vec<Replaceable> = tokens_of(source, &folders).into_iter().map(|(n, p)| one(n, p)).collect();
    all.extend(components(source, &folders).into_iter().map(|(name, path)| one(name, path)));
    let texts = folders.below(&source.texts, "").into_iter().map(|(name, (path, _))| (name, path));
    let assets = folders.below(&source.assets, "").into_iter().map(|(name, (path, _))| (name, path));
    let files: BTreeSet<(&str, &str)> = texts.chain(assets).collect();
    for (name, path) in files.into_iter().filter(|(name, _)| *name != tokens::FILE) {
        let of_site = name.strip_prefix("templates/").map(|name| format!("{}{name}", templates::OWN));
        let path = of_site.filter(|path| source.texts.contains_key(path)).unwrap_or_else(|| path.to_owned());
        all.push(one(name.to_owned(), &path));
    }
    all
}

/// Where a file of this name may lie, the place that counts first.
#[must_use]
pub fn places(theme: &str, name: &str) -> Vec<String> {
    let of_site = name.strip_prefix("templates/").map(|name| format!("{}{name}", templates::OWN));
    let folders = ThemeFolders::of(theme);
    of_site.into_iter().chain(folders.all().map(|folder| format!("{folder}{name}"))).collect()
}

/// The same as lines for people: what is replaced is marked, with the file that does it.
#[must_use]
pub fn said(all: &[Replaceable]) -> String {
    let width = all.iter().map(|one| one.name.chars().count()).max().unwrap_or_default();
    let mut text = String::new();
    for one in all {
        let mark = if one.is_own { "* " } else { "  " };
        let _ = writeln!(text, "{mark}{:width$}  {}", one.name, one.path);
    }
    let own = all.iter().filter(|one| one.is_own).count();
    let _ = writeln!(text, "{own} of {} replaced (*)", all.len());
    text
}

/// The name of each token, and the file of the value that counts.
fn tokens_of<'s>(source: &'s Source, folders: &ThemeFolders) -> Vec<(String, &'s str)> {
    let mut found: Vec<(String, &str)> = Vec::new();
    for (path, text) in tokens::files(source, folders) {
        for (name, _, _) in tokens::declared(text) {
            let name = format!("--{name}");
            match found.iter_mut().find(|(known, _)| *known == name) {
                Some((_, before)) => *before = path,
                None => found.push((name, path)),
            }
        }
    }
    found
}

/// The name of each component, and the template that has the one that counts.
fn components<'s>(source: &'s Source, folders: &ThemeFolders) -> Vec<(String, &'s str)> {
    let mut found: Vec<(String, &str)> = Vec::new();
    for prefix in templates::prefixes(folders) {
        for (path, text) in templates::files(folders, source).filter(|(path, _)| path.starts_with(&prefix)) {
            let names = text.split(COMPONENT).skip(1).filter_map(|rest| rest.split('(').next());
            for name in names.map(|name| format!("component {}", name.trim())) {
                if !found.iter().any(|(known, _)| *known == name) {
                    found.push((name, path));
                }
            }
        }
    }
    found.sort();
    found
}
