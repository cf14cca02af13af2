//! Every version of a form that somebody ever answered, so that old answers stay readable.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use forms::Definition;
use jiff::Timestamp;

use super::keys;
use crate::store::{Store, StoreError, Txn};

/// Definitions that were read, by form and version. They never change.
#[derive(Debug, Clone, Default)]
pub(crate) struct Archive(Arc<Mutex<HashMap<Name, Arc<Definition>>>>);

/// Form and version.
type Name = (String, String);

/// Puts a version into the archive with its first answer.
pub(crate) async fn definition(txn: &mut Txn<'_>, definition: &Definition) -> Result<(), StoreError> {
    let key = keys::definition(&definition.id, &definition.version);
    if txn.peek::<serde_json::Value>(&key).await?.is_none() {
        txn.put(key, definition);
    }
    Ok(())
}

impl Archive {
    /// The definition by which a record was made.
    pub(crate) async fn get(
        &self,
        store: &Store,
        form: &str,
        version: &str,
        now: Timestamp,
    ) -> Result<Arc<Definition>, StoreError> {
        let name = (form.to_owned(), version.to_owned());
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&name) {
            return Ok(Arc::clone(known));
        }
        let missing = || StoreError::new("read an archived form", format!("`{form}` {version} isn't there"));
        let item = store.get(&keys::definition(form, version), now).await?.ok_or_else(missing)?;
        let definition: Definition =
            serde_json::from_value(item.body).map_err(StoreError::while_doing("read an archived form"))?;
        let definition = Arc::new(definition);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, Arc::clone(&definition));
        Ok(definition)
    }
}
