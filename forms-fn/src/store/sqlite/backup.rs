//! A copy of the file while it is in use. SQLite makes it in one step, from one moment: whoever writes meanwhile neither
//! waits nor makes it begin anew.
#![expect(clippy::disallowed_methods, reason = "the one place that writes a copy of the database")]

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::path::Path;

use rusqlite::Connection;

use crate::store::StoreError;

/// As `desk::keys` names them.
const RECORDS: &str = "SELECT count(*) FROM items WHERE sk GLOB 'R#*' AND (pk GLOB 'E#*' OR pk GLOB 'F#*')";

/// Copies everything into a file that isn't there yet. It gets its name when it is whole and was looked through. Returns how
/// many records are in it.
pub(super) fn backup(from: &Connection, to: &Path) -> Result<i64, StoreError> {
    let error = |cause: String| StoreError::new("back up", format!("`{}`: {cause}", to.display()));
    if to.exists() {
        return Err(error("it is there already; no copy is written over".to_owned()));
    }
    let name = to.file_name().ok_or_else(|| error("it isn't the name of a file".to_owned()))?;
    let mut part = OsString::from(".");
    part.push(name);
    part.push(".part");
    let part = to.with_file_name(part);
    let copied =
        copy(from, &part).and_then(|records| keep(&part, to).map_err(|e| e.to_string()).map(|()| records));
    // Of a copy that failed nothing stays; of one that is done, only its name.
    drop(std::fs::remove_file(&part));
    copied.map_err(error)
}

fn copy(from: &Connection, part: &Path) -> Result<i64, String> {
    let words = part.to_str().ok_or("its name isn't UTF-8")?;
    drop(std::fs::remove_file(part));
    // The file holds personal data, so it is made unreadable for others before anything stands in it.
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    drop(options.open(part).map_err(|e| e.to_string())?);
    let copy = || -> rusqlite::Result<(String, i64)> {
        from.execute("VACUUM INTO ?1", [words])?;
        let copy = Connection::open(part)?;
        // A copy is one file: no log beside it.
        copy.pragma_update(None, "journal_mode", "DELETE")?;
        let verdict = copy.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        Ok((verdict, copy.query_row(RECORDS, [], |row| row.get(0))?))
    };
    match copy().map_err(|e| e.to_string())? {
        (verdict, records) if verdict == "ok" => Ok(records),
        (fault, _) => Err(format!("the copy is damaged: {fault}")),
    }
}

/// Gives it its name, on disk, and never over another file.
fn keep(part: &Path, to: &Path) -> std::io::Result<()> {
    File::open(part)?.sync_all()?;
    match std::fs::hard_link(part, to) {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Err(e),
        // Some file systems have no second names.
        Err(_) => std::fs::rename(part, to),
        Ok(()) => Ok(()),
    }
}
