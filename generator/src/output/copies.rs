//! Compressed copies of texts, kept from one build to the next: a build into an empty folder compresses nothing again.
//!
//! One entry a path, with the hash of the text that it was made of; the copies of another text take its room. They lie in
//! a few dozen parts of the cache, so that an edit writes few of them again. With that goes what the site has no more.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use parking_lot::Mutex;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

use super::compress;
use crate::cache::{Cache, Extent, Packed, Packer};
use crate::compressed::Compression;
use crate::keep::CacheKey;
use crate::render::OutPath;

/// Into how many parts the entries are divided by their path. Each is up to two open files, and some systems allow a
/// program no more than 256.
const PARTS: usize = 32;

/// The copies of one text, in the order of [`Compression::ALL`].
pub(super) type Pair = [Vec<u8>; 2];

/// The copies that a cache holds, and what is added to them.
#[derive(Debug)]
pub(super) struct Copies {
    cache: Cache,
    parts: Vec<CopiesPart>,
    made: AtomicUsize,
}

#[derive(Debug, Default)]
struct CopiesPart {
    /// What the cache holds, read when the first copy is asked for.
    before: OnceLock<Option<Before>>,
    /// What it doesn't hold yet; `None` if nothing can be kept.
    fresh: OnceLock<Option<Mutex<Fresh>>>,
}

#[derive(Debug)]
struct Before {
    packed: Packed,
    entries: Entries,
}

#[derive(Debug)]
struct Fresh {
    packer: Packer,
    entries: Entries,
}

type Entries = BTreeMap<OutPath, PairEntry>;

/// Where the copies of a text lie, one behind the other.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct PairEntry {
    /// The XXH3 of the text.
    text: u64,
    /// The length of the first copy.
    first: usize,
    place: Extent,
}

impl Copies {
    /// What a cache holds.
    pub(super) fn open(cache: &Cache) -> Self {
        let parts = (0..PARTS).map(|_| CopiesPart::default()).collect();
        Self { cache: cache.clone(), parts, made: AtomicUsize::new(0) }
    }

    /// How many texts were compressed so far.
    pub(super) fn made(&self) -> usize {
        self.made.load(Ordering::Relaxed)
    }

    /// The copies of a text: those that were kept of it, or new ones.
    ///
    /// # Errors
    /// When it can't be compressed.
    pub(super) fn of(&self, path: &OutPath, bytes: &[u8]) -> io::Result<Pair> {
        let (at, text) = (part(path), xxh3_64(bytes));
        let part = &self.parts[at];
        let before = part.before.get_or_init(|| Before::open(&self.cache, at));
        if let Some(pair) = before.as_ref().and_then(|before| before.of(path, text)) {
            return Ok(pair);
        }
        let pair = compressed(path, bytes)?;
        self.made.fetch_add(1, Ordering::Relaxed);
        let fresh = part.fresh.get_or_init(|| Fresh::open(&self.cache, at));
        fresh.iter().for_each(|fresh| fresh.lock().add(path, text, &pair));
        Ok(pair)
    }

    /// Writes the parts that have something new. What stays beside it are the copies of paths that the site has.
    pub(super) fn save(self, paths: &BTreeSet<OutPath>) {
        self.parts.into_par_iter().for_each(|part| part.save(paths));
    }
}

fn compressed(path: &OutPath, bytes: &[u8]) -> io::Result<Pair> {
    let [first, second] = Compression::ALL.map(|compression| compress::copy(compression, path, bytes));
    Ok([first?, second?])
}

impl CopiesPart {
    fn save(self, paths: &BTreeSet<OutPath>) {
        let Some(fresh) = self.fresh.into_inner().flatten() else { return };
        let mut fresh = fresh.into_inner();
        if let Some(before) = self.before.into_inner().flatten() {
            let stay = before.entries.iter().filter(|(path, _)| paths.contains(*path));
            stay.for_each(|(path, entry)| fresh.carry(path, *entry, &before.packed));
        }
        fresh.finish();
    }
}

impl Before {
    fn open(cache: &Cache, at: usize) -> Option<Self> {
        let packed = cache.packed(&name(at), &program())?;
        let entries = serde_json::from_slice(&packed.index).ok()?;
        Some(Self { packed, entries })
    }

    /// What was kept of this text, if it is whole.
    fn of(&self, path: &OutPath, text: u64) -> Option<Pair> {
        let entry = self.entries.get(path).filter(|entry| entry.text == text)?;
        let mut first = self.packed.piece(entry.place).read()?;
        let second = (entry.first <= first.len()).then(|| first.split_off(entry.first))?;
        Some([first, second])
    }
}

impl Fresh {
    fn open(cache: &Cache, at: usize) -> Option<Mutex<Self>> {
        let packer = cache.packer(&name(at), &program())?;
        Some(Mutex::new(Self { packer, entries: Entries::new() }))
    }

    fn add(&mut self, path: &OutPath, text: u64, pair: &Pair) {
        self.keep(path, &pair.concat(), |place| PairEntry { text, first: pair[0].len(), place });
    }

    /// Takes what was kept before, unless there is something newer, or it was damaged.
    fn carry(&mut self, path: &OutPath, entry: PairEntry, packed: &Packed) {
        if !self.entries.contains_key(path)
            && let Some(bytes) = packed.piece(entry.place).read()
        {
            self.keep(path, &bytes, |place| PairEntry { place, ..entry });
        }
    }

    fn keep(&mut self, path: &OutPath, bytes: &[u8], entry: impl FnOnce(Extent) -> PairEntry) {
        // A full disk costs time in the next build, and nothing else.
        if let Ok(piece) = self.packer.add(bytes) {
            self.entries.insert(path.clone(), entry(piece.place()));
        }
    }

    fn finish(self) {
        let index = serde_json::to_vec(&self.entries).expect("paths and numbers are JSON");
        // As in `keep`.
        let _ = self.packer.finish(&index);
    }
}

/// The number of the part that a path belongs to.
fn part(path: &OutPath) -> usize {
    let parts = u64::try_from(PARTS).expect("there are few parts");
    usize::try_from(xxh3_64(path.as_bytes()) % parts).expect("there are few parts")
}

/// The place of a part in the cache.
fn name(at: usize) -> CacheKey {
    CacheKey::of_any_program(&[b"copies", at.to_string().as_bytes()])
}

/// Another version of the program may compress otherwise.
fn program() -> CacheKey {
    CacheKey::new(&[])
}
