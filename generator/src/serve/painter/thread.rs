//! The thread that holds a site: it answers who asks, and works through the rest behind them.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::{Begin, Board, Painter, PainterRequest, Rest, SiteVersion, Started};
use crate::build::{self, BuildOptions, Loaded, Summary};
use crate::cache::Cache;
use crate::diagnostic::Diagnostic;
use crate::headers::Headers;
use crate::render::{self, File, OutPath, Stage};
use crate::search::{self, Ahead};
use crate::serve::marks::Marks;
use crate::serve::problems::Problems;

/// Reads the site, says that it has started, and works until nobody holds the painter any more.
pub(super) fn run(
    options: &BuildOptions,
    begin: Begin,
    started: &Sender<Started>,
    finished: &(impl Fn(&[Diagnostic], &BTreeMap<String, String>) + Sync),
) {
    // Who started us waits for the answer, so it can be sent.
    let fail = |diagnostics, texts| drop(started.send(failed(diagnostics, texts)));
    let (loaded, shared) = match begin.load(options) {
        Ok((loaded, shared)) => (Arc::new(loaded), shared),
        Err((diagnostics, texts)) => return fail(diagnostics, texts),
    };
    let Loaded { source, site, diagnostics, .. } = &*loaded;
    let (done, found) = render::stage(site, source, &options.cache, &shared, |stage, warnings| {
        let (asks, asked) = channel();
        let board = Arc::new(Board::default());
        board.made().extend(stage.ready.iter().cloned());
        let jobs = stage.jobs.iter().enumerate().map(|(at, job)| (job.path.clone(), at)).collect();
        let cache = options.cache.clone();
        let painter = Painter { asks, jobs: Arc::new(jobs), board: Arc::clone(&board), cache };
        let jobs = Arc::clone(&painter.jobs);
        let diagnostics: Vec<_> = diagnostics.iter().chain(warnings).cloned().collect();
        let said = Started {
            painter: Some(painter),
            headers: Headers::new(site).without_https(),
            problems: Problems { texts: source.named_in(&diagnostics), diagnostics },
            marks: Marks::of(site),
            summary: build::summary(site),
            kept: Some(SiteVersion { loaded: Arc::clone(&loaded), shared: stage.shared.clone() }),
        };
        drop(started.send(said));
        let index = || index(&loaded, options);
        let add = |path: OutPath, file| {
            if !jobs.contains_key(&path) {
                board.made().insert(path, file);
            }
        };
        let behind = || {
            keep(stage, &options.cache, &board);
            let problems = stage.all(&add, &|| !board.is_paused());
            let rest = if board.is_paused() { Rest::Open } else { Rest::Done };
            if rest == Rest::Done {
                finished(&problems, &source.named_in(&problems));
            }
            board.end(rest);
        };
        rayon::in_place_scope(|scope| {
            answer(stage, &board, &asked, &index, &mut || scope.spawn(|_| behind()));
        });
    });
    if done.is_none() {
        let all: Vec<_> = diagnostics.iter().cloned().chain(found).collect();
        let texts = source.named_in(&all);
        fail(all, texts);
    }
}

/// Copies what lies in the content and the theme, before anything else takes its place.
fn keep(stage: &Stage<'_>, cache: &Cache, board: &Board) {
    for (_, file) in stage.ready.iter().take_while(|_| !board.is_paused()) {
        file.keep(cache);
    }
}

/// The search index; without it the pages are still there.
fn index(loaded: &Loaded, options: &BuildOptions) -> BTreeMap<OutPath, File> {
    let records = search::records(&loaded.site, &loaded.source);
    search::index(&records, &options.cache, Ahead::default).unwrap_or_else(|message| {
        eprintln!("error: {message}");
        BTreeMap::new()
    })
}

fn failed(diagnostics: Vec<Diagnostic>, texts: BTreeMap<String, String>) -> Started {
    let (headers, marks, summary) = (Headers::default(), Marks::default(), Summary::default());
    Started { painter: None, headers, problems: Problems { diagnostics, texts }, marks, summary, kept: None }
}

/// Makes what is asked for, one after the other, until nobody can ask any more.
fn answer(
    stage: &Stage<'_>,
    board: &Board,
    asked: &Receiver<PainterRequest>,
    index: &dyn Fn() -> BTreeMap<OutPath, File>,
    rest: &mut dyn FnMut(),
) {
    for ask in asked {
        // Who asked may have gone.
        let _ = match ask {
            PainterRequest::Rest(answer) => {
                if board.begin() {
                    rest();
                }
                answer.send(()).ok()
            }
            PainterRequest::Job(at, answer) => answer.send(make(stage, board, at)).ok(),
            PainterRequest::Index(answer) => {
                board.index.get_or_init(index);
                answer.send(()).ok()
            }
        };
    }
}

/// The file of a job; those that are made along with it are put up.
fn make(stage: &Stage<'_>, board: &Board, at: usize) -> Result<File, Diagnostic> {
    let made = stage.make(&stage.jobs[at]).map_err(|problem| *problem)?;
    let mut files = made.files.into_iter();
    let (_, own) = files.next().expect("nothing stands there yet, so it was made");
    board.made().extend(files);
    Ok(own)
}
