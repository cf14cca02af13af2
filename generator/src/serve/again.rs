//! From what was saved, or isn't yet, to the next state of the site, with as little work as the change asks for.
//!
//! A change mostly changes the words of one document, a template, a style or a word of the interface. Then all that
//! doesn't hang on it is taken from the state before. `None` says that only reading everything tells.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::changes::Changed;
use crate::build::last;
use crate::build::{self, BuildOptions, Loaded};
use crate::content::ThemeFolders;
use crate::diagnostic::{Diagnostic, any_error};
use crate::render::Shared;
use crate::site::{self, Site};
use crate::source::{self, Overlay, Refused, Source};

/// A state of the site that pages were made from.
pub(super) struct SiteVersion {
    pub(super) loaded: Arc<Loaded>,
    pub(super) shared: Shared,
}

/// The site after a change, and what of the stage before still holds.
pub(super) fn load(
    options: &BuildOptions,
    before: &SiteVersion,
    changed: &Changed,
) -> Option<(Loaded, Shared)> {
    let Changed::Files(files) = changed else { return None };
    let source = before.loaded.source.again(files)?;
    changed_in(options, before, source, files, &before.loaded.kept)
}

/// The site with what isn't saved yet over a folder, of which `before` is the site if there is one.
pub(super) fn load_with(
    options: &BuildOptions,
    saved: &Source,
    before: Option<&SiteVersion>,
    overlay: &Overlay,
) -> Result<(Loaded, Shared), Refused> {
    let (source, files, kept) = (saved.with(overlay)?, overlay.paths(), options.kept());
    let is_there = |path: &String| saved.is_text(path) && source.is_text(path);
    // Where files come or go, and pictures change, only assembling tells.
    if files.iter().all(is_there)
        && let Some(before) = before
        && let Some(again) = changed_in(options, before, source.clone(), &files, &kept)
    {
        return Ok(again);
    }
    let shared = before.map(|before| before.shared.clone().without_cards()).unwrap_or_default();
    Ok((build::load_source(source, options, kept)?, shared))
}

/// The site of a source in which these files, which were there before, are others.
fn changed_in(
    options: &BuildOptions,
    before: &SiteVersion,
    source: Source,
    files: &BTreeSet<String>,
    kept: &site::DocumentCache,
) -> Option<(Loaded, Shared)> {
    let Loaded { source: old, site, diagnostics, .. } = &*before.loaded;
    let holds = (site.now..last::until(site)).contains(&options.now) && !options.pseudo;
    let parts = SavedKinds::of(files, &site.config.theme).filter(|_| holds && source.traces == old.traces)?;
    let mut site = site.clone();
    site.now = options.now;
    let mut diagnostics = diagnostics.clone();
    let mut shared = before.shared.clone();
    if parts.words {
        let is_of_words = |problem: &Diagnostic| holds_words(&problem.path, &site.config.theme);
        site = site::with_other_words(&site, &source).filter(|_| !diagnostics.iter().any(is_of_words))?;
        shared = shared.without_cards();
    }
    if parts.theme {
        // A heading may have the id that a template has now.
        (source.taken() == old.taken()).then_some(())?;
    }
    for folder in parts.folders {
        let (next, found) = reworded(&site, &source, &folder, files, kept)?;
        let names_it = |problem: &Diagnostic| names(problem, &folder);
        if diagnostics.iter().any(names_it) {
            return None;
        }
        site = next;
        diagnostics.extend(found);
    }
    Some((Loaded { source, site, diagnostics, kept: kept.clone() }, shared))
}

/// What kinds of files were saved.
#[derive(Default)]
struct SavedKinds {
    theme: bool,
    /// Of the interface.
    words: bool,
    /// Of documents, below `content/`.
    folders: BTreeSet<String>,
}

impl SavedKinds {
    fn of(files: &BTreeSet<String>, theme: &str) -> Option<Self> {
        let mut parts = Self::default();
        let (name, themes) = (theme, ThemeFolders::of(theme));
        for path in files {
            let below_theme = themes.name_of(path);
            if source::is_document(path) {
                parts.folders.insert(path.rsplit_once('/')?.0.to_owned());
            } else if holds_words(path, name) {
                parts.words = true;
            } else if path.starts_with("content/templates/") || below_theme.is_some() {
                parts.theme = true;
            } else {
                return None;
            }
        }
        Some(parts)
    }
}

/// Whether the file at `path` is one of those with words of the interface.
fn holds_words(path: &str, theme: &str) -> bool {
    let below_theme = ThemeFolders::of(theme).name_of(path).map(str::to_owned);
    path.starts_with("content/texts/") || below_theme.is_some_and(|name| name.starts_with("texts/"))
}

/// The site with the documents of a folder as they are now, of which those among `files` are others.
fn reworded(
    site: &Site,
    source: &Source,
    folder: &str,
    files: &BTreeSet<String>,
    kept: &site::DocumentCache,
) -> Option<(Site, Vec<Diagnostic>)> {
    let paths = source.documents().into_iter().filter(|path| is_in(path, folder));
    let (mut before, mut now, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    for path in paths {
        let old = kept.memo.known(path)?;
        let (document, found) =
            if files.contains(path) { site::parse_again(source, site, path, kept)? } else { old.clone() };
        before.push(old.0?);
        now.push(document?);
        problems.extend(found);
    }
    let (site, found) = site::reworded(site, source, &before, now)?;
    problems.extend(found);
    site::add_fields(source, &mut problems);
    (!any_error(&problems)).then_some((site, problems))
}

fn is_in(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).and_then(|rest| rest.strip_prefix('/')).is_some_and(|name| !name.contains('/'))
}

/// Whether a problem is about a file in this folder.
fn names(problem: &Diagnostic, folder: &str) -> bool {
    let see = problem.see.iter().map(|(path, ..)| path);
    std::iter::once(&problem.path).chain(see).any(|path| is_in(path, folder))
}
