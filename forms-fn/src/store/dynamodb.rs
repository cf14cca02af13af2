//! The store in one DynamoDB table. Every read is consistent; every commit is one transaction.
//!
//! DynamoDB removes what has passed its time within days, so each read and each expectation leaves
//! it out by itself. Errors are told apart by their codes, never by their texts, which change.

mod attributes;
mod commit;
mod failure;
mod first_look;
mod read;
mod table;

use std::fmt;
use std::sync::{Arc, LazyLock};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::Config;
use jiff::Timestamp;
use tokio::sync::{Mutex, MutexGuard};

use super::{CommitError, Item, Key, Range, StoreError, Write};
use crate::aws::{Aws, Parts};

pub use first_look::FirstLook;

/// Made by the first operation, and shared by all clones.
type LazyClient = LazyLock<Client, Box<dyn FnOnce() -> Client + Send>>;

/// A table with the key `pk`, `sk` and the time to live on `expires`.
#[derive(Clone)]
pub struct DynamoStore {
    client: Arc<LazyClient>,
    table: String,
    turn: Arc<Mutex<()>>,
    first_look: Option<FirstLook>,
}

impl DynamoStore {
    /// Asks nothing yet: the first operation makes the client and opens the connection.
    #[must_use]
    pub fn new(aws: &Aws, table: impl Into<String>) -> Self {
        Self { client: lazy(aws.clone()), table: table.into(), turn: Arc::default(), first_look: None }
    }

    /// The same store, of which nothing is read or written before the look has succeeded.
    #[must_use]
    pub fn after(self, look: FirstLook) -> Self {
        Self { first_look: Some(look), ..self }
    }

    async fn may_be_used(&self) -> Result<(), StoreError> {
        match &self.first_look {
            Some(look) => look.pass().await,
            None => Ok(()),
        }
    }

    /// Makes the table: on demand, protected against deletion, with its time to live. Waits until it can be used.
    ///
    /// For a trial or a test. `aws/template.yaml` makes the real one, with its backups.
    ///
    /// # Errors
    /// When there is such a table, or DynamoDB refuses.
    pub async fn create_table(&self) -> Result<(), StoreError> {
        table::create(self).await
    }

    /// One after the other of those who met at the same items.
    pub(super) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    pub(super) async fn get_many(
        &self,
        keys: &[Key],
        now: Timestamp,
    ) -> Result<Vec<Option<Item>>, StoreError> {
        self.may_be_used().await?;
        read::get_many(self, keys, now).await
    }

    pub(super) async fn query(
        &self,
        range: &Range,
        limit: Option<usize>,
        now: Timestamp,
    ) -> Result<Vec<Item>, StoreError> {
        self.may_be_used().await?;
        read::query(self, range, limit, now).await
    }

    pub(super) async fn count(&self, range: &Range, now: Timestamp) -> Result<u32, StoreError> {
        self.may_be_used().await?;
        read::count(self, range, now).await
    }

    pub(super) async fn commit(&self, writes: Vec<Write>, now: Timestamp) -> Result<(), CommitError> {
        self.may_be_used().await?;
        commit::commit(self, writes, now).await
    }

    pub(super) async fn scan(
        &self,
        after: Option<&Key>,
        limit: usize,
        now: Timestamp,
    ) -> Result<Vec<Item>, StoreError> {
        self.may_be_used().await?;
        read::scan(self, after, limit, now).await
    }

    /// DynamoDB removes by itself what has passed its time.
    pub(super) async fn purge(&self, _: Timestamp) -> Result<(), StoreError> {
        Ok(())
    }
}

fn lazy(aws: Aws) -> Arc<LazyClient> {
    Arc::new(LazyLock::new(Box::new(move || client(&aws))))
}

fn client(aws: &Aws) -> Client {
    let Parts { behavior, region, credentials, endpoint, http, retries, timeouts } = aws.dynamodb();
    let mut config = Config::builder();
    config.set_endpoint_url(endpoint);
    let config = config
        .behavior_version(behavior)
        .region(region)
        .credentials_provider(credentials)
        .http_client(http)
        .retry_config(retries)
        .timeout_config(timeouts)
        .build();
    Client::from_conf(config)
}

/// The client's own `Debug` shows its whole configuration.
impl fmt::Debug for DynamoStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DynamoStore").field("table", &self.table).finish_non_exhaustive()
    }
}
