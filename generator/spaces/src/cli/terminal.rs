//! What a terminal is asked and told: whether it shows colours, and that a long build goes on.

use std::io::{IsTerminal as _, Write as _, stderr};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use generator::build::Progress;

/// A build that takes no longer says nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often the line is written anew.
const EVERY: Duration = Duration::from_millis(500);

/// Back to the line's beginning, and away with what stands there (ECMA-48).
const CLEAR: &str = "\r\x1b[K";

/// Whether problems are written in colours: on a terminal that has them, unless `NO_COLOR`, `CLICOLOR` or `TERM` say otherwise.
pub(crate) fn has_colors() -> bool {
    AutoStream::choice(&stderr()) != ColorChoice::Never
}

/// A line that is written over and over while a build goes on, and gone when this is dropped.
pub(crate) struct Waiting(Option<(Sender<()>, JoinHandle<()>)>);

impl Waiting {
    /// Begins to wait; in a pipe or a file nothing is written.
    pub(crate) fn on(progress: Progress) -> Self {
        // What has no colours may not know how to clear a line either; who asked for none gets a quiet build.
        let can_clear = stderr().is_terminal() && has_colors();
        Self(can_clear.then(|| {
            let (end, ended) = mpsc::channel();
            let start = Instant::now();
            let show = move || {
                let mut wait = PATIENCE;
                let mut is_shown = false;
                while ended.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                    wait = EVERY;
                    is_shown = true;
                    let line = format!("{} … {} s", progress.step().as_str(), start.elapsed().as_secs());
                    // Who can't be told needn't be.
                    drop(write!(stderr(), "{CLEAR}{line}"));
                }
                if is_shown {
                    drop(write!(stderr(), "{CLEAR}"));
                }
            };
            (end, thread::spawn(show))
        }))
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some((end, thread)) = self.0.take() {
            drop(end);
            drop(thread.join());
        }
    }
}
