//! What a build makes, and the one place that writes it to disk.
//!
//! Files come one by one from many threads. Only those whose bytes differ from what stands there are written, first
//! into a folder of their own; when all are made they are moved, a new folder as a whole. So a reader never
//! sees half a page, a build that fails changes nothing, and one that is killed leaves only that folder. What an
//! earlier build wrote and this one no longer makes is removed; files of somebody else are left alone.
#![expect(clippy::disallowed_methods, reason = "the one writer")]

mod compress;
mod folder;
mod place;
mod stale;
mod writer;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::cache::Cache;
use crate::pictures::{Bench, Recipe};
use crate::source::Checked;

pub use place::{check, check_cache, not_among_sources};
pub use writer::Writer;

/// Everything that a build makes.
#[derive(Debug, Default)]
pub struct Output {
    /// Path below the output folder (`public/da/index.html`, always with `/`) → what stands there.
    pub files: BTreeMap<String, File>,
}

/// One file of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum File {
    /// Made by the build.
    Bytes(Vec<u8>),
    /// Copied as it is from the content or the theme.
    Copy(Checked),
    /// Made when somebody wants it; its name changes with everything that goes into it.
    Made(Arc<Recipe>),
}

impl File {
    /// The bytes of the file; a file to copy is read from disk, a picture may be made only now.
    ///
    /// # Errors
    /// When a file that is needed can't be read.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        self.bytes_at(&mut Bench::default()).map(Cow::into_owned)
    }

    /// The same, from the copies that [`File::keep`] made where what is needed isn't any more what it was.
    ///
    /// # Errors
    /// When it can't be read, and there is no copy.
    pub fn bytes_or_kept(&self, cache: &Cache) -> io::Result<Vec<u8>> {
        self.bytes_at(&mut Bench::with_kept(cache)).map(Cow::into_owned)
    }

    /// Keeps a copy of what lies in the content or the theme and is needed for the bytes.
    pub fn keep(&self, cache: &Cache) {
        match self {
            Self::Bytes(_) => {}
            Self::Copy(file) => file.keep(cache),
            Self::Made(recipe) => recipe.original().into_iter().for_each(|original| original.keep(cache)),
        }
    }

    fn bytes_at(&self, bench: &mut Bench) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Bytes(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Copy(file) => file.bytes_or_kept(bench.kept()).map(Cow::Owned),
            Self::Made(recipe) => recipe.bytes(bench).map(Cow::Owned),
        }
    }
}

/// What a [`Writer`] did, in numbers of files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// New or changed.
    pub written: usize,
    /// The same bytes stood there already.
    pub unchanged: usize,
    /// Those of them that weren't even made: all that they are made of is as it was.
    pub left: usize,
    /// Written by an earlier build, made no longer.
    pub removed: usize,
}

/// Brings the folder `out` to what `output` says.
///
/// # Errors
/// The first file that can't be written, with its path; then nothing is changed.
pub fn write(out: &Path, output: &Output) -> io::Result<Written> {
    let writer = Writer::new(out, false)?;
    writer.put_all(&output.files);
    writer.finish()
}

/// The same, with a `.br` and a `.gz` beside each text, made anew only where the text is.
///
/// # Errors
/// As [`write()`] does.
pub fn write_compressed(out: &Path, output: &Output) -> io::Result<Written> {
    let writer = Writer::new(out, true)?;
    writer.put_all(&output.files);
    writer.finish()
}

/// The paths of all files that the last build wrote, compressed copies included.
#[must_use]
pub fn listed(out: &Path) -> Option<Vec<String>> {
    let list = fs::read_to_string(out.join(stale::LIST)).ok()?;
    Some(list.lines().map(str::to_owned).collect())
}

/// The files of two builds whose bytes differ, or that only one of them wrote.
///
/// # Errors
/// When one of the folders has no list of a build.
pub fn differing(a: &Path, b: &Path) -> io::Result<Vec<String>> {
    let list = |out: &Path| {
        listed(out).ok_or_else(|| io::Error::other(format!("`{}` holds no build", out.display())))
    };
    let paths: BTreeSet<String> = list(a)?.into_iter().chain(list(b)?).collect();
    let differ = |path: &String| match (fs::read(a.join(path)), fs::read(b.join(path))) {
        (Ok(a), Ok(b)) => a != b,
        _ => true,
    };
    Ok(paths.into_par_iter().filter(differ).collect())
}

/// The paths of the compressed copies that a file may have.
pub fn copies(path: &str) -> impl Iterator<Item = String> {
    compress::ENDINGS.into_iter().map(move |ending| format!("{path}.{ending}"))
}

/// The path of the file that may be compressed at `path`.
#[must_use]
pub fn without_compression(path: &str) -> &str {
    let endings = compress::ENDINGS.into_iter();
    endings.filter_map(|ending| path.strip_suffix(ending)?.strip_suffix('.')).next().unwrap_or(path)
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|e| at("read", path, &e))
}

fn at(verb: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {verb} `{}`: {error}", path.display()))
}
