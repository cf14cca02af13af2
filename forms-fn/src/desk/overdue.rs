//! What was deleted in a month, and what should be deleted by now and isn't.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::record::Record;
use super::{Desk, keys, retention};
use crate::store::{Range, StoreError};

impl Desk {
    /// Deleted answers of a month, `2027-01`, by form and field.
    pub(crate) async fn deleted_in(
        &self,
        month: &str,
        now: Timestamp,
    ) -> Result<BTreeMap<(String, String), u32>, StoreError> {
        let range = Range::prefix(format!("REPORT#{month}"), "");
        let mut deletions = BTreeMap::new();
        for item in self.store.query(&range, None, now).await? {
            let (form, field) = item.key.sk.split_once('#').unwrap_or((&item.key.sk, ""));
            let name = (form.to_owned(), field.to_owned());
            deletions.insert(name, super::read::parse(item.body)?);
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
        for item in self.store.query(&keys::records(&keys::partition(form, event)), None, now).await? {
            let record: Record = super::read::parse(item.body)?;
            let definition = self.archive.get(&self.store, &record.form, &record.version, now).await?;
            for field in retention::overdue(&record, &definition, ends, now) {
                *overdue.entry((record.form.clone(), field)).or_default() += 1;
            }
        }
        Ok(overdue)
    }
}
