//! Moves a whole store, and checks one: export and import as lines of JSON, restoring a copy, and a look at every
//! invariant.
//!
//! What was erased stays erased: whoever restores an old copy or imports an old file brings the list of what was erased
//! since then, and all of it is erased again before anybody can read it.

mod erased;
mod export;
mod file;
mod import;
mod look;
mod verify;

use jiff::Timestamp;

use crate::desk::keys;
use crate::store::{Item, Key, Store, StoreError};

pub use erased::{erase_again, erased, tombstones};
pub use export::{What, export};
pub use file::{FileError, Lines};
pub use import::{Imported, import};
pub use look::look;
pub use verify::{Inconsistency, Verified, verify, verify_events, verify_seals};

/// What was seen of a store: whether it is one of keys.
#[derive(Debug, Default)]
struct StoreKind {
    keys: usize,
    records: usize,
}

impl StoreKind {
    fn see(&mut self, key: &Key) {
        self.keys += usize::from(key.sk == "KEY");
        self.records += usize::from(keys::is_record(key));
    }

    /// Keys that seal sensitive answers, and no answers. Beside them lie a mark and what readiness writes.
    fn are_keys(&self) -> bool {
        self.keys > 0 && self.records == 0
    }
}

/// Whether a store is one of keys, and so no one of records.
///
/// # Errors
/// When the store fails.
pub async fn holds_keys_only(store: &Store, now: Timestamp) -> Result<bool, TransferError> {
    let mut seen = StoreKind::default();
    each(store, now, |item| {
        seen.see(&item.key);
        Ok(())
    })
    .await?;
    Ok(seen.are_keys())
}

/// Items that are read at once.
const PAGE: usize = 500;

/// Stands in a store from the beginning of an import to its end.
fn marker() -> Key {
    Key::new("IMPORT", "-")
}

/// Why a store could not be moved.
#[derive(Debug)]
pub enum TransferError {
    /// The store failed.
    Store(StoreError),
    /// The file isn't what it should be, or can't be read or written.
    File(FileError),
    /// There is something in the store already.
    NotEmpty(Key),
}

impl From<StoreError> for TransferError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<FileError> for TransferError {
    fn from(error: FileError) -> Self {
        Self::File(error)
    }
}

impl std::fmt::Display for TransferError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Store(error) => error.fmt(f),
            Self::File(error) => error.fmt(f),
            Self::NotEmpty(key) => {
                write!(f, "the store isn't empty: it has `{}` `{}`; import into a new one", key.pk, key.sk)
            }
        }
    }
}

impl std::error::Error for TransferError {}

/// Shows every item to `see`, page by page.
async fn each(
    store: &Store,
    now: Timestamp,
    mut see: impl FnMut(Item) -> Result<(), TransferError>,
) -> Result<(), TransferError> {
    let mut last: Option<Key> = None;
    loop {
        let items = store.scan(last.as_ref(), PAGE, now).await?;
        let is_end = items.len() < PAGE;
        last = items.last().map(|item| item.key.clone());
        for item in items {
            see(item)?;
        }
        if is_end {
            return Ok(());
        }
    }
}
