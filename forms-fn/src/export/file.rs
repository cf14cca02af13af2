//! The edge: puts an export on the disk, whole or not at all, and for nobody else on the machine to read.
#![expect(clippy::disallowed_methods, reason = "the one writer of exports")]

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Result, Write};
use std::path::Path;

/// Writes a draft beside the file and renames it. A draft that a crash left behind is written over.
///
/// # Errors
/// When the folder isn't there or can't be written; then the file is what it was before.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
    let mut draft = OsString::from(".");
    draft.push(name);
    draft.push(".new");
    let draft = path.with_file_name(draft);
    match std::fs::remove_file(&draft) {
        Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
        _ => {}
    }
    let written = fill(&draft, bytes).and_then(|()| std::fs::rename(&draft, path));
    if written.is_err() {
        // The first error is the one to tell.
        drop(std::fs::remove_file(&draft));
    }
    written
}

/// New, so that its mode is ours and not that of a file that stood there.
fn fill(draft: &Path, bytes: &[u8]) -> Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file: File = options.open(draft)?;
    file.write_all(bytes)?;
    file.sync_all()
}
