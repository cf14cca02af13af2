//! Sensitive answers in and out of their envelope. Each event has a key of its own. The keys lie in a store of their own,
//! which no copy of the records takes along: deleting one item there makes the answers unreadable in the records and in
//! every copy of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use forms::{Definition, Mark};
use jiff::Timestamp;
use serde_json::Value;

use crate::reference::Reference;
use crate::secret::{DataKey, KeyProvider, seal, unseal};
use crate::store::{Change, CommitError, Expected, Key, Store, StoreError, Write};

/// Opens and closes envelopes; remembers the keys that it has unwrapped.
#[derive(Debug, Clone)]
pub(crate) struct Vault {
    provider: KeyProvider,
    /// Holds the wrapped keys and nothing else.
    keys: Store,
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
    pub(crate) fn new(keys: Store, provider: KeyProvider) -> Self {
        Self { provider, keys, unwrapped: Arc::default() }
    }

    /// Closes the sensitive answers of a record, with the key of its event; makes that key if there is none. A key that
    /// was made for a record that then isn't stored does no harm; a record whose key isn't on disk yet would.
    pub(crate) async fn close(
        &self,
        now: Timestamp,
        at: &Key,
        reference: &Reference,
        answers: &BTreeMap<String, Value>,
    ) -> Result<BTreeMap<String, String>, StoreError> {
        if answers.is_empty() {
            return Ok(BTreeMap::new());
        }
        let key = self.key_or_new(now, at).await?;
        let one = |(name, value): (&String, &Value)| {
            (name.clone(), seal(&key, reference, name, &value.to_string()))
        };
        Ok(answers.iter().map(one).collect())
    }

    /// Opens what can be opened. What can't be, because its key is gone, is left out: it counts as deleted.
    pub(crate) async fn open(
        &self,
        now: Timestamp,
        at: &Key,
        reference: &Reference,
        sealed: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, Value>, StoreError> {
        if sealed.is_empty() {
            return Ok(BTreeMap::new());
        }
        let Some(wrapped) = self.wrapped(now, at).await? else { return Ok(BTreeMap::new()) };
        let key = self.unwrap(&wrapped, at).await?;
        let one = |(name, text): (&String, &String)| {
            let plain = unseal(&key, reference, name, text).ok()?;
            Some((name.clone(), serde_json::from_str(&plain).ok()?))
        };
        Ok(sealed.iter().filter_map(one).collect())
    }

    /// Deletes a key for good, and says whether there was one. What it sealed can't be read any more, wherever it lies.
    pub(crate) async fn destroy(&self, now: Timestamp, at: &Key) -> Result<bool, StoreError> {
        let Some(wrapped) = self.wrapped(now, at).await? else { return Ok(false) };
        let write = Write { key: at.clone(), expected: Expected::Anything, change: Change::Delete };
        self.keys.commit(vec![write], now).await.map_err(failed)?;
        self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner).remove(&wrapped);
        self.keys.purge(now).await?;
        Ok(true)
    }

    async fn key_or_new(&self, now: Timestamp, at: &Key) -> Result<DataKey, StoreError> {
        if let Some(wrapped) = self.wrapped(now, at).await? {
            return self.unwrap(&wrapped, at).await;
        }
        let key = DataKey::generate();
        let wrapped =
            self.provider.wrap(&key, &context(at)).await.map_err(StoreError::while_doing("wrap a key"))?;
        let change = Change::Put { body: Value::String(wrapped.clone()), expires: None };
        let write = Write { key: at.clone(), expected: Expected::Absent, change };
        match self.keys.commit(vec![write], now).await {
            Ok(()) => {
                self.remember(&wrapped, &key);
                Ok(key)
            }
            // Somebody else made it at the same moment: that one counts.
            Err(CommitError::Conflict) => {
                let missing = || StoreError::busy("make a key", "it was made and deleted at the same moment");
                let wrapped = self.wrapped(now, at).await?.ok_or_else(missing)?;
                self.unwrap(&wrapped, at).await
            }
            Err(CommitError::Failed(error)) => Err(error),
        }
    }

    async fn wrapped(&self, now: Timestamp, at: &Key) -> Result<Option<String>, StoreError> {
        let item = self.keys.get(at, now).await?;
        let text = |body: Value| body.as_str().map(str::to_owned);
        item.map(|item| {
            text(item.body).ok_or_else(|| StoreError::new("read a key", "it isn't what we write"))
        })
        .transpose()
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

fn failed(error: CommitError) -> StoreError {
    match error {
        CommitError::Failed(error) => error,
        CommitError::Conflict => StoreError::busy("delete a key", "somebody else wrote it"),
    }
}
