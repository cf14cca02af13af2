//! The thread that holds a site: it answers who asks, and works through the rest behind them.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, PoisonError};

use super::{Ask, Board, Painter, Started};
use crate::build::{self, BuildOptions, Loaded, Summary};
use crate::diagnostic::Diagnostic;
use crate::headers::Headers;
use crate::output::File;
use crate::render::{self, Stage};
use crate::search;

/// Reads the site, says that it has started, and works until nobody holds the painter any more.
pub(super) fn run(
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
