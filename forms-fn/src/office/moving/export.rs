//! Writes a whole store, or which of its records were erased, into a file.

use std::io::Write;
use std::path::Path;

use super::{StorePlace, WhichStore, whole};
use crate::desk::Action;
use crate::export::file::Draft;
use crate::office::audited::AuditEntry;
use crate::office::{Access, Audited, Stop};
use crate::store::Store;
use crate::transfer::{self, What};

/// Where the lines go.
pub enum ExportTarget<'a> {
    /// A file that nobody else on the machine may read, whole or not at all.
    File(&'a Path),
    /// Somebody who reads them as they come.
    Stream(&'a mut dyn Write),
}

/// Writes every item of a store, to move it or to keep it; best while nothing else writes. Returns how many items there are: an
/// export of the whole store is more than its records.
///
/// # Errors
/// When it is refused, the store fails, or the file can't be written.
pub async fn export(
    place: &StorePlace,
    which: WhichStore,
    access: &Access,
    target: ExportTarget<'_>,
) -> Result<Audited<u64>, Stop> {
    let action = match which {
        WhichStore::Records => Action::ExportStore,
        WhichStore::Keys => Action::ExportKeys,
    };
    let audit = whole(access, action)?;
    let (records, store) = (place.open(WhichStore::Records)?, place.open(which)?);
    // The keys are taken out with an entry among the records: their store holds nothing else.
    let entry = AuditEntry::begin(audit, &records).await?;
    taken(entry, &store, What::Everything, target).await
}

/// Writes which records were erased, so that a restored copy forgets them again. Returns how many.
///
/// # Errors
/// As for [`export`].
pub async fn export_erased(
    place: &StorePlace,
    access: &Access,
    target: ExportTarget<'_>,
) -> Result<Audited<u64>, Stop> {
    let audit = whole(access, Action::ExportErased)?;
    let records = place.open(WhichStore::Records)?;
    let entry = AuditEntry::begin(audit, &records).await?;
    taken(entry, &records, What::Erased, target).await
}

async fn taken(
    mut entry: AuditEntry,
    store: &Store,
    what: What,
    target: ExportTarget<'_>,
) -> Result<Audited<u64>, Stop> {
    let written = write(store, what, entry.audit.at, target).await;
    if let Ok(items) = &written {
        entry.audit.count = usize::try_from(*items).unwrap_or(usize::MAX);
    }
    entry.settle(written, Vec::new(), Vec::new()).await
}

async fn write(
    store: &Store,
    what: What,
    now: jiff::Timestamp,
    target: ExportTarget<'_>,
) -> Result<u64, Stop> {
    match target {
        ExportTarget::File(path) => {
            let cannot = |e: std::io::Error| Stop::failed(format!("cannot write `{}`: {e}", path.display()));
            let mut draft = Draft::new(path).map_err(cannot)?;
            let items = transfer::export(store, what, now, &mut draft).await?;
            draft.keep().map_err(cannot)?;
            Ok(items)
        }
        ExportTarget::Stream(out) => Ok(transfer::export(store, what, now, out).await?),
    }
}
