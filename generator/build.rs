//! Gives the program a number that changes with all that decides what it makes of a document's text, so that what an
//! older program kept in the cache is never taken for its own.
#![expect(clippy::disallowed_methods, reason = "sources are read while the program is compiled")]

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// What reads and writes texts, and the versions of the libraries that it uses.
const SOURCES: [&str; 6] = [
    "src/document",
    "src/document.rs",
    "src/front_matter",
    "src/markdown",
    "src/markdown.rs",
    "../Cargo.lock",
];

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        add(Path::new(source), &mut files)?;
    }
    files.sort_unstable();
    let mut hasher = DefaultHasher::new();
    for file in files {
        fs::read(file)?.hash(&mut hasher);
    }
    println!("cargo::rustc-env=DOCUMENT_READER={:016x}", hasher.finish());
    Ok(())
}

fn add(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            add(&entry?.path(), files)?;
        }
    } else if path.exists() {
        files.push(path.to_owned());
    }
    Ok(())
}
