//! The folder of a build while its files are made: pages that stand there as they would be made are left alone.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Inputs, Last, Left};
use crate::output::{self, File, Writer};
use crate::render::Sink;
use crate::source::Stamp;

/// Takes what is made, and knows what the last build left.
#[derive(Debug)]
pub struct Folder<'f> {
    last: &'f Last<'f>,
    writer: &'f Writer,
    now: Mutex<Inputs>,
}

impl<'f> Folder<'f> {
    /// The folder that `writer` writes into.
    #[must_use]
    pub fn new(last: &'f Last<'f>, writer: &'f Writer) -> Self {
        Self { last, writer, now: Mutex::default() }
    }

    /// What all pages are made of now, for the next build.
    #[must_use]
    pub fn inputs(self) -> Inputs {
        self.now.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> MutexGuard<'_, Inputs> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Last<'_> {
    /// The compressed copies of a page that was made of the same and stands there with them as it was left.
    fn copies(&self, path: &str, inputs: u64) -> Option<Vec<String>> {
        let page = self.left(path).filter(|left| left.inputs == Some(inputs))?;
        let copies: Vec<&Left> = output::copies(path).filter_map(|copy| self.left(&copy)).collect();
        let is_there = |left: &&Left| Stamp::of(&self.out.join(&left.path)) == Some(left.stamp);
        let all = is_there(&page) && copies.iter().all(is_there);
        all.then(|| copies.into_iter().map(|left| left.path.clone()).collect())
    }

    fn left(&self, path: &str) -> Option<&Left> {
        let files = &self.note.files;
        files.binary_search_by(|left| left.path.as_str().cmp(path)).ok().map(|at| &files[at])
    }
}

impl Sink for Folder<'_> {
    fn put(&self, path: String, file: File) {
        self.writer.put(path, &file);
    }

    fn stands(&self, path: &str, theme: u64, inputs: &dyn Fn() -> u64) -> bool {
        self.now().themes.insert(theme);
        if !self.last.note.themes.contains(&theme) {
            return false;
        }
        let inputs = inputs();
        self.now().pages.push((path.to_owned(), inputs));
        let Some(copies) = self.last.copies(path, inputs) else { return false };
        self.writer.leave(path.to_owned(), copies);
        true
    }
}
