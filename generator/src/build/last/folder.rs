//! The folder of a build while its files are made: pages that stand there as they would be made are left alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use parking_lot::Mutex;

use super::{Inputs, Last, Left};
use crate::compressed::Compression;
use crate::output::Writer;
use crate::render::forms_files::MANIFEST;
use crate::render::{File, OutPath, Sink};
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
}

impl<'f> Folder<'f> {
    /// The folder that `writer` writes into.
    #[must_use]
    pub fn new(last: &'f Last<'f>, writer: &'f Writer) -> Self {
        Self { last, writer, engines: Mutex::default(), pages: Mutex::default(), manifest: Mutex::default() }
    }

    /// The manifest of the forms, if the site got so far.
    #[must_use]
    pub fn manifest(&self) -> Option<File> {
        self.manifest.lock().take()
    }

    /// What all pages are made of now, for the next build.
    #[must_use]
    pub fn inputs(self) -> Inputs {
        let engines = self.engines.into_inner().into_iter();
        let engines = engines.map(|(number, (addresses, _))| (number, addresses.given())).collect();
        Inputs { engines, pages: self.pages.into_inner() }
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
    fn copies(&self, path: &OutPath, inputs: u64) -> Option<Vec<OutPath>> {
        let page = self.left(path).filter(|left| left.inputs == Some(inputs))?;
        let copy = |compression: Compression| self.left(&path.with_ending(compression.ending()));
        let copies: Vec<&Left> = Compression::ALL.into_iter().filter_map(copy).collect();
        let is_there = |left: &&Left| Stamp::of(&self.out.join(&left.path)) == Some(left.stamp);
        let all = is_there(&page) && copies.iter().all(is_there);
        all.then(|| copies.into_iter().map(|left| left.path.clone()).collect())
    }

    fn left(&self, path: &OutPath) -> Option<&Left> {
        let files = &self.note.files;
        files.binary_search_by(|left| left.path.cmp(path)).ok().map(|at| &files[at])
    }
}

impl Sink for Folder<'_> {
    fn put(&self, path: OutPath, file: File) {
        if *path == *MANIFEST {
            *self.manifest.lock() = Some(file);
            return;
        }
        self.writer.put(path, &file);
    }

    fn put_all(&self, mut files: BTreeMap<OutPath, File>) {
        if let Some(manifest) = files.remove(&OutPath::new(MANIFEST)) {
            *self.manifest.lock() = Some(manifest);
        }
        self.writer.put_all(&files);
    }

    fn stands(&self, path: &OutPath, engine: &Engine, inputs: &dyn Fn() -> u64) -> bool {
        if !self.last.is_noted() {
            return false;
        }
        // Also where nothing can stand yet: the build after the next edit asks for it.
        let inputs = inputs();
        self.pages.lock().push((path.clone(), inputs));
        if !self.is_known(engine) {
            return false;
        }
        let Some(copies) = self.last.copies(path, inputs) else { return false };
        self.writer.leave(path.clone(), copies);
        true
    }
}
