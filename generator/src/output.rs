//! What a build makes, and the one place that writes it to disk.
//!
//! Files come one by one from many threads. Only those whose bytes differ from what stands there are written, first
//! into a folder of their own; when all are made they are moved, a new folder as a whole. So a reader never
//! sees half a page, a build that fails changes nothing, and one that is killed leaves only that folder. What an
//! earlier build wrote and this one no longer makes is removed; files of somebody else are left alone.
#![expect(clippy::disallowed_methods, reason = "the one writer")]

mod compress;
mod copies;
mod folder;
mod place;
mod stale;
mod writer;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::render::{OutPath, Output};

pub use place::{check, check_cache, not_among_sources};
pub use writer::Writer;

/// What a [`Writer`] did, in numbers of files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct WriteCounts {
    /// New or changed.
    pub written: usize,
    /// The same bytes stood there already.
    pub unchanged: usize,
    /// Those of them that weren't even made: all that they are made of is as it was.
    pub left: usize,
    /// Written by an earlier build, made no longer.
    pub removed: usize,
    /// Texts that were compressed, since no copy of them was kept.
    pub compressed: usize,
}

/// Brings the folder `out` to what `output` says.
///
/// # Errors
/// The first file that can't be written, with its path; then nothing is changed.
pub fn write(out: &Path, output: &Output) -> io::Result<WriteCounts> {
    let writer = Writer::new(out)?;
    writer.put_all(&output.files);
    writer.finish()
}

/// The same, with a `.br` and a `.gz` beside each text, made anew only where the text is.
///
/// # Errors
/// As [`write()`] does.
pub fn write_compressed(out: &Path, output: &Output) -> io::Result<WriteCounts> {
    let writer = Writer::new(out)?.compressing(&Cache::none());
    writer.put_all(&output.files);
    writer.finish()
}

/// The paths of all files that the last build wrote, compressed copies included.
#[must_use]
pub fn listed(out: &Path) -> Option<Vec<OutPath>> {
    let list = fs::read_to_string(out.join(stale::LIST)).ok()?;
    list.lines().map(|path| OutPath::try_from(path.to_owned()).ok()).collect()
}

/// The files of two builds whose bytes differ, or that only one of them wrote.
///
/// # Errors
/// When one of the folders has no list of a build.
pub fn differing(a: &Path, b: &Path) -> io::Result<Vec<OutPath>> {
    let list = |out: &Path| {
        listed(out).ok_or_else(|| io::Error::other(format!("`{}` holds no build", out.display())))
    };
    let paths: BTreeSet<OutPath> = list(a)?.into_iter().chain(list(b)?).collect();
    let differ = |path: &OutPath| match (fs::read(a.join(path)), fs::read(b.join(path))) {
        (Ok(a), Ok(b)) => a != b,
        _ => true,
    };
    Ok(paths.into_par_iter().filter(differ).collect())
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|e| at("read", path, &e))
}

fn at(verb: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {verb} `{}`: {error}", path.display()))
}
