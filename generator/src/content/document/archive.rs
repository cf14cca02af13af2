//! What was made of texts, kept from one build to the next: the text's hash → its outline and fingerprint.
//!
//! Reading Markdown takes longer than all else that is done to a document. An entry hangs on the text, its language and
//! the words of the interface that stand in it, but not on its path, so it is shared between branches and machines. The
//! entries lie in a few dozen parts of the cache, so that a saved document makes one small part anew. Their HTML is
//! written there at once and read when a page is made of it. Only texts without a problem are kept: problems name files
//! and places.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::io;
use std::sync::{Arc, OnceLock};

use parking_lot::Mutex;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::cache::{Cache, Extent, Packed, Packer};
use crate::keep::CacheKey;
use crate::markdown::{Outline, WrittenOutline};

/// Into how many parts the entries are divided by their key.
const PARTS: TextKey = 64;

/// Outlines of texts; the default keeps nothing.
#[derive(Clone, Debug, Default)]
pub struct Archive(Option<Arc<Parts>>);

#[derive(Debug)]
struct Parts {
    cache: Cache,
    parts: Vec<ArchivePart>,
}

#[derive(Debug, Default)]
struct ArchivePart {
    /// What the cache holds, read when the first text is asked for. Each is given out once.
    before: OnceLock<Mutex<HashMap<TextKey, CachedText>>>,
    /// The keys of what was given out.
    used: Mutex<HashSet<TextKey>>,
    fresh: Mutex<Fresh>,
}

/// What the cache doesn't hold yet.
#[derive(Debug, Default)]
enum Fresh {
    #[default]
    Nothing,
    /// The lines of the index so far, as JSON, and how many there are.
    Open { packer: Packer, lines: Vec<u8>, count: usize },
    /// Everything was written, or can't be.
    Closed,
}

/// The first half of the [`CacheKey`] of a text.
pub(super) type TextKey = u128;

/// What is kept of a text.
#[derive(Clone, Debug)]
pub(super) struct CachedText {
    pub(super) outline: Outline,
    /// Of its words, where somebody may ask.
    pub(super) fingerprint: Option<String>,
}

/// An entry in the index of its part: everything but the HTML.
#[derive(Serialize, Deserialize)]
struct IndexEntry<'k> {
    /// In hex: not every reader of JSON knows such numbers.
    key: String,
    fingerprint: Option<Cow<'k, str>>,
    outline: WrittenOutline<'k>,
    html: Option<Extent>,
}

impl Archive {
    /// What a cache holds.
    #[must_use]
    pub fn open(cache: &Cache) -> Self {
        if !cache.keeps() {
            return Self::default();
        }
        let parts = (0..PARTS).map(|_| ArchivePart::default()).collect();
        Self(Some(Arc::new(Parts { cache: cache.clone(), parts })))
    }

    /// The key of a text; `about` is all else that its outline hangs on. Without a cache nobody asks.
    pub(super) fn key(&self, about: &str, text: &str) -> Option<TextKey> {
        self.0.as_ref()?;
        Some(CacheKey::new(&[about.as_bytes(), text.as_bytes()]).half())
    }

    /// What was made of the text with this key.
    pub(super) fn get(&self, key: TextKey) -> Option<CachedText> {
        let parts = self.0.as_ref()?;
        let at = place(key);
        let kept = parts.before(at).lock().remove(&key)?;
        parts.parts[at].used.lock().insert(key);
        Some(kept)
    }

    /// Keeps what was made of the text with this key, if that is possible; its HTML is then in the cache and no longer in
    /// memory. What comes after [`Archive::save`] isn't kept.
    pub(super) fn put(&self, key: TextKey, kept: &mut CachedText) {
        let Some(parts) = &self.0 else { return };
        let at = place(key);
        let mut fresh = parts.parts[at].fresh.lock();
        fresh.open(|| parts.cache.packer(&name(at), &reader()));
        fresh.add(key, kept);
    }

    /// Writes the parts that have something new. Of what nobody has asked for as much is kept as of the rest: another
    /// branch may want it.
    pub fn save(&self) {
        let Some(parts) = &self.0 else { return };
        parts.parts.par_iter().enumerate().for_each(|(at, part)| {
            let mut fresh = std::mem::replace(&mut *part.fresh.lock(), Fresh::Closed);
            if !matches!(fresh, Fresh::Open { .. }) {
                return;
            }
            // What was given out is read once more: keeping it here, too, would take twice the memory.
            let (mut all, mut unused): (Vec<_>, Vec<_>) =
                parts.read(at).into_iter().partition(|(key, _)| part.used.lock().contains(key));
            unused.sort_unstable_by_key(|(key, _)| *key);
            unused.truncate(all.len() + fresh.len());
            all.extend(unused);
            all.iter_mut().for_each(|(key, kept)| fresh.add(*key, kept));
            fresh.finish();
        });
    }
}

impl Fresh {
    fn open(&mut self, packer: impl FnOnce() -> Option<Packer>) {
        if let Fresh::Nothing = self {
            let open = |packer| Fresh::Open { packer, lines: Vec::new(), count: 0 };
            *self = packer().map_or(Fresh::Closed, open);
        }
    }

    fn len(&self) -> usize {
        if let Fresh::Open { count, .. } = self { *count } else { 0 }
    }

    /// Keeps what was made of a text and moves its HTML into the cache.
    fn add(&mut self, key: TextKey, kept: &mut CachedText) {
        // A full disk costs time in the next build, and nothing else.
        if self.try_add(key, kept).is_err() {
            *self = Fresh::Closed;
        }
    }

    fn try_add(&mut self, key: TextKey, kept: &mut CachedText) -> io::Result<()> {
        let Fresh::Open { packer, lines, count } = self else { return Ok(()) };
        let html = match kept.outline.prose_mut() {
            Some(prose) => match prose.keep(packer)? {
                None => return Ok(()),
                place => place,
            },
            None => None,
        };
        let Some(outline) = kept.outline.written() else { return Ok(()) };
        let fingerprint = kept.fingerprint.as_deref().map(Cow::Borrowed);
        lines.push(if lines.is_empty() { b'[' } else { b',' });
        serde_json::to_writer(
            &mut *lines,
            &IndexEntry { key: format!("{key:032x}"), fingerprint, outline, html },
        )?;
        *count += 1;
        Ok(())
    }

    fn finish(self) {
        if let Fresh::Open { packer, mut lines, .. } = self {
            lines.push(b']');
            // As in `add`.
            let _ = packer.finish(&lines);
        }
    }
}

impl Parts {
    fn before(&self, at: usize) -> &Mutex<HashMap<TextKey, CachedText>> {
        self.parts[at].before.get_or_init(|| Mutex::new(self.read(at)))
    }

    fn read(&self, at: usize) -> HashMap<TextKey, CachedText> {
        self.cache.packed(&name(at), &reader()).and_then(|packed| entries(&packed)).unwrap_or_default()
    }
}

fn entries(packed: &Packed) -> Option<HashMap<TextKey, CachedText>> {
    let lines: Vec<IndexEntry<'_>> = serde_json::from_slice(&packed.index).ok()?;
    let entry = |IndexEntry { key, fingerprint, outline, html }| {
        let outline = Outline::of_written(outline, html.map(|place| packed.piece(place)))?;
        Some((
            TextKey::from_str_radix(&key, 16).ok()?,
            CachedText { outline, fingerprint: fingerprint.map(Cow::into_owned) },
        ))
    };
    lines.into_iter().map(entry).collect()
}

/// The number of the part that a key belongs to.
fn place(key: TextKey) -> usize {
    usize::try_from(key % PARTS).expect("there are few parts")
}

/// The place of a part in the cache.
fn name(at: usize) -> CacheKey {
    CacheKey::of_any_program(&[b"documents", at.to_string().as_bytes()])
}

/// Another version of the program may read the same texts otherwise.
fn reader() -> CacheKey {
    CacheKey::new(&[])
}
