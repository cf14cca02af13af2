//! How far a build has come, for those who wait for it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

/// What a build is doing at this moment; a copy of it looks at the same build.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<AtomicU8>);

/// A part of a build.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BuildStep {
    /// Files are found, texts are parsed and put together.
    Read,
    /// Templates are filled.
    Render,
    /// The search index is made.
    Index,
    /// Files are put in place.
    Write,
}

impl BuildStep {
    const ALL: [Self; 4] = [Self::Read, Self::Render, Self::Index, Self::Write];

    /// In a few words, for people.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Read => "reading texts",
            Self::Render => "making pages and pictures",
            Self::Index => "making the search index",
            Self::Write => "writing files",
        }
    }
}

impl Progress {
    /// Notes that a step begins.
    pub(super) fn at(&self, step: BuildStep) {
        self.0.store(step as u8, Ordering::Relaxed);
    }

    /// The step that was begun last.
    #[must_use]
    pub fn step(&self) -> BuildStep {
        BuildStep::ALL[usize::from(self.0.load(Ordering::Relaxed)).min(BuildStep::ALL.len() - 1)]
    }
}
