//! What was deleted in a month, and what should be deleted by now and isn't.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::record::Record;
use super::{Desk, keys, retention};
use crate::store::{Range, StoreError};

/// The place of a field in the key of the numbers of all fields.
pub(super) const ALL: &str = "";

/// What is written down of a month.
#[derive(Deserialize)]
#[serde(untagged)]
pub(crate) enum Numbers {
    /// Of one field, as versions until 0.1.0 wrote it.
    OfOne(u32),
    /// Of all fields of a form.
    OfAll(BTreeMap<String, u32>),
}

impl Desk {
    /// Deleted answers of a month, `2027-01`, by form and field.
    pub(crate) async fn deleted_in(
        &self,
        month: &str,
        now: Timestamp,
    ) -> Result<BTreeMap<(String, String), u32>, StoreError> {
        let range = Range::prefix(format!("REPORT#{month}"), "");
        let mut deletions = BTreeMap::new();
        for (key, numbers) in self.readable::<Numbers>(&range, None, now).await? {
            let (form, field) = key.sk.split_once('#').unwrap_or((&key.sk, ALL));
            let numbers = match numbers {
                Numbers::OfOne(number) => [(field.to_owned(), number)].into(),
                Numbers::OfAll(numbers) => numbers,
            };
            for (field, number) in numbers {
                *deletions.entry((form.to_owned(), field)).or_default() += number;
            }
        }
        Ok(deletions)
    }

    /// Answers that lie in the store beyond their time, by form and field. What nobody can read any more still counts
    /// here: the store is looked through as it is.
    pub(crate) async fn overdue_in(
        &self,
        form: &str,
        event: Option<&str>,
        ends: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<BTreeMap<(String, String), u32>, StoreError> {
        let mut overdue = BTreeMap::new();
        let range = keys::records(&keys::partition(form, event));
        for (key, record) in self.readable::<Record>(&range, None, now).await? {
            let definition = self.archive.get(&self.store, &record.form, &record.version, now).await;
            let Some(definition) = self.unless_unreadable(&key, definition)? else { continue };
            for field in retention::overdue(&record, &definition, ends, now) {
                *overdue.entry((record.form.clone(), field)).or_default() += 1;
            }
        }
        Ok(overdue)
    }
}
