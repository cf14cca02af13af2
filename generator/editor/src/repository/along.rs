//! A draft that goes on from the newest version as well as from its own.

use super::{Files, GitFault, Repository, Signature, Version};

impl Repository {
    /// The newest version of here and of what the host had when it was asked last. Nobody is asked.
    ///
    /// # Errors
    /// When git fails.
    pub fn known(&self) -> Result<Version, GitFault> {
        let here = self.head()?;
        let Some(remote) = self.remote() else { return Ok(here) };
        match self.version(&format!("refs/remotes/{remote}/{}", self.branch()))? {
            Some(there) if self.has(&there, &here)? => Ok(there),
            _ => Ok(here),
        }
    }

    /// What `onto` has with some files changed, as the next version of `tip` and of `onto`, under no name yet.
    ///
    /// # Errors
    /// When git fails.
    pub(crate) fn save_along(
        &self,
        (tip, onto): (&Version, &Version),
        files: &Files,
        message: &str,
        by: &Signature,
        at: i64,
    ) -> Result<Version, GitFault> {
        let alone = self.save(onto, files, message, by, at)?;
        let of = alone.as_ref().unwrap_or(onto);
        let tree = self.call().text(&["rev-parse", &format!("{of}^{{tree}}")])?;
        self.note(tree.trim(), &[tip, onto], message, by, at)
    }
}
