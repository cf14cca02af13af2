//! Parsed documents, kept from one build of the dev server to the next.
//!
//! A saved file is one of thousands, and the others needn't be opened: opening them all would also drown the watcher in
//! messages of its own making. A document is taken again while its file has the same size and time of change, and the
//! languages and words of the site are the same.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::document::{Document, Setting};
use crate::source::{Source, Stamp};

/// What came of one file.
pub(super) type Parsed = (Option<Document>, Vec<Diagnostic>);

/// Documents by path; the default keeps nothing.
#[derive(Clone, Debug, Default)]
pub struct Memo(Option<Arc<Mutex<HashMap<String, Kept>>>>);

#[derive(Debug)]
struct Kept {
    stamp: Stamp,
    setting: u64,
    parsed: Parsed,
}

impl Memo {
    /// A memo that keeps what is parsed as long as it, or a clone of it, is there.
    #[must_use]
    pub fn new() -> Self {
        Self(Some(Arc::default()))
    }

    /// The document at `path` as it was parsed before, or as `parse` does it now.
    pub(super) fn document<E>(
        &self,
        source: &Source,
        path: &str,
        setting: u64,
        parse: impl FnOnce() -> Result<Parsed, E>,
    ) -> Result<Parsed, E> {
        let Some(kept) = &self.0 else { return parse() };
        // Before the file is read: what is written later has another stamp.
        let Some(stamp) = source.stamp(path) else { return parse() };
        let kept = || kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = kept().get(path).filter(|kept| (kept.stamp, kept.setting) == (stamp, setting)) {
            return Ok(kept.parsed.clone());
        }
        let parsed = parse()?;
        kept().insert(path.to_owned(), Kept { stamp, setting, parsed: parsed.clone() });
        Ok(parsed)
    }

    /// A number for the languages and words of a site, on which its documents depend. Without a memo nobody asks.
    pub(super) fn setting(&self, setting: Setting<'_>) -> u64 {
        let mut hasher = DefaultHasher::new();
        if self.0.is_some() {
            format!("{setting:?}").hash(&mut hasher);
        }
        hasher.finish()
    }
}
