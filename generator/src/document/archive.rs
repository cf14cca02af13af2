//! What was made of texts, kept from one build to the next: the text's hash → its outline and fingerprint.
//!
//! Reading Markdown takes longer than all else that is done to a document. An entry hangs on the text, its language and
//! the words of the interface that stand in it, but not on its path, so it is shared between branches and machines. The
//! entries lie in a few dozen parts of the cache, so that a saved document makes one small part anew. Only texts
//! without a problem are kept: problems name files and places.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use bytes::Bytes;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::{self, Cache};
use crate::markdown::{Outline, WrittenOutline};

/// Into how many parts the entries are divided by their key.
const PARTS: Key = 64;

/// Made by the build script: another one for each version of what reads a text.
const READER: &str = env!("DOCUMENT_READER");

/// Outlines of texts; the default keeps nothing.
#[derive(Clone, Debug, Default)]
pub struct Archive(Option<Arc<Parts>>);

#[derive(Debug)]
struct Parts {
    cache: Cache,
    parts: Vec<Part>,
}

#[derive(Debug, Default)]
struct Part {
    /// What the cache holds, read when the first text is asked for. Each is given out once.
    before: OnceLock<Mutex<HashMap<Key, Kept>>>,
    /// The keys of what was given out.
    used: Mutex<HashSet<Key>>,
    fresh: Mutex<Vec<(Key, Kept)>>,
}

/// The first half of a SHA-256.
pub(super) type Key = u128;

/// What is kept of a text.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    pub(super) outline: Outline,
    /// Of its words, where somebody may ask.
    pub(super) fingerprint: Option<String>,
}

/// An entry in its part: everything but the HTML, which stands behind all of them.
#[derive(Serialize, Deserialize)]
struct Line {
    /// In hex: not every reader of JSON knows such numbers.
    key: String,
    fingerprint: Option<String>,
    outline: WrittenOutline,
    /// Of the HTML, in bytes.
    length: usize,
}

impl Archive {
    /// What a cache holds.
    #[must_use]
    pub fn open(cache: &Cache) -> Self {
        if !cache.keeps() {
            return Self::default();
        }
        let parts = (0..PARTS).map(|_| Part::default()).collect();
        Self(Some(Arc::new(Parts { cache: cache.clone(), parts })))
    }

    /// The key of a text; `about` is all else that its outline hangs on. Without a cache nobody asks.
    pub(super) fn key(&self, about: &str, text: &str) -> Option<Key> {
        self.0.as_ref()?;
        let hex = cache::key(&[READER.as_bytes(), about.as_bytes(), text.as_bytes()]);
        Key::from_str_radix(hex.get(..32)?, 16).ok()
    }

    /// What was made of the text with this key.
    pub(super) fn get(&self, key: Key) -> Option<Kept> {
        let parts = self.0.as_ref()?;
        let at = place(key);
        let kept = lock(parts.before(at)).remove(&key)?;
        lock(&parts.parts[at].used).insert(key);
        Some(kept)
    }

    /// Keeps what was made of the text with this key, if it can be written down.
    pub(super) fn put(&self, key: Key, kept: &Kept) {
        let Some(parts) = self.0.as_ref().filter(|_| kept.outline.written().is_some()) else { return };
        lock(&parts.parts[place(key)].fresh).push((key, kept.clone()));
    }

    /// Writes the parts that have something new. Of what nobody has asked for as much is kept as of the rest: another
    /// branch may want it.
    pub fn save(&self) {
        let Some(parts) = &self.0 else { return };
        parts.parts.par_iter().enumerate().for_each(|(at, part)| {
            let fresh = std::mem::take(&mut *lock(&part.fresh));
            if fresh.is_empty() {
                return;
            }
            // What was given out is read once more: keeping it here, too, would take twice the memory.
            let before = parts.read(at);
            let (mut all, mut unused): (Vec<_>, Vec<_>) =
                before.into_iter().partition(|(key, _)| lock(&part.used).contains(key));
            all.extend(fresh);
            unused.sort_unstable_by_key(|(key, _)| *key);
            unused.truncate(all.len());
            all.extend(unused);
            parts.cache.put(&name(at), &write(&all));
        });
    }
}

impl Parts {
    fn before(&self, at: usize) -> &Mutex<HashMap<Key, Kept>> {
        self.parts[at].before.get_or_init(|| Mutex::new(self.read(at)))
    }

    fn read(&self, at: usize) -> HashMap<Key, Kept> {
        self.cache.get(&name(at)).and_then(read).unwrap_or_default()
    }
}

/// The number of the part that a key belongs to.
fn place(key: Key) -> usize {
    usize::try_from(key % PARTS).expect("there are few parts")
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The name of a part in the cache.
fn name(at: usize) -> String {
    cache::key(&[b"documents", READER.as_bytes(), at.to_string().as_bytes()])
}

/// The lines as JSON with their length before them, and all HTML behind them.
fn write(entries: &[(Key, Kept)]) -> Vec<u8> {
    let (mut lines, mut html) = (Vec::new(), Vec::new());
    for (key, kept) in entries {
        let Some((outline, bytes)) = kept.outline.written() else { continue };
        html.extend_from_slice(bytes);
        let fingerprint = kept.fingerprint.clone();
        lines.push(Line { key: format!("{key:032x}"), fingerprint, outline, length: bytes.len() });
    }
    let lines = serde_json::to_vec(&lines).expect("plain data with text keys");
    let length = u64::try_from(lines.len()).expect("no part has 2⁶⁴ bytes").to_le_bytes();
    [&length[..], &lines, &html].concat()
}

fn read(part: Vec<u8>) -> Option<HashMap<Key, Kept>> {
    let part = Bytes::from(part);
    let length = usize::try_from(u64::from_le_bytes(*part.first_chunk()?)).ok()?;
    let mut rest = part.slice(size_of::<u64>()..);
    let lines = split(&mut rest, length)?;
    let lines: Vec<Line> = serde_json::from_slice(&lines).ok()?;
    let mut entries = HashMap::with_capacity(lines.len());
    for Line { key, fingerprint, outline, length } in lines {
        let outline = Outline::of_written(outline, split(&mut rest, length)?);
        entries.insert(Key::from_str_radix(&key, 16).ok()?, Kept { outline, fingerprint });
    }
    Some(entries)
}

/// The first bytes, which are then no longer in `rest`; `None` if there are fewer.
fn split(rest: &mut Bytes, length: usize) -> Option<Bytes> {
    (length <= rest.len()).then(|| rest.split_to(length))
}
