//! Opens the database file: the settings that make a commit last, and the schema's versions.
#![expect(clippy::disallowed_methods, reason = "the one place that makes the data folder and opens the file")]

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

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
pub(super) const BUSY: Duration = Duration::from_secs(5);

/// Between two attempts to open it while another program makes it.
const PAUSE: Duration = Duration::from_millis(50);

/// Makes the file, its folder and its schema if they are missing.
pub(super) fn make(path: &Path) -> Result<(), StoreError> {
    let error = |cause: String| StoreError::new("open the store", format!("`{}`: {cause}", path.display()));
    if let Some(folder) = path.parent() {
        make_folder(folder).map_err(|e| error(e.to_string()))?;
    }
    make_file(path).map_err(|e| error(e.to_string()))?;
    patiently(|| {
        let mut connection = Connection::open(path)?;
        configure(&connection)?;
        make_schema(&mut connection).map(drop)
    })
    .map_err(|e| error(e.to_string()))
}

/// Opens a file that is there.
pub(super) fn open(path: &Path) -> Result<Connection, StoreError> {
    let error = |cause: String| StoreError::new("open the store", format!("`{}`: {cause}", path.display()));
    let connection = connect(path)?;
    // What we don't know is left alone.
    match patiently(|| version(&connection)).map_err(|e| error(e.to_string()))? {
        VERSION => Ok(connection),
        0 => Err(error("it is empty; restore a copy with `forms-fn restore`".to_owned())),
        1 => Err(error(
            "an early version of this program wrote it; move the file away, and read it with that version"
                .to_owned(),
        )),
        version => Err(error(format!("written by a newer program, schema {version}"))),
    }
}

/// Opens a copy that nobody writes: no log is laid beside it, and not a byte of it changes.
pub(super) fn open_copy(path: &Path) -> Result<Connection, StoreError> {
    let error = |cause: String| StoreError::new("open the copy", format!("`{}`: {cause}", path.display()));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|e| error(e.to_string()))?;
    match version(&connection).map_err(|e| error(e.to_string()))? {
        VERSION => Ok(connection),
        version => Err(error(format!("its schema is {version}, and that of the store is {VERSION}"))),
    }
}

/// While another program makes the file, SQLite refuses some of that at once and whatever we told it about waiting, so it
/// is tried again.
fn patiently<T>(once: impl Fn() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let busy = |error: &rusqlite::Error| {
        matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
    };
    let mut waited = Duration::ZERO;
    loop {
        match once() {
            Err(error) if busy(&error) && waited < BUSY => {
                std::thread::sleep(PAUSE);
                waited += PAUSE;
            }
            done => return done,
        }
    }
}

/// Looks at every page of the file for damage; by a connection of its own, since others remember what they have read.
pub(super) fn check(path: &Path) -> Result<(), StoreError> {
    let error = |cause: String| StoreError::new("check the store", format!("`{}`: {cause}", path.display()));
    let look = || -> rusqlite::Result<String> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        connection.busy_timeout(BUSY)?;
        connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))
    };
    match look() {
        Ok(verdict) if verdict == "ok" => Ok(()),
        Ok(verdict) => Err(error(verdict)),
        Err(cause) => Err(error(cause.to_string())),
    }
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let error = |cause: String| StoreError::new("open the store", format!("`{}`: {cause}", path.display()));
    if !path.is_file() {
        return Err(error("there is no such file".to_owned()));
    }
    close_to_others(path).map_err(error)?;
    patiently(|| {
        let connection = Connection::open(path)?;
        configure(&connection)?;
        Ok(connection)
    })
    .map_err(|e| error(e.to_string()))
}

/// The folder holds personal data, so nobody else on the machine may look into it.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// For us alone, whatever the umask is. SQLite gives its log and its shared memory the same mode.
///
/// A file that is there isn't opened: closing it would give up the locks that SQLite holds on it in this process.
fn make_file(path: &Path) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => Err(e),
        _ => Ok(()),
    }
}

/// Takes files of an earlier version, or of another program, away from others on the machine.
#[cfg(unix)]
fn close_to_others(path: &Path) -> Result<(), String> {
    use std::os::unix::fs::PermissionsExt;
    for end in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        let Ok(data) = std::fs::metadata(&name) else { continue };
        let mode = data.permissions().mode();
        if mode & 0o077 != 0 {
            let closed = std::fs::set_permissions(&name, std::fs::Permissions::from_mode(mode & 0o700));
            let name = Path::new(&name).display();
            closed.map_err(|e| format!("others can read it ({e}); run `chmod 600 {name}` as its owner"))?;
        }
    }
    Ok(())
}

#[cfg(not(unix))]
#[expect(clippy::unnecessary_wraps, reason = "the same as on Unix")]
fn close_to_others(_: &Path) -> Result<(), String> {
    Ok(())
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

fn version(connection: &Connection) -> rusqlite::Result<u32> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Makes the schema in an empty file. Two programs that start at once do it one after the other.
fn make_schema(connection: &mut Connection) -> rusqlite::Result<()> {
    if version(connection)? != 0 {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    if version(&transaction)? == 0 {
        transaction.execute_batch(SCHEMA)?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    transaction.commit()
}

#[cfg(test)]
mod tests {
    /// Only the connection itself knows, so this can't be seen from outside.
    #[test]
    fn every_commit_waits_for_the_disk() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.sqlite");
        super::make(&path).unwrap();
        let connection = super::open(&path).unwrap();
        let pragma = |name| connection.pragma_query_value(None, name, |row| row.get::<_, u32>(0)).unwrap();
        assert_eq!(pragma("synchronous"), 2, "FULL");
        assert_eq!(pragma("secure_delete"), 1);
        assert_eq!(pragma("busy_timeout"), 5000);
    }
}
