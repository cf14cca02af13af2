//! What keeps the store and its secrets going: new keys, and the word that the clock is right.

use std::path::Path;

use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::Action;
use crate::secret;

impl Office {
    /// Makes new keys in the folder of the secrets: links are signed and keys are wrapped with them from now on.
    ///
    /// # Errors
    /// When it is refused, or the secrets can't be read or written.
    pub async fn rotate_keys(&self, access: &Access, secrets: &Path) -> Result<Audited<()>, Stop> {
        let work = self.begin(access, Action::RotateKeys, Subject::default()).await?;
        let rotated = rotate(&work, secrets);
        work.end(rotated).await
    }

    /// Says that the clock is right, after the worker has doubted it.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn confirm_clock(&self, access: &Access) -> Result<Audited<()>, Stop> {
        let work = self.begin(access, Action::ConfirmClock, Subject::default()).await?;
        let confirmed = confirm(&work).await;
        work.end(confirmed).await
    }
}

fn rotate(work: &Work<'_>, secrets: &Path) -> Result<(), Stop> {
    work.needs_everything()?;
    secret::rotate(secrets).map(drop).map_err(|e| Stop::failed(e.to_string()))
}

async fn confirm(work: &Work<'_>) -> Result<(), Stop> {
    work.needs_everything()?;
    Ok(work.desk.confirm_clock(work.now).await?)
}
