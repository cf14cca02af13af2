//! Opens the database file: the settings that make a commit last, and the schema's versions.
#![expect(clippy::disallowed_methods, reason = "the one place that makes the data folder and opens the file")]

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use super::StoreError;

/// The version of the schema that this program reads and writes.
const VERSION: u32 = MIGRATIONS.len() as u32;
/// The schema, one step a version; `user_version` tells how many of them the file has.
const MIGRATIONS: [&str; 1] = ["
CREATE TABLE records (
  reference TEXT PRIMARY KEY,
  form TEXT NOT NULL,
  definition_version TEXT NOT NULL,
  event TEXT,
  lang TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('confirmed', 'waiting', 'received')),
  position INTEGER CHECK ((status = 'waiting') = (position IS NOT NULL)),
  submitted_at TEXT NOT NULL,
  answers TEXT NOT NULL CHECK (json_valid(answers)),
  consents TEXT NOT NULL CHECK (json_valid(consents))
) STRICT;
CREATE INDEX records_by_form ON records (form, event);
CREATE UNIQUE INDEX records_waiting ON records (event, position) WHERE position IS NOT NULL;
CREATE TABLE events (
  event TEXT PRIMARY KEY,
  taken INTEGER NOT NULL DEFAULT 0 CHECK (taken >= 0),
  waiting INTEGER NOT NULL DEFAULT 0 CHECK (waiting >= 0)
) STRICT;
CREATE TABLE nonces (
  nonce TEXT PRIMARY KEY,
  reference TEXT NOT NULL REFERENCES records (reference) ON DELETE CASCADE,
  at INTEGER NOT NULL
) STRICT;
CREATE INDEX nonces_by_age ON nonces (at);
"];

/// How long to wait for another process that writes, such as a backup.
const BUSY: Duration = Duration::from_secs(5);

/// Opens the file, makes it and its folder if they are missing, and brings the schema up to date.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    let error = |cause: String| StoreError::new("open the store", format!("`{}`: {cause}", path.display()));
    if let Some(folder) = path.parent() {
        make_folder(folder).map_err(|e| error(e.to_string()))?;
    }
    let mut connection = Connection::open(path).map_err(|e| error(e.to_string()))?;
    configure(&connection).map_err(|e| error(e.to_string()))?;
    migrate(&mut connection).map_err(|e| error(e.to_string()))?;
    // A newer program may have changed what we don't know, so its file is left alone.
    match version(&connection).map_err(|e| error(e.to_string()))? {
        version if version == VERSION => Ok(connection),
        version => Err(error(format!("written by a newer program, schema {version}"))),
    }
}

/// The folder holds personal data, so nobody else on the machine may look into it.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn configure(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // Every commit is on disk before we answer; NORMAL could lose the last ones in a power cut.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)
}

/// Runs what the file doesn't have yet. Two programs that start at once do it one after the other.
fn migrate(connection: &mut Connection) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found = version(&transaction)?;
    for (migration, to) in MIGRATIONS.iter().zip(1..).filter(|(_, to)| *to > found) {
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", to)?;
    }
    transaction.commit()
}

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

#[cfg(test)]
mod tests {
    /// Only the connection itself knows, so this can't be seen from outside.
    #[test]
    fn every_commit_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let connection = super::open(&folder.path().join("x.sqlite")).unwrap();
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0)).unwrap();
        assert_eq!(pragma("synchronous"), 2, "FULL");
        assert_eq!(pragma("foreign_keys"), 1);
        assert_eq!(pragma("busy_timeout"), 5000);
    }
}
