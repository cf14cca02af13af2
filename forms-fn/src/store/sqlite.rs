//! The store in one SQLite file. SQLite blocks, so every call runs on tokio's blocking threads.

mod read;
mod seats;
mod write;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior};

use super::{Outcome, Registration, StoreError, Stored, Taken, open};
use crate::nonce::Nonce;
use crate::reference::Reference;

/// One connection. Other processes may read the file meanwhile, and write through their own.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    connection: Arc<Mutex<Connection>>,
}

impl SqliteStore {
    /// Opens the file (WAL, `synchronous=FULL`); makes it, its folder and its schema if they are missing.
    ///
    /// # Errors
    /// When the file can't be opened, or a newer program wrote it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        let connection = open::open(path)?;
        Ok(Self { connection: Arc::new(Mutex::new(connection)) })
    }

    pub(super) async fn register(&self, registration: Registration) -> Result<Outcome, StoreError> {
        self.run("register", move |connection| {
            // IMMEDIATE takes the write lock first: nobody can take the last seat between our look and our write.
            let transaction = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(StoreError::while_doing("begin"))?;
            let outcome = write::register(&transaction, &registration)?;
            transaction.commit().map_err(StoreError::while_doing("commit"))?;
            Ok(outcome)
        })
        .await
    }

    pub(super) async fn replay(&self, nonce: Nonce, now: Timestamp) -> Result<Option<Outcome>, StoreError> {
        self.run("look up a nonce", move |connection| read::replay(connection, &nonce, now)).await
    }

    pub(super) async fn find(&self, reference: Reference) -> Result<Option<Stored>, StoreError> {
        self.run("find a record", move |connection| read::find(connection, &reference)).await
    }

    pub(super) async fn list(&self, form: String, event: Option<String>) -> Result<Vec<Stored>, StoreError> {
        self.run("list records", move |connection| read::list(connection, &form, event.as_deref())).await
    }

    pub(super) async fn taken(&self, event: String) -> Result<Taken, StoreError> {
        self.run("count seats", move |connection| seats::count(connection, &event)).await
    }

    /// Runs `job` with the connection on a blocking thread.
    async fn run<T, F>(&self, action: &'static str, job: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Connection) -> Result<T, StoreError> + Send + 'static,
    {
        let connection = Arc::clone(&self.connection);
        let locked = move || {
            // A job that panicked rolled its transaction back while unwinding, so the connection is fit for use.
            let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
            job(&mut connection)
        };
        tokio::task::spawn_blocking(locked).await.map_err(StoreError::while_doing(action))?
    }
}
