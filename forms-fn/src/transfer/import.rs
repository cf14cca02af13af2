//! Reads a file into an empty store.

use std::io::{BufRead, Seek};

use jiff::Timestamp;

use super::erased::{erase_again, failed};
use super::file::Lines;
use super::{TransferError, marker};
use crate::desk::mark;
use crate::reference::Reference;
use crate::store::{Change, Expected, Item, Key, Store, Write};

/// Items that are written at once: a transaction of DynamoDB has a hundred parts.
const BATCH: usize = 50;
/// And bytes: it has 4 MB.
const BYTES: usize = 1 << 20;

/// What an import did.
#[derive(Debug, PartialEq, Eq)]
pub struct Imported {
    /// Items that were written.
    pub items: u64,
    /// Records that stood in the file although they were erased, and are gone again.
    pub erased: Vec<Reference>,
}

/// Writes every item that has not expired, and erases at once what the file, the list or the store itself calls erased.
/// The store may hold nothing but such a list.
///
/// # Errors
/// When the store isn't empty or fails. A store whose import broke off says so when it is verified; throw it away.
pub async fn import<R: BufRead + Seek>(
    store: &Store,
    file: &mut Lines<R>,
    erased: &[Item],
    now: Timestamp,
) -> Result<Imported, TransferError> {
    if let Some(key) = something(store, now).await? {
        return Err(TransferError::NotEmpty(key));
    }
    // The mark of a store that was started once; the file brings the one of its records.
    let unmark = Write { key: mark::key(), expected: Expected::Anything, change: Change::Delete };
    store.commit(vec![unmark], now).await.map_err(failed)?;
    let begun =
        Write { key: marker(), expected: Expected::Absent, change: put(&serde_json::json!({}), None) };
    store.commit(vec![begun], now).await.map_err(failed)?;
    let items = write_all(store, file, now).await?;
    let erased = erase_again(store, erased, now).await?;
    let done = Write { key: marker(), expected: Expected::Anything, change: Change::Delete };
    store.commit(vec![done], now).await.map_err(failed)?;
    Ok(Imported { items, erased })
}

/// The first item that is neither a tombstone nor the mark.
async fn something(store: &Store, now: Timestamp) -> Result<Option<Key>, TransferError> {
    let mut found = None;
    super::each(store, now, |item| {
        if found.is_none() && item.key.pk != "TOMB" && item.key != mark::key() {
            found = Some(item.key);
        }
        Ok(())
    })
    .await?;
    Ok(found)
}

async fn write_all<R: BufRead + Seek>(
    store: &Store,
    file: &mut Lines<R>,
    now: Timestamp,
) -> Result<u64, TransferError> {
    file.rewind()?;
    let (mut batch, mut bytes, mut written) = (Vec::new(), 0, 0);
    loop {
        let item = file.next()?;
        let is_end = item.is_none();
        if let Some(item) = item.filter(|item| is_wanted(item, now)) {
            bytes += item.body.to_string().len();
            written += 1;
            let change = put(&item.body, item.expires);
            batch.push(Write { key: item.key, expected: Expected::Anything, change });
        }
        if is_end || batch.len() == BATCH || bytes > BYTES {
            store.commit(std::mem::take(&mut batch), now).await.map_err(failed)?;
            bytes = 0;
        }
        if is_end {
            return Ok(written);
        }
    }
}

fn is_wanted(item: &Item, now: Timestamp) -> bool {
    item.key != marker() && item.expires.is_none_or(|expires| expires > now)
}

fn put(body: &serde_json::Value, expires: Option<Timestamp>) -> Change {
    Change::Put { body: body.clone(), expires }
}
