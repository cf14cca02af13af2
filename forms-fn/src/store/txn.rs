//! One optimistic transaction: reads remember the revisions that they saw, writes wait for the commit.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{Change, CommitError, Expected, Item, Key, Range, Store, StoreError, Write, item};

/// What one operation has read and what it is about to write. Nothing is written before [`Txn::commit`].
#[derive(Debug)]
pub(crate) struct Txn<'a> {
    store: &'a Store,
    now: Timestamp,
    read: BTreeMap<Key, Option<Item>>,
    /// What was read in the same go and may change before the commit.
    beside: BTreeMap<Key, Option<Item>>,
    writes: BTreeMap<Key, Change>,
    /// Keys that are written whatever stands there.
    blind: BTreeSet<Key>,
}

impl<'a> Txn<'a> {
    pub(super) fn new(store: &'a Store, now: Timestamp) -> Self {
        Self {
            store,
            now,
            read: BTreeMap::new(),
            beside: BTreeMap::new(),
            writes: BTreeMap::new(),
            blind: BTreeSet::new(),
        }
    }

    /// The moment at which all of it happens.
    pub(crate) fn now(&self) -> Timestamp {
        self.now
    }

    /// Reads several items in one go; [`Txn::get`] then finds them at hand.
    pub(crate) async fn load(&mut self, keys: &[Key]) -> Result<(), StoreError> {
        let missing: Vec<Key> = keys.iter().filter(|key| !self.read.contains_key(key)).cloned().collect();
        let items = self.store.get_many(&missing, self.now).await?;
        self.read.extend(missing.into_iter().zip(items));
        Ok(())
    }

    /// The same, and in the same round trip what [`Txn::beside`] tells then, without caring whether it changes before the commit.
    pub(crate) async fn load_beside(&mut self, keys: &[Key], beside: &[Key]) -> Result<(), StoreError> {
        let mut missing: Vec<Key> = keys.iter().filter(|key| !self.read.contains_key(key)).cloned().collect();
        let number = missing.len();
        missing.extend(beside.iter().cloned());
        let mut items = self.store.get_many(&missing, self.now).await?;
        self.beside.extend(beside.iter().cloned().zip(items.split_off(number)));
        missing.truncate(number);
        self.read.extend(missing.into_iter().zip(items));
        Ok(())
    }

    /// What stood under a key that was loaded beside others.
    pub(crate) fn beside<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        self.beside.get(key).and_then(Option::as_ref).map(|item| read(&item.body)).transpose()
    }

    /// What stands under the key, own writes included. The commit fails if it has changed by then.
    pub(crate) async fn get<T: DeserializeOwned>(&mut self, key: &Key) -> Result<Option<T>, StoreError> {
        if let Some(change) = self.writes.get(key) {
            return match change {
                Change::Put { body, .. } => read(body).map(Some),
                Change::Delete | Change::Keep => Ok(None),
            };
        }
        self.load(std::slice::from_ref(key)).await?;
        self.read.get(key).and_then(Option::as_ref).map(|item| read(&item.body)).transpose()
    }

    /// Until when what stands under the key counts, if it was read here and ends by itself.
    pub(crate) fn expires(&self, key: &Key) -> Option<Timestamp> {
        self.read.get(key).or_else(|| self.beside.get(key))?.as_ref()?.expires
    }

    /// What stands under the key, without caring whether it changes before the commit: for what is only ever written once.
    pub(crate) async fn peek<T: DeserializeOwned>(&mut self, key: &Key) -> Result<Option<T>, StoreError> {
        if self.writes.contains_key(key) || self.read.contains_key(key) {
            return self.get(key).await;
        }
        self.store.get(key, self.now).await?.map(|item| read(&item.body)).transpose()
    }

    /// The items of a range as they are stored, without own writes. The commit does not notice when the range has
    /// changed meanwhile, so whoever changes it also writes an item that both have read: the counters of the event.
    pub(crate) async fn query(&self, range: &Range, limit: Option<usize>) -> Result<Vec<Item>, StoreError> {
        let items = self.store.query(range, limit, self.now).await?;
        Ok(items
            .into_iter()
            .filter(|item| !matches!(self.writes.get(&item.key), Some(Change::Delete)))
            .collect())
    }

    /// How many items a range has, without own writes.
    pub(crate) async fn count(&self, range: &Range) -> Result<u32, StoreError> {
        self.store.count(range, self.now).await
    }

    /// Writes an item. One that was not read before must not be there.
    pub(crate) fn put(&mut self, key: Key, value: &impl Serialize) {
        self.put_until(key, value, None);
    }

    /// Writes an item that counts as deleted from a moment on.
    pub(crate) fn put_until(&mut self, key: Key, value: &impl Serialize, expires: Option<Timestamp>) {
        let body = serde_json::to_value(value)
            .expect("our own types have text keys and no floats that aren't numbers");
        self.writes.insert(key, Change::Put { body, expires });
    }

    /// Writes an item whatever stands there, and whoever writes it at the same time.
    pub(crate) fn overwrite(&mut self, key: Key, value: &impl Serialize) {
        self.overwrite_until(key, value, None);
    }

    /// The same, for an item that counts as deleted from a moment on.
    pub(crate) fn overwrite_until(&mut self, key: Key, value: &impl Serialize, expires: Option<Timestamp>) {
        self.blind.insert(key.clone());
        self.put_until(key, value, expires);
    }

    /// Removes an item, if it is there.
    pub(crate) fn delete(&mut self, key: Key) {
        self.writes.insert(key, Change::Delete);
    }

    /// Takes back everything that was to be written.
    pub(crate) fn forget(&mut self) {
        self.writes.clear();
        self.blind.clear();
    }

    /// Writes everything or nothing. An operation that wrote nothing has nothing to commit.
    pub(super) async fn commit(self) -> Result<(), CommitError> {
        if self.writes.is_empty() {
            return Ok(());
        }
        let mut writes: Vec<Write> = Vec::with_capacity(self.read.len() + self.writes.len());
        for (key, item) in &self.read {
            if !self.writes.contains_key(key) {
                let expected = expected(item.as_ref());
                writes.push(Write { key: key.clone(), expected, change: Change::Keep });
            }
        }
        for (key, change) in self.writes {
            let expected = match (self.read.get(&key), &change) {
                _ if self.blind.contains(&key) => Expected::Anything,
                (Some(item), _) => expected(item.as_ref()),
                (None, Change::Delete) => Expected::Anything,
                (None, _) => Expected::Absent,
            };
            writes.push(Write { key, expected, change });
        }
        self.store.commit(writes, self.now).await
    }
}

fn expected(item: Option<&Item>) -> Expected {
    item.map_or(Expected::Absent, |item| Expected::Revision(item.revision))
}

/// An error of serde would quote what stands there, so it is replaced by words of ours.
fn read<T: DeserializeOwned>(body: &Value) -> Result<T, StoreError> {
    T::deserialize(body).map_err(|_| StoreError::damage("read an item", item::why_unreadable(body)))
}
