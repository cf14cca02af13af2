//! Many pieces in one file of the cache: each is written when it is made and read when somebody asks for it.
//!
//! So what is made early and wanted late takes no memory in between. Behind the pieces stands an index, which says what
//! they are and where they lie, and behind the index its length and checksum. Every piece has a checksum of its own,
//! since the file isn't read as a whole.
#![expect(clippy::disallowed_methods, reason = "a part of the keeper of the cache")]

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};
use tempfile::TempPath;
use xxhash_rust::xxh3::xxh3_64;

use super::{Cache, CacheKey};

/// The bytes behind the index: its length and its checksum.
const END: usize = 2 * size_of::<u64>();

/// The file, which stays readable as long as somebody has it, whatever becomes of its name.
#[derive(Debug)]
struct Pack(Mutex<File>);

/// Bytes in a file of the cache.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    pack: Arc<Pack>,
    place: Extent,
}

/// Where a piece lies, as an index says it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Extent {
    /// The first byte.
    at: u64,
    /// How many bytes there are.
    length: usize,
    /// Their XXH3.
    sum: u64,
}

/// A file that is written: it gets its name, and takes the place of what had it, when it is finished.
#[derive(Debug)]
pub(crate) struct Packer {
    pack: Arc<Pack>,
    /// Where the next piece begins.
    end: u64,
    path: TempPath,
    name: PathBuf,
    of: CacheKey,
}

/// A file that was finished.
#[derive(Debug)]
pub(crate) struct Packed {
    /// As it was given to [`Packer::finish`].
    pub(crate) index: Vec<u8>,
    pack: Arc<Pack>,
}

impl Cache {
    /// Begins a file in this place, of what is made of this. `None` if nothing can be kept.
    pub(crate) fn packer(&self, place: &CacheKey, of: &CacheKey) -> Option<Packer> {
        let name = self.path(place).filter(|_| self.keeps())?;
        let folder = name.parent()?;
        fs::create_dir_all(folder).ok()?;
        let (file, path) = tempfile::NamedTempFile::new_in(folder).ok()?.into_parts();
        Some(Packer { pack: Arc::new(Pack(Mutex::new(file))), end: 0, path, name, of: *of })
    }

    /// The file that was kept in this place, if its index is whole and it was made of the same.
    pub(crate) fn packed(&self, place: &CacheKey, of: &CacheKey) -> Option<Packed> {
        let mut file = File::open(self.path(place)?).ok()?;
        let index = index(&mut file)?.strip_prefix(of.bytes())?.to_vec();
        Some(Packed { index, pack: Arc::new(Pack(Mutex::new(file))) })
    }
}

fn index(file: &mut File) -> Option<Vec<u8>> {
    let end = file.metadata().ok()?.len().checked_sub(END as u64)?;
    let behind = read(file, end, END)?;
    let (length, sum) = behind.split_first_chunk()?;
    let length = u64::from_le_bytes(*length);
    let index = read(file, end.checked_sub(length)?, usize::try_from(length).ok()?)?;
    (xxh3_64(&index).to_le_bytes() == sum).then_some(index)
}

fn read(file: &mut File, at: u64, length: usize) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut bytes = vec![0; length];
    file.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

impl Packed {
    /// The piece that lies there.
    pub(crate) fn piece(&self, place: Extent) -> Piece {
        Piece { pack: Arc::clone(&self.pack), place }
    }
}

impl Piece {
    /// The bytes; `None` if they can't be read or were damaged.
    pub(crate) fn read(&self) -> Option<Vec<u8>> {
        let Extent { at, length, sum } = self.place;
        let bytes = read(&mut self.pack.0.lock(), at, length)?;
        (xxh3_64(&bytes) == sum).then_some(bytes)
    }

    /// The checksum of its bytes.
    pub(crate) fn sum(&self) -> u64 {
        self.place.sum
    }

    pub(crate) fn place(&self) -> Extent {
        self.place
    }
}

impl Packer {
    /// Writes the next piece.
    ///
    /// # Errors
    /// When the disk is full, for example; then the file is not to be finished.
    pub(crate) fn add(&mut self, bytes: &[u8]) -> io::Result<Piece> {
        let place = Extent { at: self.end, length: bytes.len(), sum: xxh3_64(bytes) };
        self.write(bytes)?;
        Ok(Piece { pack: Arc::clone(&self.pack), place })
    }

    /// Writes the index and gives the file its name.
    ///
    /// # Errors
    /// As [`Packer::add`].
    pub(crate) fn finish(mut self, index: &[u8]) -> io::Result<()> {
        let index = &[self.of.bytes(), index].concat()[..];
        let length = u64::try_from(index.len()).expect("no index has 2⁶⁴ bytes");
        self.write(index)?;
        self.write(&length.to_le_bytes())?;
        self.write(&xxh3_64(index).to_le_bytes())?;
        self.path.persist(self.name).map_err(|refused| refused.error)
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut file = self.pack.0.lock();
        // Somebody may have read a piece.
        file.seek(SeekFrom::Start(self.end))?;
        file.write_all(bytes)?;
        self.end += u64::try_from(bytes.len()).expect("no piece has 2⁶⁴ bytes");
        Ok(())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    fn key() -> CacheKey {
        CacheKey::new(&[b"a pack"])
    }

    /// A file of three pieces.
    fn packed(cache: &Cache) -> Vec<Extent> {
        let mut packer = cache.packer(&key(), &key()).unwrap();
        let pieces = [&b"one"[..], b"", b"three"];
        let places = pieces.map(|bytes| {
            let piece = packer.add(bytes).unwrap();
            assert_eq!(piece.read().unwrap(), bytes, "before the file is finished");
            piece.place()
        });
        packer.finish(b"the index").unwrap();
        places.to_vec()
    }

    #[test]
    fn pieces_are_read_before_and_after_the_file_has_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path());
        let places = packed(&cache);
        let packed = cache.packed(&key(), &key()).unwrap();
        assert_eq!(packed.index, b"the index");
        let read: Vec<_> = places.iter().map(|place| packed.piece(*place).read().unwrap()).collect();
        assert_eq!(read, [&b"one"[..], b"", b"three"]);
    }

    #[test]
    fn what_was_read_stays_when_another_file_takes_the_name() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path());
        let place = packed(&cache)[2];
        let before = cache.packed(&key(), &key()).unwrap().piece(place);
        cache.packer(&key(), &key()).unwrap().finish(b"another").unwrap();
        assert_eq!(before.read().unwrap(), b"three");
        assert_eq!(cache.packed(&key(), &key()).unwrap().index, b"another");
    }

    #[test]
    fn what_was_made_of_something_else_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path());
        packed(&cache);
        assert!(cache.packed(&key(), &CacheKey::new(&[b"others"])).is_none());
    }

    #[test]
    fn a_file_that_is_not_finished_leaves_the_one_before() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path());
        packed(&cache);
        let mut packer = cache.packer(&key(), &key()).unwrap();
        let piece = packer.add(b"more").unwrap();
        drop(packer);
        assert_eq!(piece.read().unwrap(), b"more", "still readable");
        assert_eq!(cache.packed(&key(), &key()).unwrap().index, b"the index");
        assert_eq!(
            fs::read_dir(cache.path(&key()).unwrap().parent().unwrap()).unwrap().count(),
            1,
            "nothing is left behind"
        );
    }

    #[test]
    fn damage_is_noticed_wherever_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::at(folder.path());
        let places = packed(&cache);
        let path = cache.path(&key()).unwrap();
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] ^= 1;
            fs::write(&path, &bytes).unwrap();
            let packed = cache.packed(&key(), &key());
            let of_pieces =
                packed.iter().flat_map(|packed| places.iter().map(|place| packed.piece(*place).read()));
            assert!(packed.is_none() || of_pieces.into_iter().any(|bytes| bytes.is_none()), "byte {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert!(cache.packed(&key(), &key()).is_none(), "cut off at byte {at}");
        }
    }
}
