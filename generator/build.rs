//! Gives the program a number that changes with its sources and libraries, so that what another program kept in the cache is
//! never taken for its own.
//!
//! All sources count: a list of those that matter would one day leave one out. So do the features of libraries, which stand
//! in the manifests.
#![expect(clippy::disallowed_methods, reason = "sources are read while the program is compiled")]

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::{fs, io};

/// Our own sources, those of the crates beside us, and the versions and features of the libraries.
const SOURCES: [&str; 8] = [
    "src",
    "../forms-fn/src",
    "../forms-fn/forms/src",
    "Cargo.toml",
    "../forms-fn/Cargo.toml",
    "../forms-fn/forms/Cargo.toml",
    "../Cargo.toml",
    "../Cargo.lock",
];

/// The theme that a program which is made to be handed out has in it. One that is being developed reads it when it runs,
/// so that a change to a style compiles nothing.
const THEME: &str = "../themes/default";

fn main() -> io::Result<()> {
    let mut files = Vec::new();
    let has_theme = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    for source in SOURCES.into_iter().chain(has_theme.then_some(THEME)) {
        println!("cargo::rerun-if-changed={source}");
        add(Path::new(source), &mut files)?;
    }
    files.sort_unstable();
    // Another compiler's may make another number of the same, which does no harm.
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.hash(&mut hasher);
        fs::read(file)?.hash(&mut hasher);
    }
    println!("cargo::rustc-env=PROGRAM={:016x}", hasher.finish());
    Ok(())
}

fn add(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            add(&entry?.path(), files)?;
        }
    } else {
        files.push(path.to_owned());
    }
    Ok(())
}
