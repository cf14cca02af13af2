//! One state of the site, whose files are made when a browser asks for them, and meanwhile all the others.
//!
//! A thread holds the site as long as somebody holds its [`Painter`]. It answers who asks; the pool of threads works
//! through all files behind it, so that problems in templates are found without visiting every page.

mod thread;

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::build::{BuildOptions, Summary};
use crate::diagnostic::Diagnostic;
use crate::headers::Headers;
use crate::output::File;

/// Where search indexes stand.
const INDEX: &str = "public/pagefind/";

/// What somebody asks of the thread.
enum Ask {
    /// The files of the job with this number.
    Job(usize, Sender<()>),
    /// The search index.
    Index(Sender<()>),
    /// All the rest, behind those who ask for something.
    Rest,
}

/// A site that can be asked for its files.
#[derive(Debug)]
pub(super) struct Painter {
    asks: Sender<Ask>,
    /// Path of the file → number of the job that makes it.
    jobs: HashMap<String, usize>,
    board: Arc<Board>,
}

/// What the thread and those who ask share.
#[derive(Debug, Default)]
struct Board {
    made: Mutex<HashMap<String, File>>,
    /// All files are made, or can't be.
    whole: Mutex<bool>,
    became_whole: Condvar,
    index: OnceLock<BTreeMap<String, File>>,
    /// Nobody holds the painter any more.
    left: AtomicBool,
}

/// What the thread says as soon as pages can be asked for.
pub(super) struct Started {
    /// `None` when there are errors.
    pub(super) painter: Option<Painter>,
    pub(super) headers: Headers,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// For drawing the diagnostics.
    pub(super) texts: BTreeMap<String, String>,
    pub(super) summary: Summary,
}

/// Reads the site and returns when its first page can be asked for. `finished` is told what was found while all pages
/// were made, after [`Painter::rest`] and unless the painter was dropped by then.
pub(super) fn start(
    options: BuildOptions,
    finished: impl FnOnce(&[Diagnostic], &BTreeMap<String, String>) + Send + 'static,
) -> Started {
    let (started, answer) = channel();
    std::thread::spawn(move || thread::run(&options, &started, finished));
    answer.recv().expect("the thread says something before it ends")
}

impl Board {
    fn made(&self) -> MutexGuard<'_, HashMap<String, File>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self) {
        let whole = self.whole.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.became_whole.wait_while(whole, |whole| !*whole));
    }
}

impl Painter {
    /// The file at this path of the output, which may have to be made first. `None` when there is none, or when its
    /// template is faulty.
    pub(super) fn file(&self, path: &str) -> Option<File> {
        if path.starts_with(INDEX) {
            self.ask(Ask::Index);
            return self.board.index.get()?.get(path).cloned();
        }
        if let Some(file) = self.board.made().get(path) {
            return Some(file.clone());
        }
        match self.jobs.get(path) {
            Some(&at) => self.ask(|answer| Ask::Job(at, answer)),
            // Made along with another file, or of all of them.
            None if is_along(path) => self.board.wait(),
            None => return None,
        }
        self.board.made().get(path).cloned()
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.jobs.contains_key(path) || self.file(path).is_some()
    }

    /// The paths of all files below a folder that are known before anything is made.
    pub(super) fn below(&self, folder: &str) -> Vec<String> {
        let made = self.board.made();
        let paths = self.jobs.keys().chain(made.keys());
        paths.filter(|path| path.starts_with(folder)).cloned().collect()
    }

    /// Begins to make everything that nobody has asked for.
    pub(super) fn rest(&self) {
        // A thread that has ended has made all that it could.
        let _ = self.asks.send(Ask::Rest);
    }

    /// Returns when the thread has done it.
    fn ask(&self, ask: impl FnOnce(Sender<()>) -> Ask) {
        let (answer, answered) = channel();
        if self.asks.send(ask(answer)).is_ok() {
            let _ = answered.recv();
        }
    }
}

impl Drop for Painter {
    fn drop(&mut self) {
        self.board.left.store(true, Ordering::Relaxed);
    }
}

/// Whether a path may be one that no job names: calendars of single events, pictures for sharing, the sitemap.
fn is_along(path: &str) -> bool {
    path.ends_with("/event.ics")
        || path.starts_with("public/media/")
        || path.ends_with(".xml")
        || path.ends_with("/robots.txt")
}
