//! Looks through the whole of a file before anything is made or written of it: what can't be imported is told then, and not
//! when half of it is in the store.

use std::collections::HashSet;
use std::io::{BufRead, Seek};

use serde::Deserialize;

use super::file::{FileError, Lines};
use super::{StoreKind, TransferError};
use crate::desk::{Record, keys};
use crate::store::{Item, Key};

/// Refuses a file that holds something twice, something that no store takes, a record that isn't one, or a record where
/// keys are wanted.
///
/// # Errors
/// What is wrong, with the name of the item.
pub fn look<R: BufRead + Seek>(file: &mut Lines<R>, of_keys: bool) -> Result<(), TransferError> {
    let (mut seen, mut kinds) = (HashSet::new(), StoreKind::default());
    file.rewind()?;
    while let Some(item) = file.next()? {
        if let Some(what) = fault(&item, of_keys, &seen) {
            let Key { pk, sk } = item.key;
            return Err(FileError::new(format!("`{pk}` `{sk}` {what}; nothing was imported")).into());
        }
        kinds.see(&item.key);
        seen.insert(item.key);
    }
    if kinds.are_keys() && !of_keys {
        let what = "this holds keys and no records: say --keys; nothing was imported";
        return Err(FileError::new(what.to_owned()).into());
    }
    Ok(())
}

fn fault(item: &Item, of_keys: bool, seen: &HashSet<Key>) -> Option<&'static str> {
    let key = &item.key;
    if key.pk.is_empty() || key.sk.is_empty() {
        return Some("has no name");
    }
    if seen.contains(key) {
        return Some("stands in the file twice");
    }
    // A store that kept both together is imported as it was, and beside the keys lie a mark and what readiness writes.
    if of_keys && keys::is_record(key) {
        return Some("is a record and no key: leave --keys out");
    }
    let broken = keys::is_record(key) && Record::deserialize(&item.body).is_err();
    broken.then_some("isn't what this program writes: run `forms-fn verify` on the store that it comes from")
}
