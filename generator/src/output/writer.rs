//! Brings a folder up to date: what differs waits until everything is made, then all of it is moved at once.
#![expect(clippy::disallowed_methods, reason = "the one writer")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use parking_lot::{Mutex, MutexGuard};
use rayon::prelude::*;

use super::copies::Copies;
use super::folder::{in_folder, place, remove_all};
use super::place::not_through_links;
use super::stale::Stale;
use super::{WriteCounts, at, compress, read, stale};
use crate::cache::Cache;
use crate::compressed::Compression;
use crate::pictures::Bench;
use crate::render::{File, OutPath, forms_files};

/// Where files wait until all of them are made.
pub(super) const WAITING: &str = ".spaces-part";

/// Brings one folder up to date.
#[derive(Debug)]
pub struct Writer {
    out: PathBuf,
    waiting: PathBuf,
    /// Nothing stood there before.
    fresh: bool,
    /// A `.br` and a `.gz` are made beside each text.
    copies: Option<Copies>,
    /// When this build is, for files that stay a while after it makes them no longer.
    now: Option<Timestamp>,
    done: Mutex<Done>,
}

/// What has happened so far.
#[derive(Debug, Default)]
struct Done {
    ours: BTreeSet<OutPath>,
    written: usize,
    files: usize,
    left: usize,
    /// The paths of those that wait under a number, which is their place in here.
    waiting: Vec<OutPath>,
    /// Those of a new folder in which something waits: to make one that is there costs as much as to write a small file.
    folders: HashSet<PathBuf>,
    failed: Option<io::Error>,
}

impl Writer {
    /// A writer for the folder `out`, which makes no compressed copies of texts.
    ///
    /// # Errors
    /// When what an earlier build left waiting can't be removed.
    pub fn new(out: &Path) -> io::Result<Writer> {
        let waiting = out.join(WAITING);
        remove_all(&waiting)?;
        let done = Mutex::new(Done::default());
        Ok(Writer { fresh: !out.exists(), out: out.to_owned(), waiting, copies: None, now: None, done })
    }

    /// Puts a `.br` and a `.gz` beside each text, from `cache` if it has them.
    #[must_use]
    pub fn compressing(self, cache: &Cache) -> Writer {
        Writer { copies: Some(Copies::open(cache)), ..self }
    }

    /// Lets files whose names change with their bytes stay for a while after they are made no longer: pages that are
    /// kept elsewhere still name them.
    #[must_use]
    pub fn keeping(self, now: Timestamp) -> Writer {
        Writer { now: Some(now), ..self }
    }

    /// Takes one file; what goes wrong is told by [`Writer::finish`].
    pub fn put(&self, path: OutPath, file: &File) {
        self.put_from(&mut Bench::default(), path, file);
    }

    /// The same for many files that can be made with fewer steps beside each other: the pictures of one original.
    pub fn put_all(&self, files: &BTreeMap<OutPath, File>) {
        let all = files.par_iter();
        all.for_each_init(Bench::default, |bench, (path, file)| self.put_from(bench, path.clone(), file));
    }

    /// Takes files without compressed copies whose names say what went into them: one that stands there, and was cut off by nobody,
    /// is left.
    pub fn put_named(&self, files: &BTreeMap<OutPath, File>) {
        let is_there = |path: &OutPath, file: &File| {
            !self.fresh && file.bytes().is_ok_and(|bytes| has_length(&self.out.join(path), bytes.len()))
        };
        files.par_iter().for_each(|(path, file)| {
            if is_there(path, file) {
                self.leave(path.clone(), Vec::new());
            } else {
                self.put(path.clone(), file);
            }
        });
    }

    /// Leaves one file as it stands there, with its compressed copies.
    pub fn leave(&self, path: OutPath, copies: Vec<OutPath>) {
        let mut done = self.done();
        done.ours.extend(copies);
        if done.ours.insert(path) {
            done.files += 1;
            done.left += 1;
        }
    }

    fn put_from(&self, bench: &mut Bench, path: OutPath, file: &File) {
        let result = self.bring(bench, &path, file);
        let mut done = self.done();
        match result {
            Ok((changed, copies)) => {
                done.written += usize::from(changed);
                done.ours.extend(copies);
                match done.ours.insert(path) {
                    true => done.files += 1,
                    // It was left before it was known that it is made.
                    false => done.left = done.left.saturating_sub(1),
                }
            }
            Err(error) => _ = done.failed.get_or_insert(error),
        }
    }

    /// Whether the file is written, and the paths of its copies.
    fn bring(&self, bench: &mut Bench, path: &OutPath, file: &File) -> io::Result<(bool, Vec<OutPath>)> {
        let target = self.out.join(path);
        // What is there under a name that says what went into it needn't be made again.
        let is_there = !self.fresh && matches!(file, File::Made(_)) && target.exists();
        if is_there && !compress::is_text(path) {
            return Ok((false, Vec::new()));
        }
        let bytes = if is_there { read(&target)?.into() } else { file.bytes_at(bench)? };
        let changed = !is_there && self.differs(&target, &bytes);
        if changed {
            self.keep(path, &bytes)?;
        }
        Ok((changed, self.copies(path, &bytes, changed)?))
    }

    /// Whether something else stands there, or nothing. Most changes change the length, so that is asked first.
    fn differs(&self, target: &Path, bytes: &[u8]) -> bool {
        self.fresh || !has_length(target, bytes.len()) || !fs::read(target).is_ok_and(|old| old == bytes)
    }

    /// Writes bytes that wait for the end of the build: those of a new folder where they will stand in it, so that it
    /// is moved as a whole; others under a number, since their folders are there.
    fn keep(&self, path: &OutPath, bytes: &[u8]) -> io::Result<()> {
        let file = if self.fresh { self.waiting.join(path) } else { self.number(path) };
        let folder = file.parent().expect("an output path has a folder");
        // A new folder holds one page most of the time, with its copies.
        if self.fresh && self.is_first_in(folder) {
            let _ = fs::create_dir(folder);
        }
        in_folder(folder, || fs::write(&file, bytes))?.map_err(|e| at("write", &file, &e))
    }

    fn is_first_in(&self, folder: &Path) -> bool {
        let folders = &mut self.done().folders;
        !folders.contains(folder) && folders.insert(folder.to_owned())
    }

    /// Where a file waits under the next number.
    fn number(&self, path: &OutPath) -> PathBuf {
        let waiting = &mut self.done().waiting;
        waiting.push(path.clone());
        self.numbered(waiting.len() - 1)
    }

    /// What will stand under a path of this build.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn bytes(&self, path: &OutPath) -> io::Result<Vec<u8>> {
        let waits = self.done().waiting.iter().rposition(|waiting| waiting == path);
        match waits {
            Some(number) => read(&self.numbered(number)),
            None if self.fresh => read(&self.waiting.join(path)),
            None => read(&self.out.join(path)),
        }
    }

    fn numbered(&self, number: usize) -> PathBuf {
        self.waiting.join(number.to_string())
    }

    /// The paths of the compressed copies of one file, written anew only where the text is new or a copy is gone.
    fn copies(&self, path: &OutPath, bytes: &[u8], changed: bool) -> io::Result<Vec<OutPath>> {
        let wanted = self.copies.as_ref().filter(|_| compress::is_worth_it(path, bytes.len()));
        let Some(copies) = wanted else { return Ok(Vec::new()) };
        let paths = Compression::ALL.map(|compression| path.with_ending(compression.ending()));
        let is_due = |copy: &OutPath| changed || !self.out.join(copy).exists();
        if paths.iter().any(is_due) {
            for (copy, bytes) in paths.iter().zip(copies.of(path, bytes)?).filter(|(copy, _)| is_due(copy)) {
                if self.differs(&self.out.join(copy), &bytes) {
                    self.keep(copy, &bytes)?;
                }
            }
        }
        Ok(paths.to_vec())
    }

    /// Moves everything to its place and removes what is stale.
    ///
    /// # Errors
    /// The first file that couldn't be made or written, with its path; then nothing is changed. Or one that couldn't
    /// be moved or removed.
    pub fn finish(self) -> io::Result<WriteCounts> {
        let done = std::mem::take(&mut *self.done());
        if let Some(error) = done.failed {
            remove_all(&self.waiting)?;
            return Err(error);
        }
        let list = done.ours.iter().map(|path| &**path).collect::<Vec<_>>().join("\n");
        let has_other_list = self.listed_as(stale::LIST, &list)?;
        let stale = Stale::of(&self.out, &done.ours, self.now);
        let kept = self.listed_as(stale::KEPT, &stale.list())?;
        let touched = done.waiting.iter().chain(stale.gone());
        if let Err(error) = not_through_links(&self.out, touched) {
            remove_all(&self.waiting)?;
            return Err(error);
        }
        // Up to here nothing has changed.
        if kept {
            place(&self.waiting.join(stale::KEPT), &self.out.join(stale::KEPT))?;
        }
        let removed = stale.remove(&self.out)?;
        // First of all, so that a build that is killed here leaves no file that the next one doesn't know.
        if has_other_list {
            place(&self.waiting.join(stale::LIST), &self.out.join(stale::LIST))?;
        }
        if self.fresh {
            let entries = fs::read_dir(&self.waiting).and_then(Iterator::collect::<io::Result<Vec<_>>>);
            let entries = entries.map_err(|e| at("read", &self.waiting, &e))?;
            entries.iter().try_for_each(|entry| place(&entry.path(), &self.out.join(entry.file_name())))?;
        }
        let settle = |(number, path): (usize, &OutPath)| place(&self.numbered(number), &self.out.join(path));
        // forms-fn looks at it to see that there is something new.
        let is_last = |path: &OutPath| **path == *forms_files::MANIFEST;
        let waiting = done.waiting.par_iter().enumerate();
        waiting.filter(|(_, path)| !is_last(path)).try_for_each(settle)?;
        done.waiting.iter().enumerate().filter(|(_, path)| is_last(path)).try_for_each(settle)?;
        remove_all(&self.waiting)?;
        let compressed = self.copies.as_ref().map_or(0, Copies::made);
        self.copies.into_iter().for_each(|copies| copies.save(&done.ours));
        let unchanged = done.files - done.written;
        Ok(WriteCounts { written: done.written, unchanged, left: done.left, removed, compressed })
    }

    /// Whether a list differs from the one that stands there; then the new one waits.
    fn listed_as(&self, name: &str, list: &str) -> io::Result<bool> {
        let target = self.out.join(name);
        if !self.differs(&target, list.as_bytes()) || (list.is_empty() && !target.exists()) {
            return Ok(false);
        }
        let waiting = self.waiting.join(name);
        in_folder(&self.waiting, || fs::write(&waiting, list))?.map_err(|e| at("write", &waiting, &e))?;
        Ok(true)
    }

    /// Leaves the folder as it was.
    ///
    /// # Errors
    /// When what waits can't be removed.
    pub fn abandon(self) -> io::Result<()> {
        remove_all(&self.waiting)?;
        // It was made for what waited.
        if self.fresh {
            let _ = fs::remove_dir(&self.out);
        }
        Ok(())
    }

    /// The paths of all files so far, copies included.
    #[must_use]
    pub fn paths(&self) -> BTreeSet<OutPath> {
        self.done().ours.clone()
    }

    fn done(&self) -> MutexGuard<'_, Done> {
        self.done.lock()
    }
}

fn has_length(file: &Path, bytes: usize) -> bool {
    fs::metadata(file).is_ok_and(|file| usize::try_from(file.len()) == Ok(bytes))
}
