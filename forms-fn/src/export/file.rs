//! The edge: puts an export on the disk, whole or not at all, and for nobody else on the machine to read.
#![expect(clippy::disallowed_methods, reason = "the one writer of exports")]

use std::ffi::OsString;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Error, ErrorKind, Result, Write};
use std::path::{Path, PathBuf};

/// Writes a draft beside the file and renames it. A draft that a crash left behind is written over.
///
/// # Errors
/// When the folder isn't there or can't be written; then the file is what it was before.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut draft = Draft::new(path)?;
    draft.write_all(bytes)?;
    draft.keep()
}

/// Makes the folder of a file, closed to others, if it is missing.
///
/// # Errors
/// When it can't be made.
pub fn make_folder_of(path: &Path) -> Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    folder.map_or(Ok(()), |folder| builder.create(folder))
}

/// A file that gets its name when all of it is there. One that is dropped before leaves nothing behind.
#[derive(Debug)]
pub struct Draft {
    file: BufWriter<File>,
    draft: PathBuf,
    path: PathBuf,
    kept: bool,
}

impl Draft {
    /// Begins the file.
    ///
    /// # Errors
    /// When the folder isn't there or can't be written, or something else than a file stands there.
    pub fn new(path: &Path) -> Result<Self> {
        // A link stays one; a device or a folder isn't ours to replace.
        let path = &std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        if std::fs::metadata(path).is_ok_and(|there| !there.is_file()) {
            let what = "this isn't a file; leave `--out` away to write to standard output";
            return Err(Error::new(ErrorKind::InvalidInput, what));
        }
        let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
        let mut draft = OsString::from(".");
        draft.push(name);
        draft.push(".new");
        let draft = path.with_file_name(draft);
        match std::fs::remove_file(&draft) {
            Err(e) if e.kind() != ErrorKind::NotFound => return Err(e),
            _ => {}
        }
        let file = BufWriter::new(ours(&draft)?);
        Ok(Self { file, draft, path: path.to_owned(), kept: false })
    }

    /// All of it is there: from now on it has its name.
    ///
    /// # Errors
    /// When the disk is full or fails; then the file is what it was before.
    pub fn keep(mut self) -> Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        std::fs::rename(&self.draft, &self.path)?;
        self.kept = true;
        Ok(())
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.file.flush()
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if !self.kept {
            // What went wrong before is what to tell.
            drop(std::fs::remove_file(&self.draft));
        }
    }
}

/// New, so that its mode is ours and not that of a file that stood there.
fn ours(draft: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(draft)
}
