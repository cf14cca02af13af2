//! The new site → a new folder, whole or not at all. The only writer.
#![expect(clippy::disallowed_methods, reason = "the one writer of the new site")]

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::loss::{Loss, Losses};
use crate::make::NewSite;
use crate::report::{self, Left};
use crate::{Counts, ImportOptions};

/// A new site that lies beside its place: it can be looked at, and is gone if it isn't finished.
#[derive(Debug)]
pub struct Staged {
    folder: TempDir,
    options: ImportOptions,
    /// What was read and taken.
    pub counts: Counts,
    /// What couldn't be.
    pub losses: Vec<Loss>,
}

/// Refuses a place that holds something.
pub(crate) fn refuse_full(out: &Path) -> Result<(), String> {
    match fs::read_dir(out) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(format!("`{}` isn't empty; name a new folder with `--out`", out.display())),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(format!("`{}` can't be the new folder: {error}", out.display())),
    }
}

/// Writes it beside its place.
pub(crate) fn stage(options: &ImportOptions, new: NewSite, losses: Losses) -> Result<Staged, String> {
    let parent = match options.out.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    };
    fs::create_dir_all(&parent).map_err(|error| format!("cannot create `{}`: {error}", parent.display()))?;
    let folder = tempfile::Builder::new().prefix(".spaces-import-").tempdir_in(&parent);
    let folder = folder.map_err(|error| format!("cannot write in `{}`: {error}", parent.display()))?;
    for (path, text) in &new.texts {
        let path = made(&root(&folder), path)?;
        fs::write(&path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
    }
    for (path, from) in &new.copies {
        let path = made(&root(&folder), path)?;
        fs::copy(from, &path).map_err(|error| format!("cannot copy `{}`: {error}", from.display()))?;
    }
    Ok(Staged { folder, options: options.clone(), counts: new.counts, losses: losses.sorted() })
}

/// A folder for oneself alone holds the site, which is for whoever may read its neighbours.
fn root(folder: &TempDir) -> PathBuf {
    folder.path().join("site")
}

/// The place of a file, whose folder is there then.
fn made(root: &Path, path: &str) -> Result<PathBuf, String> {
    let path = root.join(path);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)
            .map_err(|error| format!("cannot create `{}`: {error}", folder.display()))?;
    }
    Ok(path)
}

impl Staged {
    /// Where it lies until it is finished.
    #[must_use]
    pub fn root(&self) -> PathBuf {
        root(&self.folder)
    }

    /// Writes the report and gives the site its place.
    ///
    /// # Errors
    /// A sentence, when something can't be written or somebody has put something there; nothing is left behind then.
    pub fn finish(self, left: &[Left]) -> Result<PathBuf, String> {
        let out = &self.options.out;
        let report = report::report(&self.options, &self.counts, &self.losses, left);
        let path = self.root().join("import-report.md");
        fs::write(&path, report).map_err(|error| format!("cannot write `{}`: {error}", path.display()))?;
        refuse_full(out)?;
        fs::rename(self.root(), out)
            .map_err(|error| format!("cannot put the site at `{}`: {error}", out.display()))?;
        Ok(out.join("import-report.md"))
    }
}
