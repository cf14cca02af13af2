//! One state of the site, whose files are made when a browser asks for them, and meanwhile all the others.
//!
//! A thread holds the site as long as somebody holds its [`Painter`]. It makes what is asked for each time, which takes
//! less than a millisecond; the pool of threads works through all files behind it, so that problems in templates are
//! found without visiting every page. Pages aren't kept.

mod thread;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, OnceLock};

use parking_lot::{Condvar, Mutex, MutexGuard};

use super::again::{self, SiteVersion};
use super::changes::Changed;
use super::marks::Marks;
use super::problems::Problems;
use crate::build::{self, BuildOptions, Loaded, Summary};
use crate::cache::Cache;
use crate::diagnostic::Diagnostic;
use crate::event::CALENDAR;
use crate::headers::Headers;
use crate::render::{File, OutPath, Shared};
use crate::search;
use crate::source::{Overlay, Refused, Source};

/// What somebody asks of the thread.
enum PainterRequest {
    /// The file of the job with this number.
    Job(usize, Sender<Result<File, Diagnostic>>),
    /// The search index.
    Index(Sender<()>),
    /// All the rest, behind those who ask for something; answered when it has begun.
    Rest(Sender<()>),
}

/// A site that can be asked for its files.
#[derive(Debug)]
pub(super) struct Painter {
    asks: Sender<PainterRequest>,
    /// Path of the file → number of the job that makes it.
    jobs: Arc<HashMap<OutPath, usize>>,
    board: Arc<Board>,
    /// Where copies of files are that lie in the content and the theme.
    cache: Cache,
}

/// What the thread and those who ask share.
#[derive(Debug, Default)]
struct Board {
    /// What no job is named for: files that were ready, and those that are made along with others.
    made: Mutex<HashMap<OutPath, File>>,
    rest: Mutex<Rest>,
    rested: Condvar,
    index: OnceLock<BTreeMap<OutPath, File>>,
    /// Nobody holds the painter any more, or something is more important.
    paused: AtomicBool,
}

/// How far the work on all files is.
#[derive(Debug, Default, PartialEq, Eq)]
enum Rest {
    /// Not begun, or given up in the middle.
    #[default]
    Open,
    Begun,
    /// All files are made, or can't be.
    Done,
}

/// What the thread says as soon as pages can be asked for.
pub(super) struct Started {
    /// `None` when there are errors.
    pub(super) painter: Option<Painter>,
    pub(super) headers: Headers,
    pub(super) problems: Problems,
    pub(super) marks: Marks,
    pub(super) summary: Summary,
    /// For the next state.
    pub(super) kept: Option<SiteVersion>,
}

/// What a site is made of.
pub(super) enum Begin {
    /// The folder. What the change didn't touch since the state that was kept before isn't read again.
    Folder(Option<(Arc<SiteVersion>, Changed)>),
    /// What was read before, with its site if there is one, and what isn't saved.
    Unsaved { saved: Arc<Source>, before: Option<Arc<SiteVersion>>, overlay: Overlay },
}

impl Begin {
    /// The site, and what of the stage before still holds. What was kept goes on with it, or is of no use.
    fn load(self, options: &BuildOptions) -> Result<(Loaded, Shared), Refused> {
        match self {
            Self::Folder(Some((before, changed))) => match again::load(options, &before, &changed) {
                Some(again) => Ok(again),
                None => Ok((build::load(options)?, before.shared.clone().without_cards())),
            },
            Self::Folder(None) => Ok((build::load(options)?, Shared::default())),
            Self::Unsaved { saved, before, overlay } => {
                again::load_with(options, &saved, before.as_deref(), &overlay)
            }
        }
    }
}

/// Reads the site and returns when its first page can be asked for. `finished` is told what was found while all pages were
/// made, after [`Painter::rest`] and unless that was given up.
pub(super) fn start(
    options: BuildOptions,
    begin: Begin,
    finished: impl Fn(&[Diagnostic], &BTreeMap<String, String>) + Send + Sync + 'static,
) -> Started {
    let (started, answer) = channel();
    std::thread::spawn(move || thread::run(&options, begin, &started, &finished));
    answer.recv().expect("the thread says something before it ends")
}

impl Board {
    fn made(&self) -> MutexGuard<'_, HashMap<OutPath, File>> {
        self.made.lock()
    }

    fn rest(&self) -> MutexGuard<'_, Rest> {
        self.rest.lock()
    }

    /// Whether the work on all files may begin.
    fn begin(&self) -> bool {
        let mut rest = self.rest();
        let is_open = *rest == Rest::Open;
        if is_open {
            *rest = Rest::Begun;
        }
        is_open
    }

    fn end(&self, rest: Rest) {
        *self.rest() = rest;
        self.rested.notify_all();
    }

    /// Waits until nobody works on all files.
    fn wait(&self) {
        self.rested.wait_while(&mut self.rest(), |rest| *rest == Rest::Begun);
    }

    fn is_paused(&self) -> bool {
        self.paused.load(Ordering::Relaxed)
    }
}

impl Painter {
    /// The file at this path, which may have to be made first. `None` when there is none, or when its
    /// template is faulty.
    pub(super) fn file(&self, path: &OutPath) -> Option<File> {
        if path.starts_with(search::FOLDER) {
            self.ask(PainterRequest::Index)?;
            return self.board.index.get()?.get(path).cloned();
        }
        if let Some(made) = self.page(path) {
            return made.ok();
        }
        let made = || self.board.made().get(path).cloned();
        // Made along with another file, or of all of them.
        made().or_else(|| is_along(path).then(|| self.all()).and_then(|()| made()))
    }

    /// The file at this path, made now, or what is wrong with its template; `None` when it is none of those that are made
    /// one by one.
    pub(super) fn page(&self, path: &OutPath) -> Option<Result<File, Diagnostic>> {
        let &at = self.jobs.get(path)?;
        self.ask(|answer| PainterRequest::Job(at, answer))
    }

    /// The bytes of that file. A file of the content or the theme that has changed since is what it was: the newest state
    /// has it as it is now, unless that is faulty.
    pub(super) fn bytes(&self, path: &OutPath) -> Option<Vec<u8>> {
        self.file(path)?.bytes_or_kept(&self.cache).ok()
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, path: &OutPath) -> bool {
        self.jobs.contains_key(path) || self.file(path).is_some()
    }

    /// The paths of all files below a folder that are known before anything is made.
    pub(super) fn below(&self, folder: &str) -> Vec<OutPath> {
        let made = self.board.made();
        let paths = self.jobs.keys().chain(made.keys());
        paths.filter(|path| path.starts_with(folder)).cloned().collect()
    }

    /// Begins to make everything that nobody has asked for.
    pub(super) fn rest(&self) {
        self.board.paused.store(false, Ordering::Relaxed);
        // A thread that has ended has made all that it could.
        let _ = self.ask(PainterRequest::Rest);
    }

    /// Gives it up, so that there is time for something else.
    pub(super) fn pause(&self) {
        self.board.paused.store(true, Ordering::Relaxed);
    }

    /// Returns when everything is made.
    fn all(&self) {
        // Once more for one that was given up just now.
        for _ in 0..2 {
            self.rest();
            self.board.wait();
        }
    }

    /// What the thread answers; `None` if it has ended.
    fn ask<T>(&self, ask: impl FnOnce(Sender<T>) -> PainterRequest) -> Option<T> {
        let (answer, answered) = channel();
        self.asks.send(ask(answer)).ok()?;
        answered.recv().ok()
    }
}

impl Drop for Painter {
    fn drop(&mut self) {
        self.pause();
    }
}

/// Whether a path may be one that no job names: calendars of single events, pictures for sharing, the sitemap.
fn is_along(path: &str) -> bool {
    path.rsplit('/').next() == Some(CALENDAR)
        || path.starts_with("public/media/")
        || path.ends_with(".xml")
        || path.ends_with("/robots.txt")
}
