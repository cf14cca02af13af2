//! What took long to make, kept between builds: key → bytes in a folder that may be deleted at any time.
//!
//! A [`CacheKey`] is the hash of everything that the bytes depend on, so nothing in here is ever out of date. Of some things only
//! the newest state is of use: those have a place, and say themselves of what they were made.
//! The cache only saves time: what can't be kept is made anew, and so is an entry that was damaged.
#![expect(clippy::disallowed_methods, reason = "the one keeper of the cache")]

mod pack;

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::CacheKey;

pub(crate) use pack::{Extent, Packed, Packer, Piece};

/// Length of the checksum before the bytes of each entry.
const CHECKSUM: usize = 32;

/// A folder of entries, or a cache that keeps nothing.
#[derive(Clone, Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
    /// Whether it gives what it has and takes nothing.
    is_closed: bool,
}

impl Cache {
    /// A cache in this folder, which is made with the first entry.
    #[must_use]
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        Self { folder: Some(folder.into()), is_closed: false }
    }

    /// The same, to be asked only: for what isn't saved and may not be saved as it is.
    #[must_use]
    pub fn closed(&self) -> Self {
        Self { is_closed: true, ..self.clone() }
    }

    /// A cache that keeps nothing.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// Whether it keeps what it is given.
    #[must_use]
    pub fn keeps(&self) -> bool {
        self.folder.is_some() && !self.is_closed
    }

    /// What was kept under this key, if it is whole.
    #[must_use]
    pub fn get(&self, key: &CacheKey) -> Option<Vec<u8>> {
        let mut entry = fs::read(self.path(key)?).ok()?;
        if entry.len() < CHECKSUM {
            return None;
        }
        let bytes = entry.split_off(CHECKSUM);
        (Sha256::digest(&bytes).as_slice() == entry.as_slice()).then_some(bytes)
    }

    /// Whether something was kept under this key; it may be damaged.
    #[must_use]
    pub fn has(&self, key: &CacheKey) -> bool {
        self.path(key).is_some_and(|path| path.exists())
    }

    /// Keeps the bytes, if that is possible.
    pub fn put(&self, key: &CacheKey, bytes: &[u8]) {
        if self.keeps() {
            // A full disk or a folder that can't be written costs time in the next build, and nothing else.
            let _ = self.try_put(key, bytes);
        }
    }

    /// Keeps nothing under this key any more.
    pub fn forget(&self, key: &CacheKey) {
        if self.keeps() {
            let _ = self.path(key).map(fs::remove_file);
        }
    }

    fn try_put(&self, key: &CacheKey, bytes: &[u8]) -> io::Result<()> {
        let Some(path) = self.path(key) else { return Ok(()) };
        let folder = path.parent().expect("an entry lies in a folder");
        fs::create_dir_all(folder)?;
        let mut part = tempfile::NamedTempFile::new_in(folder)?;
        part.write_all(&Sha256::digest(bytes))?;
        part.write_all(bytes)?;
        part.persist(path)?;
        Ok(())
    }

    /// What was kept in this place, if it was made of the same.
    #[must_use]
    pub fn get_of(&self, place: &CacheKey, of: &CacheKey) -> Option<Vec<u8>> {
        let mut entry = self.get(place)?;
        let length = of.bytes().len();
        let bytes = (entry.len() >= length).then(|| entry.split_off(length))?;
        (entry == of.bytes()).then_some(bytes)
    }

    /// Keeps what was made of this, in the place of what was made of something else.
    pub fn put_of(&self, place: &CacheKey, of: &CacheKey, bytes: &[u8]) {
        self.put(place, &[&of.bytes()[..], bytes].concat());
    }

    /// `ab/cdef…`, so that no folder gets too long.
    fn path(&self, key: &CacheKey) -> Option<PathBuf> {
        let key = key.hex();
        let (first, rest) = key.split_at(2);
        Some(self.folder.as_ref()?.join(first).join(rest))
    }
}

/// Bytes in hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(half.into(), 16).expect("half a byte is a digit in hex");
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
