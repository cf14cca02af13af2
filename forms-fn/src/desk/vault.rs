//! Sensitive answers in and out of their envelope. Each event has a key of its own. The keys lie in a store of their own,
//! which no copy of the records takes along: deleting one item there makes the answers unreadable in the records and in
//! every copy of them.

mod open;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use forms::{Definition, Mark};
use jiff::Timestamp;
use serde_json::Value;

use super::{keys, mark};
use crate::reference::Reference;
use crate::secret::{DataKey, KeyError, KeyProvider, seal, unseal};
use crate::store::{Change, CommitError, Expected, Item, Key, Store, StoreError, Write};

/// Wrapped keys that are looked at in a store that has no mark yet.
const SOME: usize = 20;
/// Where wrapped keys lie that can't be opened with the secrets that there are now.
const LOST: &str = "LOST";

/// Opens and closes envelopes; remembers the keys that it has unwrapped.
#[derive(Debug, Clone)]
pub(crate) struct Vault {
    provider: KeyProvider,
    /// Holds the wrapped keys and nothing else.
    keys: Store,
    /// By their wrapped form, so that a key that was deleted and made anew is another one.
    unwrapped: Arc<Mutex<HashMap<String, DataKey>>>,
}

/// What a look at one envelope tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Envelope {
    Opens,
    /// There is no key: it was destroyed, or it is lost.
    NoKey,
    /// Its key was wrapped by other secrets.
    OtherSecrets,
    /// The key is right, and the envelope isn't.
    Broken,
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

    pub(crate) fn keys(&self) -> &Store {
        &self.keys
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

    /// Writes that the key of an event counts as destroyed.
    pub(crate) async fn note_destroyed(&self, now: Timestamp, at: &Key) -> Result<(), StoreError> {
        self.keys.commit(vec![destroyed(now, at)], now).await.map_err(failed)
    }

    /// Deletes the key of an event for good, and says whether there was one. What it sealed can't be read any more, wherever
    /// it lies; that this was wanted stands beside the keys from then on.
    pub(crate) async fn destroy(&self, now: Timestamp, at: &Key) -> Result<bool, StoreError> {
        self.delete(now, at, vec![destroyed(now, at)]).await
    }

    /// Deletes a key with which nothing is sealed any more.
    pub(crate) async fn drop_key(&self, now: Timestamp, at: &Key) -> Result<bool, StoreError> {
        self.delete(now, at, Vec::new()).await
    }

    async fn delete(&self, now: Timestamp, at: &Key, mut writes: Vec<Write>) -> Result<bool, StoreError> {
        let Some(wrapped) = self.wrapped(now, at).await? else { return Ok(false) };
        writes.push(Write { key: at.clone(), expected: Expected::Anything, change: Change::Delete });
        self.keys.commit(writes, now).await.map_err(failed)?;
        self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner).remove(&wrapped);
        self.keys.wipe().await?;
        Ok(true)
    }

    /// Looks whether one sealed answer opens.
    pub(crate) async fn try_envelope(
        &self,
        now: Timestamp,
        at: &Key,
        reference: &Reference,
        field: &str,
        text: &str,
    ) -> Result<Envelope, StoreError> {
        let Some(wrapped) = self.wrapped(now, at).await? else { return Ok(Envelope::NoKey) };
        let Some(key) = self.try_unwrap(&wrapped, at).await? else { return Ok(Envelope::OtherSecrets) };
        let opens = unseal(&key, reference, field, text).is_ok();
        Ok(if opens { Envelope::Opens } else { Envelope::Broken })
    }

    /// The mark beside the keys.
    pub(crate) async fn mark(&self, now: Timestamp) -> Result<Option<String>, StoreError> {
        let item = self.keys.get(&mark::key(), now).await?;
        Ok(item.and_then(|item| item.body.as_str().map(str::to_owned)))
    }

    pub(crate) async fn put_mark(&self, mark: &str, now: Timestamp) -> Result<(), StoreError> {
        mark::put(&self.keys, mark, now).await
    }

    /// Whether some wrapped keys open with these secrets. A function on Lambda may not look for them; there it counts as yes.
    pub(crate) async fn some_open(&self, now: Timestamp) -> Result<bool, StoreError> {
        let Ok(items) = self.keys.scan(None, SOME, now).await else { return Ok(true) };
        for (item, wrapped) in items.iter().filter_map(wrapped_key) {
            if self.try_unwrap(wrapped, &item.key).await?.is_none() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes wrapped keys that can't be opened out of the way. They are kept: the old secrets may be found one day.
    pub(crate) async fn put_lost_aside(&self, now: Timestamp) -> Result<(), StoreError> {
        let mut last: Option<Key> = None;
        loop {
            let items = self.keys.scan(last.as_ref(), SOME, now).await?;
            for (item, wrapped) in items.iter().filter_map(wrapped_key) {
                if self.try_unwrap(wrapped, &item.key).await?.is_none() {
                    let aside = Key::new(LOST, context(&item.key));
                    let put = Change::Put { body: item.body.clone(), expires: None };
                    let write = |key, change| Write { key, expected: Expected::Anything, change };
                    let writes = vec![write(aside, put), write(item.key.clone(), Change::Delete)];
                    self.keys.commit(writes, now).await.map_err(failed)?;
                }
            }
            if items.len() < SOME {
                return Ok(());
            }
            last = items.last().map(|item| item.key.clone());
        }
    }

    /// The key; none when other secrets wrapped it.
    async fn try_unwrap(&self, wrapped: &str, at: &Key) -> Result<Option<DataKey>, StoreError> {
        let known = self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner).get(wrapped).cloned();
        if known.is_some() {
            return Ok(known);
        }
        match self.provider.unwrap(wrapped, &context(at)).await {
            Ok(key) => {
                self.remember(wrapped, &key);
                Ok(Some(key))
            }
            Err(KeyError::Removed(_) | KeyError::Unreadable) => Ok(None),
            Err(error @ KeyError::Service(_)) => Err(StoreError::new("unwrap a key", error)),
        }
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
        item.map(|item| text_of(&item.body).map(str::to_owned)).transpose()
    }

    async fn unwrap(&self, wrapped: &str, at: &Key) -> Result<DataKey, StoreError> {
        let known = self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner).get(wrapped).cloned();
        if let Some(key) = known {
            return Ok(key);
        }
        let failed = |error| match error {
            KeyError::Service(_) => StoreError::new("unwrap a key", error),
            KeyError::Removed(_) | KeyError::Unreadable => StoreError::damage("unwrap a key", error),
        };
        let key = self.provider.unwrap(wrapped, &context(at)).await.map_err(failed)?;
        self.remember(wrapped, &key);
        Ok(key)
    }

    fn remember(&self, wrapped: &str, key: &DataKey) {
        let mut unwrapped = self.unwrapped.lock().unwrap_or_else(PoisonError::into_inner);
        unwrapped.insert(wrapped.to_owned(), key.clone());
    }
}

/// A wrapped key, as it lies in the store.
fn text_of(body: &Value) -> Result<&str, StoreError> {
    body.as_str().ok_or_else(|| StoreError::damage("read a key", "it isn't what we write"))
}

fn destroyed(now: Timestamp, at: &Key) -> Write {
    let change = Change::Put { body: Value::String(now.to_string()), expires: None };
    Write { key: keys::key_destroyed(at), expected: Expected::Anything, change }
}

/// An item that holds a wrapped key, and the key.
fn wrapped_key(item: &Item) -> Option<(&Item, &str)> {
    (item.key.sk == "KEY").then_some(item).zip(item.body.as_str())
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
