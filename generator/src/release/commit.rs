//! Which commit of the site's repository a release is of. An edge: it asks the program `git`.

use std::path::Path;
use std::process::{Command, Stdio};

use super::SHORT;

/// What git says of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Commit {
    /// The first digits of the commit; `None` without git or a repository.
    pub hash: Option<String>,
    /// Something of the site differs from the commit.
    pub is_dirty: bool,
}

impl Commit {
    /// Of the site below `root`. Its sources alone count: what else lies in the repository isn't published.
    #[must_use]
    pub fn of(root: &Path) -> Self {
        let hash = git(root, &["rev-parse", "--verify", "HEAD"]);
        let hash = hash.and_then(|hash| Some(hash.trim().get(..SHORT)?.to_owned()));
        let changes = git(root, &["status", "--porcelain", "--", "content", "themes"]);
        Self { is_dirty: hash.is_some() && changes.is_some_and(|changes| !changes.is_empty()), hash }
    }

    /// How the name of a release begins.
    #[must_use]
    pub fn name(&self) -> String {
        let hash = self.hash.as_deref().unwrap_or("local");
        let dirty = if self.is_dirty { "-dirty" } else { "" };
        format!("{hash}{dirty}")
    }
}

/// What git prints; `None` when it can't say.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let mut git = Command::new("git");
    let output = git.arg("-C").arg(root).args(arguments).stdin(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
}
