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

impl Archive {
    /// Puts a version into the archive with its first answer. A form is some 60 KB, so it is looked for only as long as this
    /// process hasn't seen it there: nothing ever deletes one.
    pub(crate) async fn put(&self, txn: &mut Txn<'_>, definition: &Definition) -> Result<(), StoreError> {
        let name = (definition.id.clone(), definition.version.clone());
        if self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(&name) {
            return Ok(());
        }
        let key = keys::definition(&definition.id, &definition.version);
        match txn.peek::<serde_json::Value>(&key).await? {
            None => txn.put(key, definition),
            Some(_) => {
                let definition = Arc::new(definition.clone());
                self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, definition);
            }
        }
        Ok(())
    }

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
        let missing =
            || StoreError::damage("read an archived form", format!("`{form}` {version} isn't there"));
        let item = store.get(&keys::definition(form, version), now).await?.ok_or_else(missing)?;
        // An error of serde would quote what stands there.
        let damaged = |_| {
            StoreError::damage("read an archived form", format!("`{form}` {version} isn't what we write"))
        };
        let definition: Definition = serde_json::from_value(item.body).map_err(damaged)?;
        let definition = Arc::new(definition);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(name, Arc::clone(&definition));
        Ok(definition)
    }
}
