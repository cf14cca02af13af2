//! Reads a file of a whole store into an empty one.

use std::io::{BufRead, Seek};

use super::{StorePlace, WhichStore, whole};
use crate::desk::Action;
use crate::office::audited::AuditEntry;
use crate::office::{Access, Audited, Stop};
use crate::transfer::{self, Imported, Lines};

/// Reads the records. `erased` is the list of what was erased since the file was written. Nothing is made before both were
/// looked through.
///
/// # Errors
/// When it is refused, a file isn't what it should be, or the store isn't empty or fails.
pub async fn import<R: BufRead + Seek>(
    place: &StorePlace,
    access: &Access,
    file: &mut Lines<R>,
    erased: Option<&mut Lines<R>>,
) -> Result<Audited<Imported>, Stop> {
    let audit = whole(access, Action::ImportStore)?;
    let erased = erased.map(transfer::tombstones).transpose()?.unwrap_or_default();
    transfer::look(file, false)?;
    let records = place.make(WhichStore::Records)?;
    let imported = transfer::import(&records, file, &erased, access.at).await?;
    // Before it, an entry would have made the store one that isn't empty.
    let mut entry = AuditEntry::begin(audit, &records).await?;
    entry.audit.count = usize::try_from(imported.items).unwrap_or(usize::MAX);
    entry.settle(Ok(imported), Vec::new(), Vec::new()).await
}

/// Reads the keys of sensitive answers. Nothing comes out of a store here, and the records, among which an entry would stand,
/// may be imported only afterwards, into a store that is empty.
///
/// # Errors
/// As for [`import`].
pub async fn import_keys<R: BufRead + Seek>(
    place: &StorePlace,
    access: &Access,
    file: &mut Lines<R>,
) -> Result<Imported, Stop> {
    whole(access, Action::ImportStore)?;
    transfer::look(file, true)?;
    let keys = place.make(WhichStore::Keys)?;
    Ok(transfer::import(&keys, file, &[], access.at).await?)
}
