//! The forms by which records were made: today's first, then those that were used last.

use std::collections::BTreeMap;
use std::sync::Arc;

use forms::Definition;
use jiff::Timestamp;

use crate::desk::{Desk, Stored};
use crate::store::StoreError;

/// Every version that matters to some records, the newest first.
#[derive(Debug, Clone)]
pub struct Versions(Vec<Arc<Definition>>);

/// Reads the versions of the records' form. `current` is the form as it is now, if it still exists.
///
/// # Errors
/// When the store fails or an archived form is missing.
pub async fn versions(
    desk: &Desk,
    records: &[Stored],
    current: Option<&Definition>,
    now: Timestamp,
) -> Result<Versions, StoreError> {
    let mut last_used: BTreeMap<(&str, &str), Timestamp> = BTreeMap::new();
    for Stored { record, .. } in records {
        let used = record.changed_at.unwrap_or(record.submitted_at);
        let last = last_used.entry((&record.form, &record.version)).or_insert(used);
        *last = used.max(*last);
    }
    let mut order: Vec<_> = last_used.into_iter().collect();
    order.sort_by_key(|(_, last)| std::cmp::Reverse(*last));
    let mut versions: Vec<Arc<Definition>> = current.cloned().map(Arc::new).into_iter().collect();
    for ((form, version), _) in order {
        if versions.iter().all(|known| known.version != version) {
            versions.push(desk.definition(form, version, now).await?);
        }
    }
    Ok(Versions(versions))
}

impl Versions {
    /// The form as it was when a record was made.
    #[must_use]
    pub fn of(&self, stored: &Stored) -> Option<&Definition> {
        self.iter().find(|definition| definition.version == stored.record.version)
    }

    /// The newest first.
    pub fn iter(&self) -> impl Iterator<Item = &Definition> {
        self.0.iter().map(AsRef::as_ref)
    }
}
