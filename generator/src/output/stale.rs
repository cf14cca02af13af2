//! What an earlier build wrote and this one makes no longer.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use super::at;

/// The list of what a build wrote, so that the next one knows what is stale and what isn't ours.
pub(super) const LIST: &str = ".spaces-files";

/// Removes what the list of the last build names and this build doesn't make.
pub(super) fn remove(out: &Path, made: &BTreeSet<String>) -> io::Result<usize> {
    let Ok(list) = fs::read_to_string(out.join(LIST)) else { return Ok(0) };
    let mut removed = 0;
    let mut folders = BTreeSet::new();
    for path in list.lines().filter(|path| ours(path) && !made.contains(*path)) {
        let path = out.join(path);
        match fs::remove_file(&path) {
            Ok(()) => removed += 1,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(at("remove", &path, &e)),
        }
        folders.extend(path.ancestors().skip(1).take_while(|p| *p != out).map(Path::to_owned));
    }
    // The deepest first; a folder that still holds something stays, which is what we want.
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
    Ok(removed)
}

/// A line of the list that may be removed: the list is a file, and files can be edited.
fn ours(path: &str) -> bool {
    !path.is_empty() && !path.starts_with('/') && path.split('/').all(|part| part != ".." && !part.is_empty())
}
