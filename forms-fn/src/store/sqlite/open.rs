//! Opens the database file: the settings that make a commit last, and the schema's versions.
#![expect(clippy::disallowed_methods, reason = "the one place that makes the data folder and opens the file")]

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, TransactionBehavior};

use crate::store::StoreError;

/// Stands in the file's header, so that no other program's database is taken for one of ours: "SPAC".
const APPLICATION: i32 = 0x5350_4143;
/// The version of the schema that this program reads and writes.
const VERSION: u32 = 2;
/// Sorted by bytes, as DynamoDB does it.
const SCHEMA: &str = "
CREATE TABLE items (
  pk TEXT NOT NULL,
  sk TEXT NOT NULL,
  revision INTEGER NOT NULL,
  body TEXT NOT NULL CHECK (json_valid(body)),
  expires INTEGER,
  PRIMARY KEY (pk, sk)
) STRICT, WITHOUT ROWID;
CREATE INDEX items_by_expiry ON items (expires) WHERE expires IS NOT NULL;
";

/// How long to wait for another process that writes, such as a backup.
const BUSY: Duration = Duration::from_secs(5);

/// Opens the file, and makes it, its folder and its schema if they are missing.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    let error = |cause: String| StoreError::new("open the store", format!("`{}`: {cause}", path.display()));
    if let Some(folder) = path.parent() {
        make_folder(folder).map_err(|e| error(e.to_string()))?;
    }
    let mut connection = Connection::open(path).map_err(|e| error(e.to_string()))?;
    configure(&connection).map_err(|e| error(e.to_string()))?;
    // What we don't know is left alone.
    match make_schema(&mut connection).map_err(|e| error(e.to_string()))? {
        VERSION => Ok(connection),
        1 => Err(error(
            "an early version of this program wrote it; move the file away, and read it with that version"
                .to_owned(),
        )),
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
    // What is deleted is overwritten, so that nobody finds it in the file later.
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

/// Makes the schema in an empty file and tells which version is there. Two programs that start at once do it one
/// after the other.
fn make_schema(connection: &mut Connection) -> rusqlite::Result<u32> {
    let version = |c: &Connection| c.pragma_query_value(None, "user_version", |row| row.get(0));
    let found: u32 = version(connection)?;
    if found != 0 {
        return Ok(found);
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if version(&transaction)? == 0 {
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()?;
    version(connection)
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
        assert_eq!(pragma("secure_delete"), 1);
        assert_eq!(pragma("busy_timeout"), 5000);
    }
}
