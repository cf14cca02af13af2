//! Sites to test on. Two stand in a string each and are changed by tests; the whole one, in `tests/site`, has the theme of
//! the program, seven languages, and every key of a head somewhere. None of them is the editors' content, which
//! `spaces check` and the checks of the built pages judge.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use generator::build::{self, BuildOptions, Produced};
use jiff::Timestamp;

/// Two languages and small templates of its own: for what a page says.
pub(crate) const RENDERED: &str = include_str!("render/site.txt");
/// Three languages and no template: for what is said about a site.
pub(crate) const TOLD: &str = include_str!("front/site.txt");

/// The moment at which all of them are built.
pub(crate) const NOW: &str = "2026-11-23T12:00:00Z";

pub(crate) fn now() -> Timestamp {
    NOW.parse().unwrap()
}

/// Path and text of each file of a site in a string, in which a line `-- path --` stands before each.
pub(crate) fn files(site: &str) -> impl Iterator<Item = (&str, String)> {
    site.trim_start_matches("-- ").split("\n-- ").map(|part| {
        let (path, text) = part.split_once(" --").expect("a line with a path");
        (path, format!("{}\n", text.trim_start_matches('\n').trim_end()))
    })
}

/// A site in a string, on disk.
pub(crate) fn on_disk(site: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files(site) {
        write(folder.path(), path, &text);
    }
    folder
}

/// The folder of the whole site, which nobody may change. Its `themes` is a link to those of the program.
pub(crate) fn whole() -> PathBuf {
    crate::generator_folder().join("tests/site")
}

/// A copy of the whole site.
pub(crate) fn copied() -> tempfile::TempDir {
    copy_of(&[""])
}

/// A copy of the theme, settings, forms and pages of the whole site, without a story and an event.
pub(crate) fn without_stories_and_events() -> tempfile::TempDir {
    copy_of(&["forms", "pages", "site.yaml", "organisations.yaml", "topics.yaml", "towns.yaml"])
}

/// A copy of the theme and of these parts of the content.
fn copy_of(parts: &[&str]) -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let below = parts.iter().map(|part| Path::new("content").join(part));
    for part in below.chain(["themes".into()]) {
        copy(&whole().join(&part), &site.path().join(&part));
    }
    site
}

/// Copies a file, or a folder with all that is in it; a link to a folder as what it leads to.
fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.unwrap();
        let to = match entry.path().strip_prefix(from) {
            Ok(below) if below != Path::new("") => to.join(below),
            _ => to.to_owned(),
        };
        if entry.path().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else {
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::copy(entry.path(), to).unwrap();
        }
    }
}

pub(crate) fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

pub(crate) fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Replaces a part of a file that must be there.
#[track_caller]
pub(crate) fn change(root: &Path, path: &str, old: &str, new: &str) {
    let text = read(root, path);
    assert!(text.contains(old), "no `{old}` in {path}:\n{text}");
    write(root, path, &text.replace(old, new));
}

/// What a build of the folder makes, in memory.
pub(crate) fn produce(root: impl Into<PathBuf>) -> Produced {
    build::produce(&BuildOptions::new(root, now()))
}

/// Runs `spaces` in the folder of a site.
pub(crate) fn spaces(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_spaces")).args(arguments).current_dir(root).output().unwrap()
}

/// What `spaces` prints when it succeeds.
#[track_caller]
pub(crate) fn said(root: &Path, arguments: &[&str]) -> String {
    let output = spaces(root, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
