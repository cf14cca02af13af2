//! An online copy of the file, by SQLite's own backup.
#![expect(clippy::disallowed_methods, reason = "the one place that writes a copy of the database")]

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::Backup;

use crate::store::StoreError;

/// Pages between two looks whether others want to write.
const PAGES_PER_STEP: i32 = 256;
/// How long to let the others write.
const PAUSE: Duration = Duration::from_millis(5);

/// Copies everything into a file that isn't there yet.
pub(super) fn backup(from: &Connection, to: &Path) -> Result<(), StoreError> {
    let error = |cause: String| StoreError::new("back up", format!("`{}`: {cause}", to.display()));
    // The file holds personal data, so it is made unreadable for others before anything stands in it.
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(to).map_err(|e| error(e.to_string()))?;
    let copy = || -> rusqlite::Result<()> {
        let mut target = Connection::open(to)?;
        Backup::new(from, &mut target)?.run_to_completion(PAGES_PER_STEP, PAUSE, None)?;
        // A copy is one file: no log beside it.
        target.pragma_update(None, "journal_mode", "DELETE")
    };
    copy().map_err(|e| error(e.to_string()))
}
