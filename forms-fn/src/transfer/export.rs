//! Writes a store, or what was erased from it, into a file.

use std::io::Write;

use jiff::Timestamp;

use super::file::{FileError, Writer};
use super::{TransferError, each};
use crate::store::{Key, Store};

/// What goes into the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// Every item. Sensitive answers stay in their envelopes, and the wrapped keys go along.
    Everything,
    /// Only which records were erased.
    Erased,
}

/// Writes item after item as the store tells them, and returns how many. Whoever writes into the store meanwhile may be
/// half in the file, so this is for a store at rest, or for a copy.
///
/// # Errors
/// When the store fails or the file can't be written.
pub async fn export(
    store: &Store,
    what: What,
    now: Timestamp,
    out: impl Write,
) -> Result<u64, TransferError> {
    let mut writer = Writer::begin(out, now)?;
    each(store, now, |item| {
        if item.body.is_null() {
            let Key { pk, sk } = item.key;
            return Err(
                FileError::new(format!("`{pk}` `{sk}` can't be read, so the file would lack it")).into()
            );
        }
        if what == What::Everything || item.key.pk == "TOMB" {
            writer.item(item)?;
        }
        Ok(())
    })
    .await?;
    Ok(writer.end()?)
}
