//! The working copy: files that somebody has on their own disk are brought along with what is published, and what isn't saved there
//! is never written over.
#![expect(clippy::disallowed_methods, reason = "the files of the working copy")]

use std::collections::BTreeSet;
use std::fs;

use generator::edit;

use super::{GitFault, Repository, Version};

/// Names the version that the files here are of, while the branch has another.
const BEHIND: &str = "refs/spaces/behind";

/// Files of the working copy that stay as they are, since somebody has changed or staged what is in no commit.
pub type Left = Vec<String>;

impl Repository {
    /// Which of some files somebody has changed or staged here since a version, without a commit. None while another branch is checked
    /// out: then nothing here is touched.
    ///
    /// # Errors
    /// When git fails.
    pub fn unsaved(&self, since: &Version, paths: &[String]) -> Result<Left, GitFault> {
        let mut left = Vec::new();
        if !self.is_out()? {
            return Ok(left);
        }
        let staged = self.staged(since)?;
        for path in paths {
            if staged.contains(path) || self.here(path) != self.read(since, path)? {
                left.push(path.clone());
            }
        }
        Ok(left)
    }

    /// Brings files and git's own list of them from one version to another. What differs from both stays, and all of it while another
    /// branch is checked out.
    ///
    /// # Errors
    /// When git or the disk fails; doing it again goes on.
    pub fn bring(&self, from: &Version, to: &Version) -> Result<(), GitFault> {
        if !self.is_out()? {
            return Ok(());
        }
        let mut lines = Vec::new();
        let staged = &self.staged(from)? & &self.staged(to)?;
        for path in self.changed(from, to)? {
            let (was, is) = (self.read(from, &path)?, self.read(to, &path)?);
            let here = self.here(&path);
            if staged.contains(&path) || (here != was && here != is) {
                continue;
            }
            self.write(&path, is.as_deref())?;
            let name = self.path(&path);
            let line = match &is {
                Some(bytes) => format!("100644 {}\t{name}\0", self.keep(bytes)?),
                None => format!("0 {}\t{name}\0", "0".repeat(40)),
            };
            lines.extend_from_slice(line.as_bytes());
        }
        self.call().bytes(&["update-index", "-z", "--index-info"], &lines).map(drop)
    }

    /// Whether the working copy is of our branch at this moment. Somebody may check out another one at any time.
    fn is_out(&self) -> Result<bool, GitFault> {
        if self.is_bare {
            return Ok(false);
        }
        match self.call().text(&["symbolic-ref", "--quiet", "HEAD"]) {
            Ok(name) => Ok(name.trim() == self.branch_ref()),
            // A version is checked out, and no branch.
            Err(GitFault::Failed { .. }) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// The files of the site that git's own list has in another way than a version, whatever stands in the files themselves.
    fn staged(&self, since: &Version) -> Result<BTreeSet<String>, GitFault> {
        let told = self.call().text(&[
            "diff-index",
            "--cached",
            "-z",
            "--no-renames",
            "--name-only",
            since.as_str(),
        ])?;
        let paths = told.split('\0').filter_map(|path| path.strip_prefix(&self.prefix));
        Ok(paths.map(str::to_owned).collect())
    }

    /// Moves the branch on and brings files along; `false` if somebody has moved it meanwhile. From which version the files come is
    /// noted first, so that [`Repository::finish`] can go on.
    ///
    /// # Errors
    /// When git or the disk fails.
    pub(crate) fn advance(&self, from: &Version, to: &Version) -> Result<bool, GitFault> {
        self.finish()?;
        self.move_name(BEHIND, None, Some(from))?;
        let is_moved = self.move_name(&self.branch_ref(), Some(from), Some(to))?;
        self.finish()?;
        Ok(is_moved)
    }

    /// Brings files along that aren't, since somebody pulled the plug when the branch had moved.
    ///
    /// # Errors
    /// When git or the disk fails.
    pub fn finish(&self) -> Result<(), GitFault> {
        let Some(from) = self.version(BEHIND)? else { return Ok(()) };
        self.bring(&from, &self.head()?)?;
        self.move_name(BEHIND, Some(&from), None).map(drop)
    }

    fn here(&self, path: &str) -> Option<Vec<u8>> {
        let file = self.root.join(path);
        let is_file = fs::symlink_metadata(&file).is_ok_and(|found| found.is_file());
        is_file.then(|| fs::read(&file).ok()).flatten()
    }

    fn write(&self, path: &str, bytes: Option<&[u8]>) -> Result<(), GitFault> {
        let file = self.root.join(path);
        let system = |error: std::io::Error| GitFault::System(format!("{}: {error}", file.display()));
        match bytes {
            None if file.exists() => {
                fs::remove_file(&file).map_err(system)?;
                // A folder without files is none, for git as for us.
                let _ = file.parent().map(fs::remove_dir);
                Ok(())
            }
            None => Ok(()),
            Some(bytes) => {
                file.parent().map_or(Ok(()), fs::create_dir_all).map_err(system)?;
                edit::replace_bytes(&file, bytes).map_err(|error| GitFault::System(error.to_string()))
            }
        }
    }
}
