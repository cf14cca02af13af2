//! What was deleted in a month, and what should be deleted by now.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::due::{Due, Duty};
use super::record::Record;
use super::register::Pointer;
use super::{Desk, keys, retention};
use crate::reference::Reference;
use crate::store::StoreError;

/// Numbers only, by form and field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Deletions {
    /// Form → field → answers that were deleted in the month.
    pub deleted: BTreeMap<String, BTreeMap<String, u32>>,
    /// Form → field → answers that nobody can read any more, but that still lie in the store.
    pub overdue: BTreeMap<String, BTreeMap<String, u32>>,
}

impl Desk {
    /// The deletions of a month such as `2027-01`.
    ///
    /// # Errors
    /// When the store fails or an archived form is missing.
    pub async fn deletions(&self, month: &str, now: Timestamp) -> Result<Deletions, StoreError> {
        let mut deletions = Deletions::default();
        for ((form, field), number) in self.deleted_in(month, now).await? {
            deletions.deleted.entry(form).or_default().insert(field, number);
        }
        let mut seen = Vec::new();
        for (_, due) in self.readable::<Due>(&keys::until("DUE", now), None, now).await? {
            if due.duty == Duty::Retain && !seen.contains(&due.reference) {
                self.overdue(&due.reference, &mut deletions.overdue, now).await?;
                seen.push(due.reference);
            }
        }
        Ok(deletions)
    }

    async fn overdue(
        &self,
        reference: &Reference,
        overdue: &mut BTreeMap<String, BTreeMap<String, u32>>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let Some(Pointer::Record(partition)) = self.pointer(reference, now).await? else { return Ok(()) };
        let key = keys::record(&partition, reference);
        let record = self.read::<Record>(&key, now).await;
        let Some(record) = self.unless_unreadable(&key, record)?.flatten() else { return Ok(()) };
        let definition = self.definition(&record.form, &record.version, now).await;
        let Some(definition) = self.unless_unreadable(&key, definition)? else { return Ok(()) };
        let ends = match record.event() {
            Some(event) => self.counters(event, now).await?.ends,
            None => None,
        };
        for field in retention::overdue(&record, &definition, ends, now) {
            *overdue.entry(record.form.clone()).or_default().entry(field).or_default() += 1;
        }
        Ok(())
    }
}
