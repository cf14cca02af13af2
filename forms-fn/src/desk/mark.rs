//! The mark by which a store knows the secrets and the keys that belong to it: a check value, made with the one secret that
//! never rotates. It stands in both stores. Where it is another one, links would be dead, nobody would be known by the
//! address again, and sensitive answers would be lost.

use jiff::Timestamp;
use serde_json::Value;

use super::vault::Envelope;
use super::{Desk, keys};
use crate::reference::Reference;
use crate::secret::Keyring;
use crate::store::{Change, CommitError, Expected, Item, Key, Store, StoreError, Write};

/// Items that are looked at together.
const PAGE: usize = 500;

/// Whether secrets, keys and records belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// They do.
    Fits,
    /// Nothing says that they don't, and the mark isn't there yet.
    Missing,
    /// The records were made with other secrets.
    OtherSecrets,
    /// The keys of sensitive answers are gone, or are those of another store.
    LostKeys,
}

impl Desk {
    /// Looks for the mark. `keys_were_there` tells whether the store of keys was made just now.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn mark(&self, keys_were_there: bool, now: Timestamp) -> Result<Mark, StoreError> {
        let (ours, key) = (self.check_value(), key());
        let (of_records, of_keys) = tokio::join!(self.read::<String>(&key, now), self.vault.mark(now));
        let (of_records, of_keys) = (of_records?, of_keys?);
        let lost = async |otherwise| {
            let lost = has_sealed(&self.store, now).await?;
            Ok(if lost { Mark::LostKeys } else { otherwise })
        };
        match of_records {
            Some(mark) if mark != ours => {
                let other = has_records(&self.store, now).await?;
                Ok(if other { Mark::OtherSecrets } else { Mark::Missing })
            }
            Some(_) if of_keys.as_ref() == Some(&ours) => Ok(Mark::Fits),
            Some(_) => lost(Mark::Missing).await,
            // A store that an earlier version wrote: what its keys were wrapped by is all that there is to go by.
            None if !self.vault.some_open(now).await? => Ok(Mark::OtherSecrets),
            None if !keys_were_there => lost(Mark::Missing).await,
            None => Ok(Mark::Missing),
        }
    }

    /// Writes the mark into both stores, first beside the keys.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn put_mark(&self, now: Timestamp) -> Result<(), StoreError> {
        self.vault.put_mark(&self.check_value(), now).await?;
        put(&self.store, &self.check_value(), now).await
    }

    /// Looks whether the secrets are those with which the records of a table were made, and marks a table that is new. With
    /// `new_secrets` it goes on without the old ones.
    ///
    /// # Errors
    /// When they aren't, with what to do; or when a store fails.
    #[cfg(feature = "lambda")]
    pub async fn belong_together(
        &self,
        table: &str,
        new_secrets: bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let refused = |cause: String| Err(StoreError::new("use the table", cause));
        match self.mark(true, now).await? {
            Mark::Fits => Ok(()),
            Mark::Missing => self.put_mark(now).await,
            Mark::LostKeys | Mark::OtherSecrets if new_secrets => self.begin_anew(now).await,
            Mark::LostKeys => {
                refused(format!("the keys of sensitive answers are gone: `{table}-keys` is another table's"))
            }
            Mark::OtherSecrets => refused(format!(
                "`FORMS_KEYS` isn't what the records in `{table}` were made with: put the old ones back, or set \
                 `FORMS_NEW_SECRETS` if they are lost for good"
            )),
        }
    }

    /// Goes on with these secrets and keys although the old ones are lost. Wrapped keys that can't be opened are put aside,
    /// so that new answers get new ones.
    ///
    /// # Errors
    /// When a store fails.
    pub async fn begin_anew(&self, now: Timestamp) -> Result<(), StoreError> {
        self.vault.put_lost_aside(now).await?;
        self.put_mark(now).await
    }

    /// The mark beside the keys of sensitive answers.
    pub(crate) async fn mark_of_keys(&self, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.vault.mark(now).await
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
        self.vault.try_envelope(now, at, reference, field, text).await
    }

    /// What the mark has to be.
    pub(crate) fn check_value(&self) -> String {
        check_value(&self.keyring)
    }
}

/// By what an installation's secrets are known, whatever of them was rotated since.
pub(crate) fn check_value(keyring: &Keyring) -> String {
    keyring.pseudonym("mark", "store")
}

/// Where the mark stands, in both stores.
pub(crate) fn key() -> Key {
    Key::new("MARK", "-")
}

pub(super) async fn put(store: &Store, mark: &str, now: Timestamp) -> Result<(), StoreError> {
    let change = Change::Put { body: Value::String(mark.to_owned()), expires: None };
    let write = Write { key: key(), expected: Expected::Anything, change };
    store.commit(vec![write], now).await.map_err(failed)
}

pub(super) fn failed(error: CommitError) -> StoreError {
    match error {
        CommitError::Failed(error) => error,
        CommitError::Conflict => StoreError::busy("commit", "somebody else writes into the store"),
    }
}

/// Whether anybody's record is in a store. A function on Lambda may not read whole tables; there the list of what is due
/// tells, on which every record stands.
///
/// # Errors
/// When the store fails.
pub async fn has_records(store: &Store, now: Timestamp) -> Result<bool, StoreError> {
    match any(store, now, is_record).await {
        Ok(found) => Ok(found),
        Err(_) => Ok(!store.query(&keys::until("DUE", Timestamp::MAX), Some(1), now).await?.is_empty()),
    }
}

/// Whether a store has sensitive answers.
pub(crate) async fn has_sealed(store: &Store, now: Timestamp) -> Result<bool, StoreError> {
    any(store, now, |item| {
        is_record(item) && item.body["sealed"].as_object().is_some_and(|all| !all.is_empty())
    })
    .await
}

fn is_record(item: &Item) -> bool {
    item.key.pk.starts_with(['E', 'F']) && item.key.sk.starts_with("R#")
}

async fn any(store: &Store, now: Timestamp, wanted: impl Fn(&Item) -> bool) -> Result<bool, StoreError> {
    let mut last: Option<Key> = None;
    loop {
        let items = store.scan(last.as_ref(), PAGE, now).await?;
        if items.iter().any(&wanted) {
            return Ok(true);
        }
        if items.len() < PAGE {
            return Ok(false);
        }
        last = items.last().map(|item| item.key.clone());
    }
}
