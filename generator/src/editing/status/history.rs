//! Git's history of a source → the words that it had when a translation was made from it.
//!
//! An edge: it asks the program `git`. Without git, a repository or a match there is no answer.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use crate::document;

/// The most versions of one file that are looked at.
const VERSIONS: &str = "200";

/// The words with this fingerprint, from the newest version of the file that had them.
pub(super) fn words_with(root: &Path, path: &str, fingerprint: &str) -> Option<String> {
    let versions = versions(root, path)?;
    let mut contents = Contents::open(root)?;
    versions.iter().find_map(|version| {
        let text = String::from_utf8(contents.of(version)?).ok()?;
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        document::of_file(path, &text).filter(|words| document::fingerprint(words) == fingerprint)
    })
}

/// Each version of a file, the newest first, as git names it: the commit, and behind a colon the file's name there from
/// the top of the repository, which may have been another one.
fn versions(root: &Path, path: &str) -> Option<Vec<String>> {
    let format = "--format=commit:%H";
    let arguments = ["log", "--follow", "-n", VERSIONS, format, "--name-only", "--diff-filter=d", "--", path];
    let output = git(root).args(arguments).output().ok()?;
    let log = output.status.success().then(|| String::from_utf8(output.stdout).ok()).flatten()?;
    let mut versions = Vec::new();
    let mut commit = "";
    for line in log.lines().filter(|line| !line.is_empty()) {
        match line.strip_prefix("commit:") {
            Some(revision) => commit = revision,
            None => versions.push(format!("{commit}:{line}")),
        }
    }
    Some(versions)
}

/// `git cat-file --batch`: one process that is asked for as many versions as are needed, one after the other.
struct Contents {
    git: Child,
    questions: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Contents {
    fn open(root: &Path) -> Option<Self> {
        let mut command = git(root);
        command.args(["cat-file", "--batch"]);
        let pipes = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut git = pipes.spawn().ok()?;
        let questions = git.stdin.take();
        let answers = BufReader::new(git.stdout.take()?);
        Some(Self { git, questions, answers })
    }

    /// The bytes of a version, if it is a file. An answer is a line `<hash> <type> <size>`, the bytes and a line break, or
    /// one line with `missing` at its end.
    fn of(&mut self, version: &str) -> Option<Vec<u8>> {
        writeln!(self.questions.as_mut()?, "{version}").ok()?;
        let mut line = String::new();
        self.answers.read_line(&mut line).ok()?;
        let (object, size) = line.trim_end().rsplit_once(' ')?;
        let mut bytes = vec![0; size.parse().ok()?];
        self.answers.read_exact(&mut bytes).ok()?;
        self.answers.read_exact(&mut [0]).ok()?;
        object.ends_with(" blob").then_some(bytes)
    }
}

impl Drop for Contents {
    /// Git ends when nothing more can be asked.
    fn drop(&mut self) {
        self.questions = None;
        // How it ended says nothing: what was asked for has been read.
        let _ = self.git.wait();
    }
}

fn git(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["-c", "core.quotePath=false"]);
    git
}
