//! Where items live. Two stores, one contract; what the items mean is the business of `desk`.
//!
//! 1. A commit happens whole or not at all, and only when everything that it expects is true.
//! 2. What was committed is on disk before the answer: a crash at any moment loses nothing of it.
//! 3. What has passed its time is never read, whether or not the store has removed it yet.
//! 4. A read sees every commit that was answered before it.
//!
//! From 1 follows that seats are never given twice: whoever changes the counters of an event
//! expects the revision that it read ([`Txn`]), and [`run`] tries again when somebody was faster.

#[cfg(feature = "aws")]
mod dynamodb;
mod error;
mod item;
mod operation;
#[cfg(feature = "sqlite")]
mod sqlite;
mod txn;

#[cfg(feature = "sqlite")]
use std::path::Path;

use jiff::Timestamp;
use tokio::sync::MutexGuard;

#[cfg(feature = "aws")]
pub use dynamodb::{DynamoStore, FirstLook};
pub use error::StoreError;
pub use item::{Change, CommitError, Expected, Item, Key, Range, Write};
pub(crate) use item::{FORMAT, is_newer, why_unreadable};
pub(crate) use operation::{Operation, run, run_unless_crowded};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
pub(crate) use txn::Txn;

/// One of the stores that we know.
#[derive(Debug, Clone)]
pub enum Store {
    /// One file; for a laptop and for one server.
    #[cfg(feature = "sqlite")]
    Sqlite(SqliteStore),
    /// One table of DynamoDB; for Lambda, and for servers that share a store.
    #[cfg(feature = "aws")]
    DynamoDb(DynamoStore),
}

/// Calls the same method of whichever store it is.
macro_rules! each {
    ($self:ident, $store:ident => $call:expr) => {
        match $self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite($store) => $call,
            #[cfg(feature = "aws")]
            Self::DynamoDb($store) => $call,
        }
    };
}

impl Store {
    /// Opens the SQLite store in the folder `data`, which is made if it is missing.
    ///
    /// # Errors
    /// When the folder or the database can't be opened, or another version of this program wrote it.
    #[cfg(feature = "sqlite")]
    pub fn open(data: &Path) -> Result<Self, StoreError> {
        SqliteStore::open(&data.join("submissions.sqlite")).map(Self::Sqlite)
    }

    /// Opens the store of keys in the folder `data`: the same kind of file, of which no backup is made.
    ///
    /// # Errors
    /// As for [`Self::open`].
    #[cfg(feature = "sqlite")]
    pub fn open_keys(data: &Path) -> Result<Self, StoreError> {
        SqliteStore::open(&data.join("keys.sqlite")).map(Self::Sqlite)
    }

    /// Opens the SQLite store in the folder `data`, which has to be there.
    ///
    /// # Errors
    /// When it isn't there or is empty, can't be opened, or another version of this program wrote it.
    #[cfg(feature = "sqlite")]
    pub fn open_existing(data: &Path) -> Result<Self, StoreError> {
        SqliteStore::open_existing(&data.join("submissions.sqlite")).map(Self::Sqlite)
    }

    /// Opens the store of keys in the folder `data`, which has to be there.
    ///
    /// # Errors
    /// As for [`Self::open_existing`].
    #[cfg(feature = "sqlite")]
    pub fn open_existing_keys(data: &Path) -> Result<Self, StoreError> {
        SqliteStore::open_existing(&data.join("keys.sqlite")).map(Self::Sqlite)
    }

    /// The item of a key.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn get(&self, key: &Key, now: Timestamp) -> Result<Option<Item>, StoreError> {
        Ok(self.get_many(std::slice::from_ref(key), now).await?.pop().flatten())
    }

    /// The items of several keys, in their order; `None` for those that aren't there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn get_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Item>>, StoreError> {
        each!(self, store => store.get_many(keys, now).await)
    }

    /// The items of a range in the order of their `sk`, at most `limit` of them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn query(
        &self,
        range: &Range,
        limit: Option<usize>,
        now: Timestamp,
    ) -> Result<Vec<Item>, StoreError> {
        each!(self, store => store.query(range, limit, now).await)
    }

    /// How many items a range has.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count(&self, range: &Range, now: Timestamp) -> Result<u32, StoreError> {
        each!(self, store => store.count(range, now).await)
    }

    /// Writes everything or nothing.
    ///
    /// # Errors
    /// [`CommitError::Conflict`] when an expectation isn't met, otherwise what failed.
    pub async fn commit(&self, writes: Vec<Write>, now: Timestamp) -> Result<(), CommitError> {
        each!(self, store => store.commit(writes, now).await)
    }

    /// The next items of the whole store behind a key, in an order of the store's own; fewer than `limit` only at the end.
    /// For moving a store and for checking it: no request of a person comes here.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn scan(
        &self,
        after: Option<&Key>,
        limit: usize,
        now: Timestamp,
    ) -> Result<Vec<Item>, StoreError> {
        each!(self, store => store.scan(after, limit, now).await)
    }

    /// A number that is another one when another process of this machine has stored something since; none where the store can't say.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn version_by_others(&self) -> Result<Option<i64>, StoreError> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(store) => store.version_by_others().await.map(Some),
            #[cfg(feature = "aws")]
            Self::DynamoDb(_) => Ok(None),
        }
    }

    /// Looks at everything for damage, as the disk has it and not as it is remembered. DynamoDB does that by itself.
    ///
    /// # Errors
    /// With what is damaged.
    pub async fn check(&self) -> Result<(), StoreError> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(store) => store.check().await,
            #[cfg(feature = "aws")]
            Self::DynamoDb(_) => Ok(()),
        }
    }

    /// Removes what has passed its time and leaves no trace of what was deleted. DynamoDB does that by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn purge(&self, now: Timestamp) -> Result<(), StoreError> {
        each!(self, store => store.purge(now).await)
    }

    /// Leaves no trace of what was deleted; removes nothing else, whatever the clock says. Returns whether that is so: as long
    /// as somebody reads an older state, the file keeps it, and each pass of the worker tries again. DynamoDB does that by itself.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn wipe(&self) -> Result<bool, StoreError> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(store) => store.wipe().await,
            #[cfg(feature = "aws")]
            Self::DynamoDb(_) => Ok(true),
        }
    }

    /// When it is crowded; never where one writes at a time.
    fn crowded(&self) -> Option<operation::Limit> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(_) => None,
            #[cfg(feature = "aws")]
            Self::DynamoDb(_) => Some(operation::CROWDED),
        }
    }

    /// Holds back other operations of this process, in the order in which they ask, where trying at once would only make
    /// conflicts: with SQLite always, since one writes at a time; with DynamoDB those who `met` others at the same items. Who
    /// writes from other machines isn't held back.
    #[cfg_attr(not(feature = "aws"), expect(unused_variables, reason = "only with DynamoDB does it matter"))]
    async fn turn(&self, met: bool) -> Option<MutexGuard<'_, ()>> {
        match self {
            #[cfg(feature = "sqlite")]
            Self::Sqlite(store) => Some(store.turn().await),
            #[cfg(feature = "aws")]
            Self::DynamoDb(store) if met => Some(store.turn().await),
            #[cfg(feature = "aws")]
            Self::DynamoDb(_) => None,
        }
    }
}
