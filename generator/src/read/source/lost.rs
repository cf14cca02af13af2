//! Files that were there when a build began to read, and couldn't be read once more when their words were wanted, or had
//! others by then.

use std::sync::Arc;

use parking_lot::Mutex;

use crate::diagnostic::{Diagnostic, say};

/// What is wrong with such files; copies share it. A site that misses words is never written.
#[derive(Clone, Debug, Default)]
pub struct Lost(Arc<Mutex<Vec<Diagnostic>>>);

impl Lost {
    /// Notes a file.
    pub(crate) fn note(&self, problem: Diagnostic) {
        let problem = match problem.hints.is_empty() {
            true => problem.with_hint(say!("file.lostHint")),
            false => problem,
        };
        let mut problems = self.0.lock();
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }

    /// Whether any was noted.
    pub(crate) fn any(&self) -> bool {
        !self.0.lock().is_empty()
    }

    /// All that was noted so far.
    #[must_use]
    pub fn problems(&self) -> Vec<Diagnostic> {
        self.0.lock().clone()
    }
}
