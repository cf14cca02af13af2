//! Pictures that were taken in and stand in no draft yet: kept until the words of their form are right, so that nobody has to send
//! one twice. A file's name is the hash of its bytes.
#![expect(clippy::disallowed_methods, reason = "the one reader and writer of these files")]

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use jiff::Timestamp;

use super::{Taken, digest};

/// How long one is kept for a form that never comes again.
const KEPT_FOR: Duration = Duration::from_secs(3 * 24 * 60 * 60);

/// Keeps a picture and gives the name by which [`read`] finds it.
///
/// # Errors
/// When it can't be written.
pub(crate) fn keep(folder: &Path, taken: &Taken, now: Timestamp) -> io::Result<String> {
    fs::create_dir_all(folder)?;
    tidy(folder, now);
    let name = format!("{}.{}", digest(&taken.bytes), taken.ending);
    let mut part = tempfile::Builder::new().prefix(".part").tempfile_in(folder)?;
    part.write_all(&taken.bytes)?;
    part.persist(folder.join(&name)).map_err(|error| error.error)?;
    Ok(name)
}

/// The bytes and the ending of a picture that is kept; `None` for any other name, and for one that isn't as it was kept.
pub(crate) fn read(folder: &Path, name: &str) -> Option<(Vec<u8>, &'static str)> {
    let (hash, ending) = name.split_once('.')?;
    let ending = ["jpg", "png", "webp"].into_iter().find(|known| *known == ending)?;
    let is_hash = hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bytes = is_hash.then(|| fs::read(folder.join(name)).ok()).flatten()?;
    (digest(&bytes) == hash).then_some((bytes, ending))
}

/// Removes one that stands in a draft now.
pub(crate) fn forget(folder: &Path, name: &str) {
    if read(folder, name).is_some() {
        // What stays is removed with what nobody came back for.
        let _ = fs::remove_file(folder.join(name));
    }
}

/// Removes what nobody came back for.
fn tidy(folder: &Path, now: Timestamp) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let since = entry.metadata().and_then(|about| about.modified()).ok();
        let age = since.and_then(|since| std::time::SystemTime::from(now).duration_since(since).ok());
        if age.is_some_and(|age| age > KEPT_FOR) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
