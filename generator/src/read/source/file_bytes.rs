//! Where the bytes of a file are: on disk, or here, as nobody has saved them yet or the program brought them.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bytes;

/// What is read when somebody wants the bytes of a file. A copy shares them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum FileBytes {
    /// This file, which may be another by then.
    OnDisk(PathBuf),
    /// These bytes, of no file.
    InMemory(Arc<[u8]>),
}

impl FileBytes {
    /// The bytes as they are now.
    ///
    /// # Errors
    /// When the file can't be read; the message names it.
    pub(super) fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::OnDisk(file) => bytes(file).map(Cow::Owned),
            Self::InMemory(bytes) => Ok(Cow::Borrowed(bytes)),
        }
    }

    /// The file, if there is one.
    pub(super) fn file(&self) -> Option<&Path> {
        match self {
            Self::OnDisk(file) => Some(file),
            Self::InMemory(_) => None,
        }
    }
}

impl From<PathBuf> for FileBytes {
    fn from(file: PathBuf) -> Self {
        Self::OnDisk(file)
    }
}
