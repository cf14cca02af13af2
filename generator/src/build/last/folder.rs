//! The folder of a build while its files are made: pages that stand there as they would be made are left alone.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use parking_lot::Mutex;

use super::{Inputs, Last, Left};
use crate::compressed::{Compression, without_compression};
use crate::output::Writer;
use crate::render::forms_files::MANIFEST;
use crate::render::{Edited, File, OutPath, Sink};
use crate::search;
use crate::source::Stamp;
use crate::theme::{Addresses, Engine};

/// Takes what is made, and knows what the last build left.
#[derive(Debug)]
pub struct Folder<'f> {
    last: &'f Last<'f>,
    writer: &'f Writer,
    /// By their numbers; whether a page that they rendered may stand as it was left.
    engines: Mutex<BTreeMap<u64, (Arc<Addresses>, bool)>>,
    /// Path and hash.
    pages: Mutex<Vec<(OutPath, u64)>>,
    /// The manifest of the forms, which is written last: it names what stands beside it.
    manifest: Mutex<Option<File>>,
    /// What alone has changed since the last build.
    edited: Option<Edited>,
    /// What was taken or asked for, if there was an edit.
    met: Mutex<HashSet<OutPath>>,
    /// What stands there as it was left.
    stood: Mutex<HashSet<OutPath>>,
}

impl<'f> Folder<'f> {
    /// The folder that `writer` writes into.
    #[must_use]
    pub fn new(last: &'f Last<'f>, writer: &'f Writer, edited: Option<Edited>) -> Self {
        Self {
            last,
            writer,
            engines: Mutex::default(),
            pages: Mutex::default(),
            manifest: Mutex::default(),
            edited,
            met: Mutex::default(),
            stood: Mutex::default(),
        }
    }

    /// Leaves all that an edit doesn't touch as it stands there, but for the search, of which every build has all files.
    pub fn leave_the_rest(&self) {
        if self.edited.is_none() {
            return;
        }
        let (met, mut pages) = (self.met.lock(), self.pages.lock());
        for left in self.last.files_without_copies() {
            if !met.contains(&left.path) && !left.path.starts_with(search::FOLDER) {
                pages.extend(left.inputs.map(|inputs| (left.path.clone(), inputs)));
                let copies = self.last.copies(left).map(|copy| copy.path.clone()).collect();
                self.leave(left.path.clone(), copies);
            }
        }
    }

    /// The manifest of the forms, if the site got so far.
    #[must_use]
    pub fn manifest(&self) -> Option<File> {
        self.manifest.lock().take()
    }

    /// What all pages are made of now, for the next build.
    #[must_use]
    pub fn inputs(self) -> Inputs {
        let now = self.engines.into_inner().into_iter();
        let now = now.map(|(number, (addresses, _))| (number, addresses.given()));
        // Pages that were left hang on what was told before.
        let before = self.edited.map(|_| self.last.note.engines.clone()).unwrap_or_default();
        let (pages, stood) = (self.pages.into_inner(), self.stood.into_inner());
        Inputs { engines: before.into_iter().chain(now).collect(), pages, stood }
    }

    fn leave(&self, path: OutPath, copies: Vec<OutPath>) {
        self.stood.lock().extend(copies.iter().chain([&path]).cloned());
        self.writer.leave(path, copies);
    }

    /// Notes a file that is made or asked for, if anybody wants to know.
    fn meet(&self, path: &OutPath) {
        if self.edited.is_some() {
            self.met.lock().insert(path.clone());
        }
    }

    /// Whether the engine renders as the last time.
    fn is_known(&self, engine: &Engine) -> bool {
        let mut engines = self.engines.lock();
        let (_, is_known) = engines.entry(engine.number).or_insert_with(|| {
            let before = self.last.note.engines.get(&engine.number);
            let is_known = before.is_some_and(|answers| engine.addresses.agree(answers));
            (Arc::clone(&engine.addresses), is_known)
        });
        *is_known
    }
}

impl Last<'_> {
    /// The compressed copies of a page that was made of the same and stands there with them as it was left.
    fn unchanged(&self, path: &OutPath, inputs: u64) -> Option<Vec<OutPath>> {
        let page = self.left(path).filter(|left| left.inputs == Some(inputs))?;
        let copies: Vec<&Left> = self.copies(page).collect();
        let is_there = |left: &&Left| Stamp::of(&self.out.join(&left.path)) == Some(left.stamp);
        let all = is_there(&page) && copies.iter().all(is_there);
        all.then(|| copies.into_iter().map(|left| left.path.clone()).collect())
    }

    fn copies<'l>(&'l self, page: &'l Left) -> impl Iterator<Item = &'l Left> {
        let copy = |compression: Compression| self.left(&page.path.with_ending(compression.ending()));
        Compression::ALL.into_iter().filter_map(copy)
    }

    fn files_without_copies(&self) -> impl Iterator<Item = &Left> {
        let is_copy = |left: &&Left| {
            let text = without_compression(&left.path);
            text != &*left.path && self.left(&OutPath::new(text.to_owned())).is_some()
        };
        self.note.files.iter().filter(move |left| !is_copy(left))
    }

    pub(super) fn left(&self, path: &OutPath) -> Option<&Left> {
        let files = &self.note.files;
        files.binary_search_by(|left| left.path.cmp(path)).ok().map(|at| &files[at])
    }
}

impl Sink for Folder<'_> {
    fn put(&self, path: OutPath, file: File) {
        self.meet(&path);
        if *path == *MANIFEST {
            *self.manifest.lock() = Some(file);
            return;
        }
        self.writer.put(path, &file);
    }

    fn put_all(&self, mut files: BTreeMap<OutPath, File>) {
        files.keys().for_each(|path| self.meet(path));
        if let Some(manifest) = files.remove(&OutPath::new(MANIFEST)) {
            *self.manifest.lock() = Some(manifest);
        }
        self.writer.put_all(&files);
    }

    fn edited(&self) -> Option<&Edited> {
        self.edited.as_ref()
    }

    fn stands(&self, path: &OutPath, engine: &Engine, inputs: &dyn Fn() -> u64) -> bool {
        if !self.last.is_noted() {
            return false;
        }
        self.meet(path);
        // Also where nothing can stand yet: the build after the next edit asks for it.
        let inputs = inputs();
        self.pages.lock().push((path.clone(), inputs));
        if !self.is_known(engine) {
            return false;
        }
        let Some(copies) = self.last.unchanged(path, inputs) else { return false };
        self.leave(path.clone(), copies);
        true
    }
}
