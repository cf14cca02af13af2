//! Sensitive answers in and out of their envelope. Each event has a key of its own, so that deleting that one item makes
//! them unreadable in the store and in every copy of it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use forms::{Definition, Mark};
use serde_json::Value;

use crate::reference::Reference;
use crate::secret::{DataKey, KeyProvider, seal, unseal};
use crate::store::{Key, StoreError, Txn};

/// Opens and closes envelopes; remembers the keys that it has unwrapped.
#[derive(Debug, Clone)]
pub(crate) struct Vault {
    provider: KeyProvider,
    /// By their wrapped form, so that a key that was deleted and made anew is another one.
    unwrapped: Arc<Mutex<HashMap<String, DataKey>>>,
}

/// The answers of one submission, parted by what may be read without the key.
#[derive(Debug, Default)]
pub(crate) struct Parted {
    pub(crate) open: BTreeMap<String, Value>,
    pub(crate) sensitive: BTreeMap<String, Value>,
}

/// Parts answers by the marks of their fields. A field that the form doesn't know counts as sensitive.
pub(crate) fn part(definition: &Definition, answers: BTreeMap<String, Value>) -> Parted {
    let mut parted = Parted::default();
    for (name, value) in answers {
        let mark = definition.field(&name).map_or(Mark::Sensitive, |field| field.mark);
        let side = if mark == Mark::Sensitive { &mut parted.sensitive } else { &mut parted.open };
        side.insert(name, value);
    }
    parted
}

impl Vault {
    pub(crate) fn new(provider: KeyProvider) -> Self {
        Self { provider, unwrapped: Arc::default() }
    }

    /// Closes the sensitive answers of a record, with the key of its event; makes that key if there is none.
    pub(crate) async fn close(
        &self,
        txn: &mut Txn<'_>,
        at: &Key,
        reference: &Reference,
        answers: &BTreeMap<String, Value>,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        if answers.is_empty() {
            return Ok(BTreeMap::new());
        }
        let key = self.key_or_new(txn, at).await?;
        let one = |(name, value): (&String, &Value)| {
            (name.clone(), seal(&key, reference, name, &value.to_string()))
        };
        Ok(answers.iter().map(one).collect())
    }

    /// Opens what can be opened. What can't be, because its key is gone, is left out: it counts as deleted.
    pub(crate) async fn open(
        &self,
        wrapped: Option<&str>,
        at: &Key,
        reference: &Reference,
        sealed: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, Value>, StoreError> {
        let Some(wrapped) = wrapped.filter(|_| !sealed.is_empty()) else { return Ok(BTreeMap::new()) };
        let key = self.unwrap(wrapped, at).await?;
        let one = |(name, text): (&String, &String)| {
            let plain = unseal(&key, reference, name, text).ok()?;
            Some((name.clone(), serde_json::from_str(&plain).ok()?))
        };
        Ok(sealed.iter().filter_map(one).collect())
    }

    async fn key_or_new(&self, txn: &mut Txn<'_>, at: &Key) -> Result<DataKey, StoreError> {
        if let Some(wrapped) = txn.peek::<String>(at).await? {
            return self.unwrap(&wrapped, at).await;
        }
        let key = DataKey::generate();
        let wrapped =
            self.provider.wrap(&key, &context(at)).await.map_err(StoreError::while_doing("wrap a key"))?;
        self.remember(&wrapped, &key);
        txn.put(at.clone(), &wrapped);
        Ok(key)
    }

    async fn unwrap(&self, wrapped: &str, at: &Key) -> Result<DataKey, StoreError> {
        let known = self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner).get(wrapped).cloned();
        if let Some(key) = known {
            return Ok(key);
        }
        let key = self
            .provider
            .unwrap(wrapped, &context(at))
            .await
            .map_err(StoreError::while_doing("unwrap a key"))?;
        self.remember(wrapped, &key);
        Ok(key)
    }

    fn remember(&self, wrapped: &str, key: &DataKey) {
        let mut unwrapped = self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner);
        unwrapped.insert(wrapped.to_owned(), key.clone());
    }
}

/// What the key is for: it doesn't unwrap anywhere else.
fn context(at: &Key) -> String {
    format!("{} {}", at.pk, at.sk)
}
