//! The forms as they were when somebody answered them.

use std::sync::Arc;

use forms::{Definition, Kind};
use jiff::Timestamp;

use super::record::Record;
use super::{Desk, keys, register};
use crate::reference::Reference;
use crate::store::{self, StoreError};

impl Desk {
    /// The form as it was when the record was made.
    ///
    /// # Errors
    /// When the store fails or the archived form is missing.
    pub async fn definition_of(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Option<Arc<Definition>>, StoreError> {
        let Some(register::Pointer::Record(partition)) = self.pointer(reference, now).await? else {
            return Ok(None);
        };
        let record: Option<Record> = self.read(&keys::record(&partition, reference), now).await?;
        match record {
            Some(record) => self.form_of(&record, now).await.map(Some),
            None => Ok(None),
        }
    }

    /// The same for a record that was read already.
    pub(super) async fn form_of(
        &self,
        record: &Record,
        now: Timestamp,
    ) -> Result<Arc<Definition>, StoreError> {
        self.archive.get(&self.store, &record.form, &record.version, now).await
    }

    /// A version of a form that somebody answered.
    ///
    /// # Errors
    /// When the store fails or has no such version.
    pub async fn definition(
        &self,
        form: &str,
        version: &str,
        now: Timestamp,
    ) -> Result<Arc<Definition>, StoreError> {
        self.archive.get(&self.store, form, version, now).await
    }

    /// Every version of a form that somebody answered, in no order. One that is damaged is passed over.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn versions(&self, form: &str, now: Timestamp) -> Result<Vec<Arc<Definition>>, StoreError> {
        let range = store::Range::prefix(format!("DEF#{form}"), "");
        let mut versions = Vec::new();
        for item in self.store.query(&range, None, now).await? {
            let definition = self.definition(form, &item.key.sk, now).await;
            versions.extend(self.unless_unreadable(&item.key, definition)?);
        }
        Ok(versions)
    }
}

/// The fields that hold an address or a number: they make a registration somebody's own.
pub(crate) fn contact_fields(definition: &Definition) -> Vec<String> {
    let is_contact = |kind: &Kind| matches!(kind, Kind::Email { .. } | Kind::Phone { .. });
    definition.fields.iter().filter(|field| is_contact(&field.kind)).map(|field| field.name.clone()).collect()
}
