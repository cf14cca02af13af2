//! One call of git: its surroundings, what it reads, what it says, how long it may take.

use std::ffi::OsString;
use std::io::{Read, Write as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;
use std::{fmt, io, thread};

/// How long git may take on this machine.
const AT_MOST: Duration = Duration::from_secs(20);

/// How long it may take to talk to a host.
pub(super) const AT_MOST_TO_HOST: Duration = Duration::from_secs(60);

/// What git gets of the surroundings: where its programs and keys are.
const KEPT: [&str; 5] = ["PATH", "HOME", "SSH_AUTH_SOCK", "XDG_CONFIG_HOME", "SYSTEMROOT"];

/// Why git did nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum GitFault {
    /// The program isn't there.
    NoGit,
    /// The folder lies in no repository.
    NoRepository(PathBuf),
    /// No branch is checked out.
    NoBranch,
    /// Nothing was ever saved in it.
    NothingYet,
    /// Its settings name nobody.
    NoOwner,
    /// A branch of this name stands where the names of drafts begin.
    InTheWay(String),
    /// It was asked for something that it refused.
    Failed {
        /// The command: `push`.
        command: String,
        /// Its own words.
        said: String,
    },
    /// It took too long, and was ended.
    TooLong(String),
    /// The host has no longer what it had: somebody has taken a version back there.
    TakenBack(String),
    /// The system refused something.
    System(String),
}

impl fmt::Display for GitFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoGit => f.write_str("the program `git` isn't installed; install it, version 2.39 or newer"),
            Self::NoRepository(root) => write!(
                f,
                "`{}` lies in no git repository; begin one there with `git init`, `git add .` and `git commit -m Begin`",
                root.display()
            ),
            Self::NoBranch => f.write_str("no branch is checked out; `git switch main` changes that"),
            Self::NothingYet => f.write_str("the repository has no commit yet; make one with `git add .` and `git commit -m Begin`"),
            Self::NoOwner => f.write_str(
                "git doesn't know who you are; tell it with `git config user.name \"…\"` and `git config user.email …`",
            ),
            Self::InTheWay(branch) => write!(
                f,
                "the repository has a branch `{branch}`, and drafts are branches `{branch}/…`, which git can't keep beside it; give it another \
                 name with `git branch --move {branch} {branch}-before`"
            ),
            Self::Failed { command, said } => write!(f, "git {command}: {}", said.trim()),
            Self::TooLong(command) => write!(f, "git {command} took too long and was ended"),
            Self::TakenBack(version) => write!(f, "the host doesn't have version `{version}` any more, which it had"),
            Self::System(said) => f.write_str(said),
        }
    }
}

impl GitFault {
    pub(super) fn io(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::NotFound { Self::NoGit } else { Self::System(error.to_string()) }
    }
}

/// Where git is. By its name alone the standard library finds it in other surroundings only behind a `fork`, which copies the tables of
/// all memory of this program for each call; by its path it is started without.
pub(super) fn git() -> PathBuf {
    // A call says so where there is none.
    which::which("git").unwrap_or_else(|_| PathBuf::from("git"))
}

/// A call to be made.
pub(super) struct Call<'a> {
    program: &'a Path,
    folder: &'a Path,
    more: Vec<(&'static str, OsString)>,
    limit: Duration,
}

impl<'a> Call<'a> {
    pub(super) fn new(program: &'a Path, folder: &'a Path) -> Self {
        Self { program, folder, more: Vec::new(), limit: AT_MOST }
    }

    /// Of a repository whose place is known.
    pub(super) fn of(self, git_dir: &Path) -> Self {
        self.with("GIT_DIR", git_dir)
    }

    /// With something more in its surroundings.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<OsString>) -> Self {
        self.more.push((name, value.into()));
        self
    }

    /// Standing in another folder.
    pub(super) fn inside(self, folder: &'a Path) -> Self {
        Self { folder, ..self }
    }

    /// Talks to a host.
    pub(super) fn slow(self, limit: Duration) -> Self {
        Self { limit, ..self }
    }

    /// What it prints, as text.
    pub(super) fn text(&self, arguments: &[&str]) -> Result<String, GitFault> {
        let told = self.bytes(arguments, &[])?;
        String::from_utf8(told)
            .map_err(|_| GitFault::System("git says something that isn't UTF-8".to_owned()))
    }

    /// What it prints when it is given this to read.
    pub(super) fn bytes(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, GitFault> {
        let mut child = self.command(arguments).spawn().map_err(|error| GitFault::io(&error))?;
        let command = arguments.first().copied().unwrap_or_default();
        let (told, said, ended) =
            talk(&mut child, input, self.limit).map_err(|error| GitFault::io(&error))?;
        match ended {
            None => Err(GitFault::TooLong(command.to_owned())),
            Some(true) => Ok(told),
            Some(false) => {
                let said = [&*String::from_utf8_lossy(&told), &*String::from_utf8_lossy(&said)].concat();
                Err(GitFault::Failed { command: command.to_owned(), said })
            }
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(self.program);
        command.env_clear().current_dir(self.folder);
        #[expect(clippy::disallowed_methods, reason = "git needs its programs and keys")]
        for (name, value) in KEPT.iter().filter_map(|name| Some((name, std::env::var(name).ok()?))) {
            command.env(name, value);
        }
        command.envs([
            ("LANG", "C"),
            ("LC_ALL", "C"),
            ("GIT_TERMINAL_PROMPT", "0"),
            ("GIT_CONFIG_NOSYSTEM", "1"),
            // A path is a path, also one that begins with a colon or has a star.
            ("GIT_LITERAL_PATHSPECS", "1"),
        ]);
        command.envs([("GIT_SSH_COMMAND", "ssh -o BatchMode=yes"), ("GIT_OPTIONAL_LOCKS", "0")]);
        command.envs(self.more.iter().map(|(name, value)| (name, value)));
        // Nothing of a repository may run a program of its own.
        for setting in [
            "core.hooksPath=/dev/null",
            "core.fsmonitor=false",
            "protocol.allow=never",
            "protocol.https.allow=always",
            "protocol.ssh.allow=always",
            "protocol.file.allow=always",
            "core.quotePath=false",
            "gc.auto=0",
            // Settings of whoever runs it that would change what is printed or written.
            "log.showSignature=false",
            "core.autocrlf=false",
        ] {
            command.args(["-c", setting]);
        }
        // A group of its own, so that its helpers end with it.
        command.process_group(0);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }
}

/// Writes to a program, reads all that it says, and waits for its end: what it printed, what it complained of, and whether it ended
/// well; `None` if it was ended.
fn talk(child: &mut Child, input: &[u8], limit: Duration) -> io::Result<(Vec<u8>, Vec<u8>, Option<bool>)> {
    let (mut stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        let (done, ended) = channel::<()>();
        let read = |pipe: Option<Box<dyn Read + Send>>, done: std::sync::mpsc::Sender<()>| {
            move || {
                let mut bytes = Vec::new();
                let read = pipe.map_or(Ok(0), |mut pipe| pipe.read_to_end(&mut bytes));
                drop(done);
                read.map(|_| bytes)
            }
        };
        let told = scope.spawn(read(stdout.map(|pipe| Box::new(pipe) as _), done.clone()));
        let said = scope.spawn(read(stderr.map(|pipe| Box::new(pipe) as _), done));
        scope.spawn(move || {
            // A program that ends early reads no more, and says why.
            let _ = stdin.as_mut().map(|stdin| stdin.write_all(input));
            drop(stdin);
        });
        let is_late = matches!(ended.recv_timeout(limit), Err(RecvTimeoutError::Timeout));
        if is_late {
            end_with_helpers(child)?;
        }
        let status = child.wait()?;
        let gone = || io::Error::other("a thread that reads has ended");
        let told = told.join().map_err(|_| gone())??;
        let said = said.join().map_err(|_| gone())??;
        Ok((told, said, (!is_late).then(|| status.success())))
    })
}

/// Ends a program and all that it has started, such as `ssh`: they hold the pipes that we read.
fn end_with_helpers(child: &mut Child) -> io::Result<()> {
    if end_group(child.id()) { Ok(()) } else { child.kill() }
}

/// Ends all programs of a group that is named by its first one; whether there was one.
pub(crate) fn end_group(id: u32) -> bool {
    let mut kill = Command::new("sh");
    kill.args(["-c", "kill -s KILL -- \"-$0\"", &id.to_string()]);
    let ended = kill.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    ended.is_ok_and(|status| status.success())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_takes_too_long_ends_with_all_that_it_has_started() {
        // What the shell starts holds the pipes, as `ssh` does below git.
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 3600 & sleep 3600"]).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("a shell");
        let (_, _, ended) = talk(&mut child, &[], Duration::from_millis(50)).expect("it is ended");
        assert_eq!(ended, None);
    }
}
