//! One state of the site, whose files are made when a browser asks for them, and meanwhile all the others.
//!
//! A thread holds the site as long as somebody holds its [`Painter`]. It answers who asks; the pool of threads works
//! through all files behind it, so that problems in templates are found without visiting every page.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, OnceLock, PoisonError};

use crate::build::{self, BuildOptions, Loaded, Summary};
use crate::diagnostic::Diagnostic;
use crate::headers::Headers;
use crate::output::File;
use crate::render::{self, Stage};
use crate::search;

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
    std::thread::spawn(move || run(&options, &started, finished));
    answer.recv().expect("the thread says something before it ends")
}

fn run(
    options: &BuildOptions,
    started: &Sender<Started>,
    finished: impl FnOnce(&[Diagnostic], &BTreeMap<String, String>) + Send,
) {
    // Who started us waits for the answer, so it can be sent.
    let say = |painter, headers, diagnostics, texts, summary| {
        let _ = started.send(Started { painter, headers, diagnostics, texts, summary });
    };
    let Loaded { source, site, diagnostics } = match build::load(options) {
        Ok(loaded) => loaded,
        Err((diagnostics, texts)) => {
            return say(None, Headers::default(), diagnostics, texts, Summary::default());
        }
    };
    let (done, found) = render::stage(&site, &source, &options.cache, |stage, warnings| {
        let (asks, asked) = channel();
        let board = Arc::new(Board::default());
        board.made().extend(stage.ready.iter().cloned());
        let jobs = stage.jobs.iter().enumerate().map(|(at, job)| (job.path.clone(), at)).collect();
        let painter = Painter { asks, jobs, board: Arc::clone(&board) };
        let headers = Headers::new(&site).without_https();
        let diagnostics: Vec<_> = diagnostics.iter().chain(warnings).cloned().collect();
        let texts = source.named_in(&diagnostics);
        say(Some(painter), headers, diagnostics, texts, build::summary(&site));
        let index = || {
            search::index(&search::records(&site, &source)).unwrap_or_else(|message| {
                eprintln!("error: {message}");
                BTreeMap::new()
            })
        };
        rayon::in_place_scope(|scope| {
            let mut rest =
                Some(|| behind(stage, &board, |problems| finished(&problems, &source.named_in(&problems))));
            let mut rest = || rest.take().into_iter().for_each(|rest| scope.spawn(|_| rest()));
            answer(stage, &board, &asked, &index, &mut rest);
        });
    });
    if done.is_none() {
        let all: Vec<_> = diagnostics.into_iter().chain(found).collect();
        let texts = source.named_in(&all);
        say(None, Headers::default(), all, texts, Summary::default());
    }
}

/// Makes everything, in parallel.
fn behind(stage: &Stage<'_>, board: &Board, finished: impl FnOnce(Vec<Diagnostic>)) {
    let add = |path, file| _ = board.made().insert(path, file);
    let problems = stage.all(&add, &|| !board.left.load(Ordering::Relaxed));
    *board.whole.lock().unwrap_or_else(PoisonError::into_inner) = true;
    board.became_whole.notify_all();
    if !board.left.load(Ordering::Relaxed) {
        finished(problems);
    }
}

/// Makes what is asked for, one after the other, until nobody can ask any more.
fn answer(
    stage: &Stage<'_>,
    board: &Board,
    asked: &Receiver<Ask>,
    index: &dyn Fn() -> BTreeMap<String, File>,
    rest: &mut dyn FnMut(),
) {
    for ask in asked {
        let answer = match ask {
            Ask::Rest => {
                rest();
                continue;
            }
            Ask::Job(at, answer) => {
                if let Ok(made) = stage.make(&stage.jobs[at]) {
                    board.made().extend(made.files);
                }
                answer
            }
            Ask::Index(answer) => {
                board.index.get_or_init(index);
                answer
            }
        };
        // Who asked may have gone.
        let _ = answer.send(());
    }
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
