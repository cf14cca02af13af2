//! Git's history of a source → the words that it had when a translation was made from it.
//!
//! An edge: it asks the program `git`. Without git, a repository or a match there is no answer.

use std::path::Path;
use std::process::Command;

use crate::document;

/// The most versions of one file that are looked at.
const VERSIONS: &str = "200";

/// The words with this fingerprint, from the newest version of the file that had them.
pub(super) fn words_with(root: &Path, path: &str, fingerprint: &str) -> Option<String> {
    versions(root, path)?.iter().find_map(|(revision, name)| {
        let text = git(root, &["show", &format!("{revision}:{name}")])?;
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        document::of_file(path, &text).filter(|words| document::fingerprint(words) == fingerprint)
    })
}

/// Each version of a file, the newest first: the commit, and the file's name there from the top of
/// the repository, which may have been another one.
fn versions(root: &Path, path: &str) -> Option<Vec<(String, String)>> {
    let format = "--format=commit:%H";
    let arguments = ["log", "--follow", "-n", VERSIONS, format, "--name-only", "--diff-filter=d", "--", path];
    let log = git(root, &arguments)?;
    let mut versions = Vec::new();
    let mut commit = "";
    for line in log.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("commit:") {
            Some(revision) => commit = revision,
            None => versions.push((commit.to_owned(), line.to_owned())),
        }
    }
    Some(versions)
}

/// What git prints, if it succeeds.
fn git(root: &Path, arguments: &[&str]) -> Option<String> {
    let output = Command::new("git")
        .arg("-C")
        .arg(root)
        .args(["-c", "core.quotePath=false"])
        .args(arguments)
        .output()
        .ok()?;
    output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()
}
