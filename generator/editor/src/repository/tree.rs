//! The files of versions: read, listed, compared, and made anew.

use std::collections::BTreeMap;
use std::path::Path;

use super::{GitFault, Repository, Signature, Version};

/// Files by their paths in the site; `None` for one that is to go.
pub type Files = BTreeMap<String, Option<Vec<u8>>>;

/// How a file is noted in git: read and written, neither a program nor a link.
const PLAIN: &str = "100644";

impl Repository {
    /// A file of a version; `None` if there is none. A link is none.
    ///
    /// # Errors
    /// When git fails.
    pub fn read(&self, at: &Version, path: &str) -> Result<Option<Vec<u8>>, GitFault> {
        let path = self.path(path);
        let told = self.call().text(&["ls-tree", "-z", "--full-tree", at.as_str(), "--", &path])?;
        let Some(entry) = told.split('\0').find_map(entry).filter(|entry| entry.path == path) else {
            return Ok(None);
        };
        if !entry.mode.starts_with("100") {
            return Ok(None);
        }
        self.call().bytes(&["cat-file", "blob", entry.object], &[]).map(Some)
    }

    /// Whether something other than a plain file or a folder stands at a path, or a file or a link where it has a folder.
    pub(crate) fn is_barred(&self, at: &Version, path: &str) -> Result<bool, GitFault> {
        let path = self.path(path);
        let ends = path.match_indices('/').map(|(end, _)| end).chain([path.len()]);
        let all: Vec<&str> = ends.map(|end| &path[..end]).collect();
        let mut arguments = vec!["ls-tree", "-z", "--full-tree", at.as_str(), "--"];
        arguments.extend(&all);
        let told = self.call().text(&arguments)?;
        let mut found = told.split('\0').filter_map(entry).filter(|entry| all.contains(&entry.path));
        Ok(found.any(|entry| match entry.path == path {
            true => !entry.mode.starts_with("100") && entry.mode != "040000",
            false => entry.mode != "040000",
        }))
    }

    /// The text of a file of a version; `None` if there is none or it isn't UTF-8.
    ///
    /// # Errors
    /// When git fails.
    pub fn text(&self, at: &Version, path: &str) -> Result<Option<String>, GitFault> {
        Ok(self.read(at, path)?.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    /// The paths of all files below a folder.
    ///
    /// # Errors
    /// When git fails.
    pub fn list(&self, at: &Version, folder: &str) -> Result<Vec<String>, GitFault> {
        let below = self.path(folder);
        let told = self.call().text(&[
            "ls-tree",
            "-r",
            "-z",
            "--full-tree",
            "--name-only",
            at.as_str(),
            "--",
            &below,
        ])?;
        let paths = told.split('\0').filter_map(|path| path.strip_prefix(&self.prefix));
        Ok(paths.filter(|path| !path.is_empty()).map(str::to_owned).collect())
    }

    /// The paths of the site that differ between two versions.
    ///
    /// # Errors
    /// When git fails.
    pub fn changed(&self, from: &Version, to: &Version) -> Result<Vec<String>, GitFault> {
        let told = self.call().text(&[
            "diff-tree",
            "-r",
            "-z",
            "--no-renames",
            "--name-only",
            from.as_str(),
            to.as_str(),
        ])?;
        let paths = told.split('\0').filter(|path| !path.is_empty());
        Ok(paths.filter_map(|path| path.strip_prefix(&self.prefix)).map(str::to_owned).collect())
    }

    /// The same version with some files changed, under no name yet. `None` if nothing differs.
    ///
    /// # Errors
    /// When git fails.
    pub fn save(
        &self,
        before: &Version,
        files: &Files,
        message: &str,
        by: &Signature,
        at: i64,
    ) -> Result<Option<Version>, GitFault> {
        let folder = tempfile::tempdir().map_err(|error| GitFault::System(error.to_string()))?;
        let index = folder.path().join("index");
        self.with_index(&index).text(&["read-tree", before.as_str()])?;
        let mut lines = Vec::new();
        for (path, bytes) in files {
            let path = self.path(path);
            let line = match bytes {
                Some(bytes) => format!("{PLAIN} {}\t{path}\0", self.keep(bytes)?),
                None => format!("0 {}\t{path}\0", "0".repeat(40)),
            };
            lines.extend_from_slice(line.as_bytes());
        }
        self.with_index(&index).bytes(&["update-index", "-z", "--index-info"], &lines)?;
        let tree = self.with_index(&index).text(&["write-tree"])?;
        if tree == self.tree(before)? {
            return Ok(None);
        }
        self.note(tree.trim(), &[before], message, by, at).map(Some)
    }

    /// A version with the files of another one, and other words about it.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn same(
        &self,
        files_of: &Version,
        before: &[&Version],
        message: &str,
        by: &Signature,
        at: i64,
    ) -> Result<Version, GitFault> {
        self.note(self.tree(files_of)?.trim(), before, message, by, at)
    }

    /// Names all files of a version together: the same for the same files.
    pub(crate) fn tree(&self, of: &Version) -> Result<String, GitFault> {
        self.call().text(&["rev-parse", &format!("{of}^{{tree}}")])
    }

    /// A version of a tree that is there, as the next of some others.
    pub(super) fn note(
        &self,
        tree: &str,
        before: &[&Version],
        message: &str,
        by: &Signature,
        at: i64,
    ) -> Result<Version, GitFault> {
        let when = format!("@{at} +0000");
        let call = self.call();
        let call = call.with("GIT_AUTHOR_NAME", &by.name).with("GIT_AUTHOR_EMAIL", &by.email);
        let maker = self.committer.as_ref().unwrap_or(by);
        let call = call.with("GIT_COMMITTER_NAME", &maker.name).with("GIT_COMMITTER_EMAIL", &maker.email);
        let call = call.with("GIT_AUTHOR_DATE", &when).with("GIT_COMMITTER_DATE", &when);
        let before = before.iter().flat_map(|version| ["-p", version.as_str()]);
        let arguments: Vec<&str> = ["commit-tree", tree].into_iter().chain(before).collect();
        let told = call.bytes(&arguments, message.as_bytes())?;
        let told = String::from_utf8_lossy(&told).into_owned();
        Version::parse(&told)
            .ok_or_else(|| GitFault::System(format!("git names a version `{}`", told.trim())))
    }

    /// Keeps some bytes and gives their name.
    pub(super) fn keep(&self, bytes: &[u8]) -> Result<String, GitFault> {
        let told = self.call().bytes(&["hash-object", "-w", "--stdin"], bytes)?;
        Ok(String::from_utf8_lossy(&told).trim().to_owned())
    }

    /// Makes a folder hold exactly the site of a version. Files that are right already aren't touched. The folder is ours alone:
    /// beside it lies a note of what it holds.
    ///
    /// # Errors
    /// When git fails.
    pub fn checkout(&self, at: &Version, folder: &Path) -> Result<(), GitFault> {
        let system = |error: std::io::Error| GitFault::System(format!("{}: {error}", folder.display()));
        #[expect(clippy::disallowed_methods, reason = "a folder of its own")]
        std::fs::create_dir_all(folder).map_err(system)?;
        let index = folder.with_extension("index");
        let tree = match self.prefix.is_empty() {
            true => at.to_string(),
            false => format!("{at}:{}", self.prefix.trim_end_matches('/')),
        };
        let call = self.with_index(&index).with("GIT_WORK_TREE", folder).inside(folder);
        let reset = call.text(&["read-tree", "--reset", "-u", &tree]);
        if reset.is_err() {
            // It was interrupted: the next one begins anew.
            #[expect(clippy::disallowed_methods, reason = "its own notes")]
            for rest in [index.clone(), folder.with_extension("index.lock")] {
                let _ = std::fs::remove_file(rest);
            }
            call.text(&["read-tree", "--reset", "-u", &tree])?;
        }
        // What was written into it since, such as by a record, is put back.
        call.text(&["checkout-index", "--all", "--force"]).map(drop)
    }

    fn with_index(&self, index: &Path) -> super::Call<'_> {
        self.call().with("GIT_INDEX_FILE", index)
    }
}

/// A line of `ls-tree`.
struct Entry<'a> {
    mode: &'a str,
    object: &'a str,
    path: &'a str,
}

fn entry(line: &str) -> Option<Entry<'_>> {
    let (about, path) = line.split_once('\t')?;
    let mut words = about.split(' ');
    let mode = words.next()?;
    let object = words.nth(1)?;
    Some(Entry { mode, object, path })
}
