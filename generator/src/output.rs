//! What a build makes, as a map from path to bytes, and the one place that writes it to disk.
//!
//! Only files whose bytes differ are written, each under a temporary name first, so that a reader
//! never sees half a page. What an earlier build wrote and this one no longer makes is removed;
//! files that somebody else put into the folder are left alone.
#![expect(clippy::disallowed_methods, reason = "the one writer")]

mod compress;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

use crate::pictures::{Bench, Recipe};

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
    /// Copied as it is from this path of the content or the theme.
    Copy(PathBuf),
    /// Made when somebody wants it; its name changes with everything that goes into it.
    Made(Arc<Recipe>),
}

impl File {
    /// The bytes of the file; a file to copy is read from disk, a picture may be made only now.
    ///
    /// # Errors
    /// When a file that is needed can't be read.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        self.bytes_at(&mut Bench::default())
    }

    fn bytes_at(&self, bench: &mut Bench) -> io::Result<Vec<u8>> {
        match self {
            Self::Bytes(bytes) => Ok(bytes.clone()),
            Self::Copy(path) => read(path),
            Self::Made(recipe) => recipe.bytes(bench),
        }
    }
}

/// What [`write()`] did, in numbers of files.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// New or changed.
    pub written: usize,
    /// The same bytes stood there already.
    pub unchanged: usize,
    /// Written by an earlier build, made no longer.
    pub removed: usize,
}

/// The list of what a build wrote, so that the next one knows what is stale and what isn't ours.
const LIST: &str = ".spaces-files";

/// Brings the folder `out` to what `output` says.
///
/// # Errors
/// The first file that can't be written, with its path; what was written before it stays.
pub fn write(out: &Path, output: &Output) -> io::Result<Written> {
    write_all(out, output, |_, _, _| Ok(Vec::new()))
}

/// The same, with a `.br` and a `.gz` beside each text, made anew only where the text is.
///
/// # Errors
/// As [`write()`] does.
pub fn write_compressed(out: &Path, output: &Output) -> io::Result<Written> {
    write_all(out, output, |path, bytes, changed| copies(out, path, bytes, changed))
}

/// Writes each file and what `beside` makes of it, which says the paths.
fn write_all(
    out: &Path,
    output: &Output,
    beside: impl Fn(&str, &[u8], bool) -> io::Result<Vec<String>> + Sync,
) -> io::Result<Written> {
    let one = |bench: &mut Bench, (path, file): (&String, &File)| -> io::Result<(bool, Vec<String>)> {
        let target = out.join(path);
        // What is there under a name that says what went into it needn't be made again.
        let is_there = matches!(file, File::Made(_)) && target.exists();
        if is_there && !compress::is_text(path) {
            return Ok((false, Vec::new()));
        }
        let bytes = if is_there { read(&target)? } else { file.bytes_at(bench)? };
        let changed = !is_there && write_one(&target, &bytes)?;
        Ok((changed, beside(path, &bytes, changed)?))
    };
    let all = output.files.par_iter().map_init(Bench::default, one).collect::<io::Result<Vec<_>>>()?;
    let written = all.iter().filter(|(changed, _)| *changed).count();
    let unchanged = all.len() - written;
    let copies = all.into_iter().flat_map(|(_, copies)| copies);
    let ours: BTreeSet<String> = output.files.keys().cloned().chain(copies).collect();
    let removed = remove_stale(out, &ours)?;
    let list = ours.into_iter().collect::<Vec<_>>().join("\n");
    write_one(&out.join(LIST), list.as_bytes())?;
    Ok(Written { written, unchanged, removed })
}

/// The compressed copies of one file.
fn copies(out: &Path, path: &str, bytes: &[u8], changed: bool) -> io::Result<Vec<String>> {
    if !compress::is_worth_it(path, bytes.len()) {
        return Ok(Vec::new());
    }
    let copy = |ending: &str| {
        let copy = format!("{path}.{ending}");
        let file = out.join(&copy);
        if changed || !file.exists() {
            write_one(&file, &compress::copy(ending, path, bytes)?)?;
        }
        Ok(copy)
    };
    compress::ENDINGS.into_iter().map(copy).collect()
}

/// Writes one file if its bytes differ, and says whether it did.
fn write_one(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    let folder = path.parent().expect("an output path has a folder");
    fs::create_dir_all(folder).map_err(|e| at("create", folder, &e))?;
    let mut name = path.file_name().expect("an output path has a name").to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    fs::write(&part, bytes).map_err(|e| at("write", &part, &e))?;
    fs::rename(&part, path).map_err(|e| at("write", path, &e))?;
    Ok(true)
}

/// Removes what the list of the last build names and this build doesn't make.
fn remove_stale(out: &Path, made: &BTreeSet<String>) -> io::Result<usize> {
    let Ok(list) = fs::read_to_string(out.join(LIST)) else { return Ok(0) };
    let mut removed = 0;
    let mut folders = BTreeSet::new();
    for path in list.lines().filter(|path| ours(path) && !made.contains(*path)) {
        let path = out.join(path);
        match fs::remove_file(&path) {
            Ok(()) => removed += 1,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(at("remove", &path, &e)),
        }
        folders.extend(path.ancestors().skip(1).take_while(|p| *p != out).map(Path::to_owned));
    }
    // The deepest first; a folder that still holds something stays, which is what we want.
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
    Ok(removed)
}

/// A line of the list that may be removed: the list is a file, and files can be edited.
fn ours(path: &str) -> bool {
    !path.is_empty() && !path.starts_with('/') && path.split('/').all(|part| part != ".." && !part.is_empty())
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    fs::read(path).map_err(|e| at("read", path, &e))
}

fn at(verb: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {verb} `{}`: {error}", path.display()))
}
