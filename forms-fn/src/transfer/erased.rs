//! Erases again what was erased after a copy was made.

use std::io::{BufRead, Seek};
use std::sync::Arc;

use jiff::Timestamp;

use super::file::{FileError, Lines};
use super::{StoreKind, TransferError, each};
use crate::desk::Desk;
use crate::reference::Reference;
use crate::secret::{KeyProvider, Keyring};
use crate::store::{Change, CommitError, Expected, Item, Store, StoreError, Write};

/// The list of what was erased, from an export of it or of the whole store.
///
/// # Errors
/// When the file can't be read, or holds keys and so another kind of export.
pub fn tombstones<R: BufRead + Seek>(file: &mut Lines<R>) -> Result<Vec<Item>, TransferError> {
    file.rewind()?;
    let (mut found, mut seen) = (Vec::new(), StoreKind::default());
    while let Some(item) = file.next()? {
        seen.see(&item.key);
        if item.key.pk == "TOMB" {
            found.push(item);
        }
    }
    if seen.are_keys() && found.is_empty() {
        let what =
            "this holds keys, and not what was erased: give the file that `forms-fn export-erased` made";
        return Err(FileError::new(what.to_owned()).into());
    }
    Ok(found)
}

/// The list of what was erased, from a store that can still be read.
///
/// # Errors
/// When the store fails.
pub async fn erased(store: &Store, now: Timestamp) -> Result<Vec<Item>, TransferError> {
    let mut found = Vec::new();
    each(store, now, |item| {
        found.extend((item.key.pk == "TOMB").then_some(item));
        Ok(())
    })
    .await?;
    Ok(found)
}

/// Notes in the store what was erased, and erases everything that it and the store itself call erased. Returns the
/// references of those records that were there.
///
/// # Errors
/// When the store fails; what is left is erased by the next call.
pub async fn erase_again(
    store: &Store,
    erased: &[Item],
    now: Timestamp,
) -> Result<Vec<Reference>, TransferError> {
    for item in erased.iter().filter(|item| item.expires.is_none_or(|expires| expires > now)) {
        let change = Change::Put { body: item.body.clone(), expires: item.expires };
        let write = Write { key: item.key.clone(), expected: Expected::Anything, change };
        store.commit(vec![write], now).await.map_err(failed)?;
    }
    let all = self::erased(store, now).await?;
    // Nothing is read, so nobody's keys are needed.
    let keyring = Arc::new(Keyring::generate());
    let desk = Desk::new(store.clone(), store.clone(), Arc::clone(&keyring), KeyProvider::File(keyring));
    let mut again = Vec::new();
    for reference in all.iter().filter_map(|item| Reference::parse(&item.key.sk)) {
        if desk.erase(&reference, None, now).await? {
            again.push(reference);
        }
    }
    Ok(again)
}

/// Nobody else writes here.
pub(super) fn failed(error: CommitError) -> StoreError {
    match error {
        CommitError::Failed(error) => error,
        CommitError::Conflict => StoreError::busy("commit", "somebody else writes into the store"),
    }
}
