//! Parsed documents, kept from one build of the dev server to the next.
//!
//! A saved file is one of thousands, and the others needn't be opened: opening them all would also drown the watcher in
//! messages of its own making. A document is taken again while its file has the same size and time of change, and the
//! languages and words of the site are the same.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::{Mutex, MutexGuard};

use crate::diagnostic::Diagnostic;
use crate::document::{Archive, Document};
use crate::source::{Source, Stamp};

/// What came of one file.
pub(crate) type Parsed = (Option<Arc<Document>>, Vec<Diagnostic>);

/// What is kept of documents from one build to the next; the default keeps nothing.
#[derive(Clone, Debug, Default)]
pub struct DocumentCache {
    /// What this process has parsed.
    pub memo: Memo,
    /// What any has made of texts.
    pub archive: Archive,
}

/// Documents by path; the default keeps nothing.
#[derive(Clone, Debug, Default)]
pub struct Memo {
    kept: Option<Arc<Mutex<HashMap<String, Once>>>>,
    /// Whether it takes nothing more, and gives what it has without a look at the files.
    is_closed: bool,
}

#[derive(Clone, Debug)]
struct Once {
    /// `None` of a file that was read so soon after a change that it may have changed again.
    stamp: Option<Stamp>,
    /// The number of the [`crate::document::Setting`] and the glossary.
    setting: u64,
    parsed: Parsed,
}

impl Memo {
    /// A memo that keeps what is parsed as long as it, or a clone of it, is there.
    #[must_use]
    pub fn new() -> Self {
        Self { kept: Some(Arc::default()), is_closed: false }
    }

    /// Whether it keeps anything.
    pub(crate) fn keeps(&self) -> bool {
        self.kept.is_some()
    }

    /// What it has now, which shares the documents: for sites that are made of it and of what isn't saved.
    pub(crate) fn closed(&self) -> Self {
        let kept = self.kept().map(|kept| Arc::new(Mutex::new(kept.clone())));
        Self { kept, is_closed: true }
    }

    /// The document at `path` as it was parsed before, or as `parse` does it now.
    pub(super) fn document<E>(
        &self,
        source: &Source,
        path: &str,
        setting: u64,
        parse: impl FnOnce() -> Result<Parsed, E>,
    ) -> Result<Parsed, E> {
        // What isn't saved is nobody else's.
        if self.kept.is_none() || source.is_unsaved(path) {
            return parse();
        }
        if self.is_closed {
            return self.get(path, |kept| kept.setting == setting).map_or_else(parse, Ok);
        }
        // Before the file is read: what is written later has another stamp.
        let stamp = source.stamp(path);
        let holds = |kept: &Once| stamp.is_some() && (kept.stamp, kept.setting) == (stamp, setting);
        if let Some(parsed) = self.get(path, holds) {
            return Ok(parsed);
        }
        let parsed = match parse() {
            Ok(parsed) => parsed,
            Err(nothing) => {
                self.kept().map(|mut kept| kept.remove(path));
                return Err(nothing);
            }
        };
        if let Some(mut kept) = self.kept() {
            kept.insert(path.to_owned(), Once { stamp, setting, parsed: parsed.clone() });
        }
        Ok(parsed)
    }

    /// The document as it was parsed last.
    pub(crate) fn known(&self, path: &str) -> Option<Parsed> {
        self.get(path, |_| true)
    }

    fn get(&self, path: &str, holds: impl Fn(&Once) -> bool) -> Option<Parsed> {
        self.kept()?.get(path).filter(|kept| holds(kept)).map(|kept| kept.parsed.clone())
    }

    fn kept(&self) -> Option<MutexGuard<'_, HashMap<String, Once>>> {
        Some(self.kept.as_ref()?.lock())
    }
}
