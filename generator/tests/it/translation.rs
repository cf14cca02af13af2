//! What is said about translations: to those who make them, and to those who read them.

mod accept;
mod addresses;
mod behind;
mod hreflang;
mod in_facts;
mod notice;
mod pseudo;
mod status;
mod visible;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

/// A copy of the small site of `front/site.txt` on disk.
pub(crate) fn site() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    for part in include_str!("front/site.txt").trim_start_matches("-- ").split("\n-- ") {
        let (path, text) = part.split_once(" --").unwrap();
        write(site.path(), path, &format!("{}\n", text.trim_start_matches('\n')));
    }
    site
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn read(root: &Path, path: &str) -> String {
    fs::read_to_string(root.join(path)).unwrap()
}

/// Replaces a part of a file that must be there.
pub(crate) fn change(root: &Path, path: &str, old: &str, new: &str) {
    let text = read(root, path);
    assert!(text.contains(old), "no `{old}` in {path}:\n{text}");
    write(root, path, &text.replace(old, new));
}

/// Runs `spaces` in the folder of the site.
fn spaces(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_spaces")).args(arguments).current_dir(root).output().unwrap()
}

/// What `spaces` prints when it succeeds.
pub(crate) fn said(root: &Path, arguments: &[&str]) -> String {
    let output = spaces(root, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn git(root: &Path, arguments: &[&str]) {
    let output = Command::new("git")
        .args(["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .current_dir(root)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
