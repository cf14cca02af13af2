//! The folder of the old site → the paths of its files, and their texts when they are asked for. The only reader.
#![expect(clippy::disallowed_methods, reason = "the one reader of the old site")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

/// Folders that programs make.
const MADE: [&str; 3] = ["node_modules", "public", "resources"];

/// The files of the old site.
#[derive(Debug)]
pub(crate) struct Files {
    root: PathBuf,
    /// Below the root, with `/` between their parts.
    paths: BTreeSet<String>,
}

/// Finds them; links, and folders that begin with a dot, are left alone.
pub(crate) fn find(root: &Path) -> Result<Files, String> {
    if !root.is_dir() {
        return Err(format!(
            "`{}` is no folder; name the one that holds the settings and `content`",
            root.display()
        ));
    }
    let mut paths = BTreeSet::new();
    let is_made = |name: &str, depth: usize| depth == 1 && MADE.contains(&name);
    let walk = WalkDir::new(root).into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || is_made(&name, entry.depth()))
    });
    for entry in walk {
        let entry = entry.map_err(|error| format!("cannot read `{}`: {error}", root.display()))?;
        let below = entry.path().strip_prefix(root).ok().filter(|_| entry.file_type().is_file());
        let parts = below.map(|below| below.iter().map(|part| part.to_str()).collect::<Option<Vec<_>>>());
        if let Some(parts) = parts {
            let parts = parts.ok_or_else(|| {
                format!("`{}` has a name that isn't UTF-8; rename it first", entry.path().display())
            })?;
            paths.insert(parts.join("/"));
        }
    }
    Ok(Files { root: root.to_owned(), paths })
}

impl Files {
    /// Whether there is such a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.paths.contains(path)
    }

    /// Those below a folder.
    pub(crate) fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = &'a str> {
        let is_in = move |path: &&str| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        self.paths.iter().map(String::as_str).filter(is_in)
    }

    /// Where a file lies on the disk.
    pub(crate) fn on_disk(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The text of a file; lines end with `\n`.
    pub(crate) fn text(&self, path: &str) -> Result<String, String> {
        let bytes = fs::read(self.on_disk(path)).map_err(|error| format!("cannot read `{path}`: {error}"))?;
        let text = String::from_utf8(bytes).map_err(|_| format!("`{path}` isn't UTF-8"))?;
        Ok(text.trim_start_matches('\u{feff}').replace("\r\n", "\n"))
    }
}
