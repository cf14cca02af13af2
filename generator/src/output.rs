//! What a build makes, as a map from path to bytes, and the one place that writes it to disk.
//!
//! Only files whose bytes differ are written, each under a temporary name first, so that a reader
//! never sees half a page. What an earlier build wrote and this one no longer makes is removed;
//! files that somebody else put into the folder are left alone.
#![expect(clippy::disallowed_methods, reason = "the one writer")]

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
            Self::Copy(path) => fs::read(path).map_err(|e| at("read", path, &e)),
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
    let changed = output
        .files
        .par_iter()
        .map_init(Bench::default, |bench, (path, file)| write_one(&out.join(path), file, bench))
        .collect::<io::Result<Vec<bool>>>()?;
    let written = changed.iter().filter(|changed| **changed).count();
    let removed = remove_stale(out, output)?;
    let list = output.files.keys().cloned().collect::<Vec<_>>().join("\n");
    write_one(&out.join(LIST), &File::Bytes(list.into_bytes()), &mut Bench::default())?;
    Ok(Written { written, unchanged: changed.len() - written, removed })
}

/// Writes one file if its bytes differ, and says whether it did. What is there under a name that says
/// what went into it needn't be made again.
fn write_one(path: &Path, file: &File, bench: &mut Bench) -> io::Result<bool> {
    if matches!(file, File::Made(_)) && path.exists() {
        return Ok(false);
    }
    let bytes = file.bytes_at(bench)?;
    if fs::read(path).is_ok_and(|old| old == bytes) {
        return Ok(false);
    }
    let folder = path.parent().expect("an output path has a folder");
    fs::create_dir_all(folder).map_err(|e| at("create", folder, &e))?;
    let mut name = path.file_name().expect("an output path has a name").to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    fs::write(&part, &bytes).map_err(|e| at("write", &part, &e))?;
    fs::rename(&part, path).map_err(|e| at("write", path, &e))?;
    Ok(true)
}

/// Removes what the list of the last build names and this build doesn't make.
fn remove_stale(out: &Path, output: &Output) -> io::Result<usize> {
    let Ok(list) = fs::read_to_string(out.join(LIST)) else { return Ok(0) };
    let mut removed = 0;
    let mut folders = BTreeSet::new();
    for path in list.lines().filter(|path| ours(path) && !output.files.contains_key(*path)) {
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

fn at(verb: &str, path: &Path, error: &io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot {verb} `{}`: {error}", path.display()))
}
