//! Where a build may write: a folder of its own, which is new, empty, or was built into before.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::stale;
use super::writer::WAITING;
use crate::render::OutPath;

/// What lies in a folder without being anybody's work: marks of a repository that publishes it, and of file managers.
const HARMLESS: [&str; 7] =
    [WAITING, ".git", ".gitignore", ".gitkeep", ".nojekyll", ".DS_Store", "lost+found"];

/// What a build writes in its folder.
const PARTS: [&str; 4] = ["public", "server", "forms", WAITING];

/// `public/da/stories/bread`. What lies deeper is looked at when something is written or removed there.
const DEPTH: usize = 4;

/// Refuses a folder in which a build would write over somebody's files, or among the sources of the site.
///
/// # Errors
/// A sentence that says why it can't be written there, and what to do.
pub fn check(out: &Path, root: &Path) -> Result<(), String> {
    not_among_sources(out, root, "the site can't be built into")?;
    let name = out.display();
    if let Some(link) = leads_out(out) {
        return Err(format!("the site can't be built into `{name}`: {}", link_for_folder(&link)));
    }
    match fs::read_dir(out) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => Err(format!("the site can't be built into `{name}`: {e}; give `--out` a folder")),
        Ok(_) if out.join(stale::LIST).exists() => Ok(()),
        Ok(entries) => match foreign(entries, |_| false) {
            None => Ok(()),
            Some(file) => Err(format!(
                "the site can't be built into `{name}`: `{file}` and whatever else is there wasn't written by `spaces`; \
                 give `--out` a new or empty folder, such as `{name}/dist`"
            )),
        },
    }
}

/// What is wrong with a link that stands where the site has a folder, and what to do.
fn link_for_folder(link: &Path) -> String {
    format!(
        "`{}` is a link in the place of a folder; remove the link, or give `--out` another folder",
        link.display()
    )
}

/// Refuses to write or remove anything behind a link that stands in the place of a folder below `out`.
///
/// # Errors
/// A sentence that names the link.
pub(super) fn not_through_links<'p>(out: &Path, paths: impl Iterator<Item = &'p OutPath>) -> io::Result<()> {
    let above = |path: &'p OutPath| path.match_indices('/').map(move |(at, _)| &path[..at]);
    let folders: BTreeSet<&str> = paths.flat_map(above).collect();
    let mut paths = folders.into_iter().map(|folder| out.join(folder));
    let link = paths.find(|folder| fs::symlink_metadata(folder).is_ok_and(|found| found.is_symlink()));
    link.map_or(Ok(()), |link| Err(io::Error::other(link_for_folder(&link))))
}

/// The first link that stands in the place of a folder, or may do so as it leads nowhere. One in the place of a file is
/// replaced.
fn leads_out(out: &Path) -> Option<PathBuf> {
    let inside = fs::canonicalize(out).ok()?;
    let found = link_below(&inside, 1)?;
    Some(out.join(found.strip_prefix(&inside).unwrap_or(&found)))
}

/// Not by `walkdir`, which opens the folders at the last level, too: there are as many as pages.
fn link_below(folder: &Path, depth: usize) -> Option<PathBuf> {
    let (mut folders, mut links) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder).ok()?.flatten() {
        let name = entry.file_name();
        let is_part = match depth {
            1 => PARTS.iter().any(|part| name == *part),
            _ => !name.to_string_lossy().starts_with('.'),
        };
        match entry.file_type() {
            Ok(kind) if is_part && kind.is_symlink() => links.push(entry.path()),
            Ok(kind) if is_part && kind.is_dir() && depth < DEPTH => folders.push(entry.path()),
            _ => {}
        }
    }
    let leads_to_folder = |link: &PathBuf| match fs::canonicalize(link) {
        Ok(target) => target.is_dir(),
        Err(_) => depth == 1 || link.extension().is_none(),
    };
    links
        .into_iter()
        .find(leads_to_folder)
        .or_else(|| folders.iter().find_map(|folder| link_below(folder, depth + 1)))
}

/// Refuses a folder that holds the sources of a site or lies among them; `what` begins the sentence.
///
/// # Errors
/// The sentence.
pub fn not_among_sources(folder: &Path, root: &Path, what: &str) -> Result<(), String> {
    let name = folder.display();
    let (folder, root) = (real(folder), real(root));
    if root.starts_with(&folder) {
        return Err(format!(
            "{what} `{name}`: that folder holds the site's sources; give it a folder of its own"
        ));
    }
    for part in ["content", "themes"] {
        // The folder may be a link, and lie elsewhere.
        if [root.join(part), real(&root.join(part))].iter().any(|part| folder.starts_with(part)) {
            return Err(format!(
                "{what} `{name}`: that is among the sources in `{part}`; give it a folder of its own"
            ));
        }
    }
    Ok(())
}

/// Refuses a folder for the cache that holds somebody's files, lies among the sources of the site, or would be published
/// with it.
///
/// # Errors
/// A sentence that says why nothing can be kept there, and what to do.
pub fn check_cache(cache: &Path, root: &Path, out: Option<&Path>) -> Result<(), String> {
    not_among_sources(cache, root, "nothing can be kept in")?;
    let name = cache.display();
    let refused = |why: String| {
        Err(format!("nothing can be kept in `{name}`: {why}; give `--cache` a new or empty folder"))
    };
    if let Some(out) = out {
        let (cache, out) = (real(cache), real(out));
        if cache.starts_with(&out) || out.starts_with(&cache) {
            return refused(format!(
                "it and `{}`, into which the site is built, lie in each other",
                out.display()
            ));
        }
    }
    match fs::read_dir(cache) {
        Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(e) => refused(e.to_string()),
        Ok(entries) => match foreign(entries, is_of_cache) {
            None => Ok(()),
            Some(file) => refused(format!("`{file}` and whatever else is there wasn't written by `spaces`")),
        },
    }
}

/// The folders of a cache are called by the first two digits of what lies in them.
fn is_of_cache(name: &str) -> bool {
    name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The first of the files that somebody else has put there.
fn foreign(entries: fs::ReadDir, is_ours: impl Fn(&str) -> bool) -> Option<String> {
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| !HARMLESS.contains(&name.as_str()) && !is_ours(name)).min()
}

/// The path from the root of the disk without links, as far as it is there.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut there = path.as_path();
    loop {
        if let Ok(found) = fs::canonicalize(there) {
            let rest = path.strip_prefix(there).unwrap_or(Path::new(""));
            return plain(&found, rest);
        }
        match there.parent() {
            Some(above) => there = above,
            None => return path,
        }
    }
}

/// Without `..`, which leads out of folders that aren't there yet.
fn plain(found: &Path, rest: &Path) -> PathBuf {
    let mut path = found.to_owned();
    for part in rest.components() {
        match part {
            std::path::Component::ParentDir => _ = path.pop(),
            part => path.push(part),
        }
    }
    path
}
