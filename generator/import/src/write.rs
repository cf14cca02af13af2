//! The new site → a new folder, whole or not at all. The only writer.
#![expect(clippy::disallowed_methods, reason = "the one writer of the new site")]

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use generator::build::Produced;
use jiff::Timestamp;
use tempfile::TempDir;

use crate::loss::{Loss, Losses};
use crate::make::{CopiedFile, NewSite, Origin};
use crate::report::{self, Left};
use crate::{Counts, ImportOptions, tame};

/// A new site that lies beside its place: it can be looked at, and is gone if it isn't finished.
#[derive(Debug)]
pub struct Staged {
    folder: TempDir,
    options: ImportOptions,
    /// Where the lines of its texts stood.
    origins: BTreeMap<String, Origin>,
    /// The files beside its texts, with their addresses in the old site.
    copies: BTreeMap<String, String>,
    /// There are drafts, or texts that aren't published for ever.
    hides: bool,
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
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
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
        self::text(&made(&root(&folder), path)?, text)?;
    }
    for (path, CopiedFile { from, .. }) in &new.copies {
        let path = made(&root(&folder), path)?;
        fs::copy(from, &path).map_err(|error| format!("cannot copy `{}`: {error}", from.display()))?;
    }
    Ok(Staged {
        folder,
        options: options.clone(),
        copies: new.copies.iter().map(|(path, copy)| (path.clone(), copy.address.clone())).collect(),
        origins: new.origins,
        hides: new.hides,
        counts: new.counts,
        losses: losses.sorted(),
    })
}

/// Writes a text of the new site.
pub(crate) fn text(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

/// Reads it again.
pub(crate) fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
}

/// Takes a file of the new site away; whether it was there.
pub(crate) fn remove(path: &Path) -> Result<bool, String> {
    match fs::remove_file(path) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(false),
        Err(error) => Err(format!("cannot remove `{}`: {error}", path.display())),
    }
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

    /// Checks the new site and makes what would stop a build harmless, each a loss with its place in the old site. Gives
    /// what is left: warnings, and errors that only a person can mend.
    ///
    /// # Errors
    /// A sentence, when a text can't be read or written.
    pub fn tame(&mut self, now: Timestamp) -> Result<Produced, String> {
        let mut losses = Losses::from(std::mem::take(&mut self.losses));
        let mut site = tame::Taming {
            root: root(&self.folder),
            cache: self.folder.path().join("cache"),
            origins: &mut self.origins,
            copies: &self.copies,
            hides: self.hides,
        };
        let produced = site.tame(now, &mut losses);
        self.counts.files = self.copies.keys().filter(|path| self.root().join(path).is_file()).count();
        self.losses = losses.sorted();
        produced
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
