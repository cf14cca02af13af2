//! What was deleted in a month because it had been kept long enough, and what should be deleted by now.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::due::{Due, Duty};
use super::record::Record;
use super::register::Pointer;
use super::{Desk, keys, read, retention};
use crate::reference::Reference;
use crate::store::{Range, StoreError};

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
        for item in self.store.query(&Range::prefix(format!("REPORT#{month}"), ""), None, now).await? {
            let Some((form, field)) = item.key.sk.split_once('#') else { continue };
            let number: u32 = read::parse(item.body)?;
            deletions.deleted.entry(form.to_owned()).or_default().insert(field.to_owned(), number);
        }
        let mut seen = Vec::new();
        for item in self.store.query(&keys::until("DUE", now), None, now).await? {
            let due: Due = read::parse(item.body)?;
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
        let record: Option<Record> = self.read(&keys::record(&partition, reference), now).await?;
        let Some(record) = record else { return Ok(()) };
        let definition = self.definition(&record.form, &record.version, now).await?;
        let ends = match &record.event {
            Some(event) => self.counters(event, now).await?.ends,
            None => None,
        };
        for field in retention::overdue(&record, &definition, ends, now) {
            *overdue.entry(record.form.clone()).or_default().entry(field).or_default() += 1;
        }
        Ok(())
    }
}
