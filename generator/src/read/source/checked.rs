//! Files are looked at when a build begins and read again when they are wanted: a picture, a file to download, a text with
//! pictures. One that was saved in between isn't the one that was checked, and what nobody has checked isn't published.
//!
//! The dev server keeps copies of them in the cache, and shows those while what took their place is faulty.

use std::borrow::Cow;
use std::error::Error;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use xxhash_rust::xxh3::xxh3_64;

use super::{FileBytes, Original, Source, cannot_read, digest};
use crate::cache::Cache;
use crate::diagnostic::{Code, Diagnostic, say};
use crate::keep::CacheKey;

/// A file that was looked at, and is copied as it is later.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Checked {
    /// Where its bytes are.
    from: FileBytes,
    sum: u64,
}

impl Checked {
    /// A file with these bytes.
    #[must_use]
    pub fn new(from: impl Into<FileBytes>, bytes: &[u8]) -> Self {
        Self { from: from.into(), sum: xxh3_64(bytes) }
    }

    /// The bytes that were checked.
    ///
    /// # Errors
    /// When the file can't be read, or has others by now; the message names it.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        read(&self.from, |bytes| self.is(bytes))
    }

    /// The same, from the copy that [`Checked::keep`] made if the file isn't any more what it was.
    ///
    /// # Errors
    /// As [`Checked::bytes`], when there is no copy.
    pub fn bytes_or_kept(&self, cache: &Cache) -> io::Result<Vec<u8>> {
        self.bytes().or_else(|error| cache.get(&self.key()).filter(|bytes| self.is(bytes)).ok_or(error))
    }

    /// Keeps a copy, if there is none and the file is still what it was.
    pub fn keep(&self, cache: &Cache) {
        keep(cache, &self.from, || self.key(), || self.bytes());
    }

    fn is(&self, bytes: &[u8]) -> bool {
        xxh3_64(bytes) == self.sum
    }

    fn key(&self) -> CacheKey {
        let file = self.from.file().map(|file| file.as_os_str().as_encoded_bytes()).unwrap_or_default();
        CacheKey::of_any_program(&[b"checked", file, &self.sum.to_le_bytes()])
    }
}

impl Original {
    /// The bytes of the picture that was looked at.
    ///
    /// # Errors
    /// When the file can't be read, or has others by now; the message names it.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        read(&self.from, |bytes| digest(bytes) == self.digest)
    }

    /// The same, from the copy that [`Original::keep`] made if the file isn't any more what it was.
    ///
    /// # Errors
    /// As [`Original::bytes`], when there is no copy.
    pub fn bytes_or_kept(&self, cache: &Cache) -> io::Result<Vec<u8>> {
        self.bytes()
            .or_else(|error| cache.get(&self.key()).filter(|bytes| digest(bytes) == self.digest).ok_or(error))
    }

    /// Keeps a copy, if there is none and the file is still what it was.
    pub fn keep(&self, cache: &Cache) {
        keep(cache, &self.from, || self.key(), || self.bytes());
    }

    fn key(&self) -> CacheKey {
        CacheKey::of_any_program(&[b"original", self.digest.as_bytes()])
    }
}

/// The bytes, if they are what they were.
fn read(from: &FileBytes, is_same: impl FnOnce(&[u8]) -> bool) -> io::Result<Vec<u8>> {
    let bytes = from.read()?;
    match from.file() {
        Some(file) if !is_same(&bytes) => Err(ChangedFile::error(file)),
        _ => Ok(bytes.into_owned()),
    }
}

/// What is in memory can't change, so there is no copy of it.
fn keep(
    cache: &Cache,
    from: &FileBytes,
    key: impl FnOnce() -> CacheKey,
    bytes: impl FnOnce() -> io::Result<Vec<u8>>,
) {
    if !cache.keeps() || from.file().is_none() {
        return;
    }
    let key = key();
    if !cache.has(&key)
        && let Ok(bytes) = bytes()
    {
        cache.put(&key, &bytes);
    }
}

/// The text of a document as it was when it was parsed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Version {
    /// Of no file.
    #[default]
    None,
    /// What its hash is: a build that reads another text stops.
    Hash(u64),
    /// The text itself: while somebody writes, what was read together is shown together, whatever is saved meanwhile.
    Text(Arc<str>),
}

impl Version {
    /// What tells this text from others, or the text.
    pub(crate) fn of(text: &str, is_kept: bool) -> Self {
        if is_kept { Self::Text(text.into()) } else { Self::Hash(xxh3_64(text.as_bytes())) }
    }

    /// The text, or what stands for it.
    pub(crate) fn told_apart(&self) -> Cow<'_, str> {
        match self {
            Self::None => Cow::Borrowed(""),
            Self::Hash(hash) => Cow::Owned(format!("a text with the hash {hash:016x}")),
            Self::Text(text) => Cow::Borrowed(text),
        }
    }

    /// The text of the document at `path` once more.
    ///
    /// # Errors
    /// When it can't be read, or is another by now.
    pub(crate) fn read<'a>(&'a self, source: &'a Source, path: &str) -> Result<Cow<'a, str>, Diagnostic> {
        if let Self::Text(text) = self {
            return Ok(Cow::Borrowed(text));
        }
        let text = source.text(path)?;
        match self {
            Self::Hash(hash) if xxh3_64(text.as_bytes()) != *hash => Err(changed(path)),
            _ => Ok(text),
        }
    }
}

/// A file that isn't any more what it was when it was checked.
#[derive(Debug)]
struct ChangedFile(PathBuf);

impl ChangedFile {
    fn error(file: &Path) -> io::Error {
        io::Error::other(Self(file.to_owned()))
    }
}

impl fmt::Display for ChangedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` changed while the site was built; build again", self.0.display())
    }
}

impl Error for ChangedFile {}

/// What to say of a file that couldn't be read again: it can't be read, or has changed.
pub(crate) fn unread(path: &str, error: &io::Error) -> Diagnostic {
    changed_in(path, error).unwrap_or_else(|| cannot_read(path, &error.to_string()))
}

/// What to say of the file at `path` if this error says that it has changed.
pub(crate) fn changed_in(path: &str, error: &(dyn Error + 'static)) -> Option<Diagnostic> {
    let error = error.downcast_ref::<io::Error>()?.get_ref()?;
    error.is::<ChangedFile>().then(|| changed(path))
}

fn changed(path: &str) -> Diagnostic {
    let message = say!("file.changed", path);
    Diagnostic::error(Code::FileChanged, path, None, message).with_hint(say!("file.changedHint"))
}
