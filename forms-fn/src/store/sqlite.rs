//! The store in one SQLite file. SQLite blocks, so every call runs on tokio's blocking threads.

mod backup;
mod commit;
mod open;
mod read;

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;
use tokio::sync::MutexGuard;

use super::{CommitError, Item, Key, Range, StoreError, Write};

/// Two connections to one file: with WAL, whoever reads does not wait for whoever writes. Other processes may read
/// and write the file at the same time.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    writer: Arc<Mutex<Connection>>,
    reader: Arc<Mutex<Connection>>,
    turn: Arc<tokio::sync::Mutex<()>>,
    path: Arc<Path>,
}

/// How long to wait for those who read before the log is emptied. The next pass of the worker tries again.
const WAITS: [Duration; 3] =
    [Duration::from_millis(20), Duration::from_millis(100), Duration::from_millis(400)];

impl SqliteStore {
    /// Opens the file (WAL, `synchronous=FULL`); makes it, its folder and its schema if they are missing.
    ///
    /// # Errors
    /// When the file can't be opened, or another version of this program wrote it.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        open::make(path)?;
        Self::open_existing(path)
    }

    /// The same for a file that has to be there. Nobody else on the machine may read it afterwards.
    ///
    /// # Errors
    /// When the file isn't there or is empty, can't be opened, or another version of this program wrote it.
    pub fn open_existing(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::of(path, open::open(path)?, open::open(path)?))
    }

    /// Opens what [`Self::backup`] wrote, to look at it: nothing can be written, and the file stays as it is.
    ///
    /// # Errors
    /// When the file isn't there, can't be opened or isn't a copy of a store.
    pub fn open_copy(path: &Path) -> Result<Self, StoreError> {
        Ok(Self::of(path, open::open_copy(path)?, open::open_copy(path)?))
    }

    fn of(path: &Path, writer: Connection, reader: Connection) -> Self {
        Self {
            writer: Arc::new(Mutex::new(writer)),
            reader: Arc::new(Mutex::new(reader)),
            turn: Arc::default(),
            path: path.into(),
        }
    }

    /// One operation of this process after the other: they would only find each other's writes and try again.
    pub(super) async fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    pub(super) async fn get_many(
        &self,
        keys: &[Key],
        now: Timestamp,
    ) -> Result<Vec<Option<Item>>, StoreError> {
        let keys = keys.to_vec();
        blocking(&self.reader, "read items", move |c| read::get_many(c, &keys, now)).await?
    }

    pub(super) async fn query(
        &self,
        range: &Range,
        limit: Option<usize>,
        now: Timestamp,
    ) -> Result<Vec<Item>, StoreError> {
        let range = range.clone();
        blocking(&self.reader, "read a range", move |c| read::query(c, &range, limit, now)).await?
    }

    pub(super) async fn count(&self, range: &Range, now: Timestamp) -> Result<u32, StoreError> {
        let range = range.clone();
        blocking(&self.reader, "count a range", move |c| read::count(c, &range, now)).await?
    }

    pub(super) async fn commit(&self, writes: Vec<Write>, now: Timestamp) -> Result<(), CommitError> {
        blocking(&self.writer, "commit", move |c| commit::commit(c, &writes, now)).await?
    }

    pub(super) async fn scan(
        &self,
        after: Option<&Key>,
        limit: usize,
        now: Timestamp,
    ) -> Result<Vec<Item>, StoreError> {
        let after = after.cloned();
        blocking(&self.reader, "read all items", move |c| read::scan(c, after.as_ref(), limit, now)).await?
    }

    pub(super) async fn purge(&self, now: Timestamp) -> Result<(), StoreError> {
        blocking(&self.writer, "purge", move |c| commit::purge(c, now)).await??;
        self.wipe().await.map(drop)
    }

    /// Whatever this process commits goes over the writer, so only another process changes what this one sees.
    pub(super) async fn version_by_others(&self) -> Result<i64, StoreError> {
        let read = |c: &mut Connection| c.query_row("PRAGMA data_version", [], |row| row.get(0));
        let version = blocking(&self.writer, "look for changes of others", read).await?;
        version.map_err(StoreError::while_doing("look for changes of others"))
    }

    pub(super) async fn check(&self) -> Result<(), StoreError> {
        let path = Arc::clone(&self.path);
        let look = move || open::check(&path);
        tokio::task::spawn_blocking(look).await.map_err(StoreError::while_doing("check the store"))?
    }

    /// Tries for a while: whoever reads holds the log back.
    pub(super) async fn wipe(&self) -> Result<bool, StoreError> {
        for wait in WAITS {
            if blocking(&self.writer, "wipe", commit::wipe).await?? {
                return Ok(true);
            }
            tokio::time::sleep(wait).await;
        }
        blocking(&self.writer, "wipe", commit::wipe).await?
    }

    /// Copies the whole store into a new file while it is in use.
    ///
    /// # Errors
    /// When the file exists or can't be written.
    pub async fn backup(&self, to: &Path) -> Result<i64, StoreError> {
        let to = to.to_owned();
        blocking(&self.reader, "back up", move |c| backup::backup(c, &to)).await?
    }
}

/// Runs `job` with the connection on a blocking thread.
async fn blocking<T, F>(
    connection: &Arc<Mutex<Connection>>,
    action: &'static str,
    job: F,
) -> Result<T, StoreError>
where
    T: Send + 'static,
    F: FnOnce(&mut Connection) -> T + Send + 'static,
{
    let connection = Arc::clone(connection);
    let locked = move || {
        // A job that panicked rolled its transaction back while unwinding, so the connection is fit for use.
        let mut connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
        job(&mut connection)
    };
    tokio::task::spawn_blocking(locked).await.map_err(StoreError::while_doing(action))
}
