//! The repository of an editor for many people: a bare one, that is brought at the first start and has no working copy.
#![expect(clippy::disallowed_methods, reason = "makes the repository")]

use std::fs;
use std::path::Path;

use super::run::Call;
use super::{GitFault, Repository};

/// What the host is called in it.
const HOST: &str = "origin";

impl Repository {
    /// The one at a path, which is brought from an address where there is none yet. `prefix` is the folder of the site in it: `` or
    /// `site/`. A host that is known already needn't be reached.
    ///
    /// # Errors
    /// When it can't be brought, there is no address to bring it from, it has no such branch, or git fails.
    pub fn of_bare(git_dir: &Path, from: Option<&str>, branch: &str, prefix: &str) -> Result<Self, GitFault> {
        let program = &super::run::git();
        if !git_dir.exists() {
            let Some(from) = from else { return Err(GitFault::NoRepository(git_dir.to_owned())) };
            // Whole or not at all.
            let part = git_dir.with_extension("part");
            let repository = Self::begin(program, &part, from, branch, prefix)?;
            repository.bring_branch()?;
            fs::rename(&part, git_dir).map_err(|error| system(git_dir, &error))?;
        }
        let repository = Self::at(program, git_dir, branch, prefix);
        if let Some(from) = from {
            repository.call().text(&["config", &format!("remote.{HOST}.url"), from])?;
        }
        if repository.version(&repository.branch_ref())?.is_none() {
            repository.bring_branch()?;
        }
        Ok(repository)
    }

    fn at(program: &Path, git_dir: &Path, branch: &str, prefix: &str) -> Self {
        Self {
            program: program.to_owned(),
            git_dir: git_dir.to_owned(),
            root: git_dir.to_owned(),
            is_bare: true,
            prefix: prefix.to_owned(),
            branch: branch.to_owned(),
            remote: Some(HOST.to_owned()),
            patience: super::run::AT_MOST_TO_HOST,
            committer: None,
        }
    }

    fn begin(program: &Path, part: &Path, from: &str, branch: &str, prefix: &str) -> Result<Self, GitFault> {
        // What was begun and interrupted.
        if part.exists() {
            fs::remove_dir_all(part).map_err(|error| system(part, &error))?;
        }
        fs::create_dir_all(part).map_err(|error| system(part, &error))?;
        let head = format!("--initial-branch={branch}");
        Call::new(program, part).text(&["init", "--quiet", "--bare", &head])?;
        let repository = Self::at(program, part, branch, prefix);
        repository.call().text(&["config", &format!("remote.{HOST}.url"), from])?;
        Ok(repository)
    }

    /// Names here what the host has under the same name.
    fn bring_branch(&self) -> Result<(), GitFault> {
        let newest = self.fetch()?.ok_or(GitFault::NothingYet)?;
        self.move_name(&self.branch_ref(), None, Some(&newest)).map(drop)
    }
}

fn system(path: &Path, error: &std::io::Error) -> GitFault {
    GitFault::System(format!("{}: {error}", path.display()))
}
