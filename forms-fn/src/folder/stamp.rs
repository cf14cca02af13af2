//! What tells one state of the folder from another, without reading it.

use std::fs::{self, Metadata};
use std::path::Path;
use std::time::SystemTime;

use super::load;

/// Sizes, times and numbers of all files, in the order of their names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderStamp(Vec<(String, FileStamp)>);

/// What the system says of one file. A file that was renamed over another has its number, and a copy of the same time
/// its time of change.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FileStamp {
    bytes: u64,
    modified: Option<SystemTime>,
    node: (u64, u64, i64, i64),
}

/// The stamp of the folder that the path leads to now, through links too.
pub(super) fn of(dir: &Path) -> Option<FolderStamp> {
    let mut looks = vec![(load::MANIFEST.to_owned(), look(&fs::metadata(dir.join(load::MANIFEST)).ok()?))];
    for path in load::paths(dir) {
        // One that has just gone is another state, too.
        if let Ok(metadata) = fs::metadata(dir.join(&path)) {
            looks.push((path, look(&metadata)));
        }
    }
    Some(FolderStamp(looks))
}

fn look(metadata: &Metadata) -> FileStamp {
    FileStamp { bytes: metadata.len(), modified: metadata.modified().ok(), node: node(metadata) }
}

#[cfg(unix)]
fn node(metadata: &Metadata) -> (u64, u64, i64, i64) {
    use std::os::unix::fs::MetadataExt;
    (metadata.dev(), metadata.ino(), metadata.ctime(), metadata.ctime_nsec())
}

#[cfg(not(unix))]
fn node(_: &Metadata) -> (u64, u64, i64, i64) {
    (0, 0, 0, 0)
}
