//! Erases again, in a store that is there: a table that was set back to an earlier moment has people who were erased since.

use std::io::{BufRead, Seek};

use super::{Restored, StorePlace, WhichStore, whole};
use crate::desk::Action;
use crate::office::audited::AuditEntry;
use crate::office::{Access, Audited, Stop};
use crate::transfer::{self, Lines};

/// Notes in the store what the list calls erased, and erases what of it is there. What was done before is no fault, so it may be
/// called again.
///
/// # Errors
/// When it is refused, the list is none, or the store fails; what is left is erased by the next call.
pub async fn forget<R: BufRead + Seek>(
    place: &StorePlace,
    erased: &mut Lines<R>,
    access: &Access,
) -> Result<Audited<Restored>, Stop> {
    let audit = whole(access, Action::Restore)?;
    let erased = transfer::tombstones(erased)?;
    let records = place.open(WhichStore::Records)?;
    let mut entry = AuditEntry::begin(audit, &records).await?;
    let again = transfer::erase_again(&records, &erased, access.at).await.map_err(Stop::from);
    if let Ok(again) = &again {
        entry.audit.count = again.len();
    }
    let wiped = match again {
        Ok(again) => records.wipe().await.map(|_| Restored { again }).map_err(Stop::from),
        Err(stop) => Err(stop),
    };
    entry.settle(wiped, Vec::new(), Vec::new()).await
}
