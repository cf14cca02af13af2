//! Copies the database while it is in use.

use std::path::Path;

use super::whole;
use crate::desk::Action;
use crate::export::file;
use crate::installation;
use crate::office::audited::AuditEntry;
use crate::office::{Access, Audited, Stop};
use crate::store::{SqliteStore, Store};

/// Copies the records of a folder into a file that isn't there yet; its folder is made, for nobody else, if it is missing.
/// Returns how many records the copy has. Neither secrets nor keys are in it.
///
/// # Errors
/// When it is refused, there is no store, or the copy can't be written.
pub async fn backup(data: &Path, access: &Access, to: &Path) -> Result<Audited<i64>, Stop> {
    let audit = whole(access, Action::Backup)?;
    let path = installation::existing(data, installation::RECORDS).map_err(Stop::failed)?;
    let store = SqliteStore::open_existing(&path)?;
    let entry = AuditEntry::begin(audit, &Store::Sqlite(store.clone())).await?;
    let copied = copy(&store, to).await;
    entry.settle(copied, Vec::new(), Vec::new()).await
}

async fn copy(store: &SqliteStore, to: &Path) -> Result<i64, Stop> {
    let cannot = |e| Stop::failed(format!("cannot make the folder of `{}`: {e}", to.display()));
    file::make_folder_of(to).map_err(cannot)?;
    Ok(store.backup(to).await?)
}
