//! A shell where the releases lie. Two ways lead to it, and all that is done there goes through them: a script on standard
//! input, or a stream that `tar` unpacks.

use std::fmt::Write as _;
use std::io::{self, Write};
use std::process::{Command, Output, Stdio};
use std::thread;

use super::ServerFolder;

/// Before each script. What others of the machine read is no secret: it is the site.
const HEAD: &str = "umask 022\nLC_ALL=C\nexport LC_ALL\n";

/// Runs what is to be done in the folder of releases.
#[derive(Debug)]
pub(super) struct Shell {
    destination: ServerFolder,
    /// What calls the other machine: `ssh`, or with options as a shell reads them.
    ssh: String,
    /// The lock is ours, and says with each call that we are alive.
    keeps_lock: bool,
}

impl Shell {
    pub(super) fn new(destination: &ServerFolder, ssh: &str) -> Self {
        Self { destination: destination.clone(), ssh: ssh.to_owned(), keeps_lock: false }
    }

    /// From now on each call touches the lock.
    pub(super) fn keep_lock(&mut self) {
        self.keeps_lock = true;
    }

    /// What a script prints. It finds `root` and these words as variables.
    ///
    /// # Errors
    /// What it says on standard error when it fails.
    pub(super) fn run(&self, script: &str, words: &[(&str, &str)]) -> Result<String, String> {
        let mut text = HEAD.to_owned();
        let root = ("root", &*self.destination.folder);
        for (name, value) in [root].iter().chain(words) {
            let _ = writeln!(text, "{name}={}", quoted(value));
        }
        if self.keeps_lock {
            text.push_str("touch -c -- \"$root/.lock\" 2>/dev/null || :\n");
        }
        text.push_str(script);
        let output = self.call("sh -eu", |input| input.write_all(text.as_bytes()))?;
        // Somebody may have written into the history by hand.
        Ok(String::from_utf8_lossy(&output).into_owned())
    }

    /// Unpacks the stream that `write` writes, in the folder of releases.
    ///
    /// # Errors
    /// What tar says, or what went wrong while it was written.
    pub(super) fn unpack(
        &self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send,
    ) -> Result<(), String> {
        // Whoever unpacks owns it.
        let folder = quoted(&self.destination.folder);
        // A line may be slow, and the lock has to tell all the while that somebody is at work.
        let alive = format!("while sleep 60; do touch -c {folder}/.lock; done >/dev/null 2>&1 & alive=$!");
        let command = format!(
            "umask 022; {alive}; tar -x -o -f - -C {folder}; did=$?; kill $alive 2>/dev/null; exit $did"
        );
        self.call(&format!("sh -c {}", quoted(&command)), write).map(drop)
    }

    /// What a command prints that is given something to read.
    fn call(
        &self,
        command: &str,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send,
    ) -> Result<Vec<u8>, String> {
        let mut call = Command::new("sh");
        match &self.destination.host {
            // The words of `--ssh` are divided as by a shell, as with rsync and git.
            Some(host) => call.arg("-c").arg(format!("exec {} \"$@\"", self.ssh)).args(["sh", host, command]),
            None => call.args(["-c", command]),
        };
        let pipes = call.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = pipes.spawn().map_err(|e| format!("cannot run `sh`: {e}"))?;
        let input = child.stdin.take().expect("it was asked for");
        let (output, written) = thread::scope(|scope| {
            let writer = scope.spawn(move || {
                let mut input = io::BufWriter::new(input);
                write(&mut input).and_then(|()| input.flush())
            });
            (child.wait_with_output(), writer.join())
        });
        let output = output.map_err(|e| format!("cannot talk to `sh`: {e}"))?;
        let written = written.map_err(|_| "what is sent couldn't be made".to_owned())?;
        self.answer(output, written)
    }

    /// What the command says comes first: when it ends early, writing to it fails, too.
    fn answer(&self, output: Output, written: io::Result<()>) -> Result<Vec<u8>, String> {
        if output.status.success() {
            let told = written.map_err(|e| format!("cannot send to {}: {e}", self.destination));
            return told.map(|()| output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(if said.is_empty() { format!("{}: {}", self.destination, output.status) } else { said })
    }
}

/// A word as a shell reads it.
pub(super) fn quoted(word: &str) -> String {
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::Shell;

    #[test]
    fn words_arrive_as_they_are() {
        let shell = Shell::new(&"/tmp".parse().expect("a folder"), "ssh");
        for word in ["a b", "it's", "$HOME", "\"`x`\"", "a\\nb", "-n", "", "æøå", "two\nlines"] {
            assert_eq!(shell.run("printf '%s' \"$word\"", &[("word", word)]).as_deref(), Ok(word));
        }
    }

    #[test]
    fn what_fails_says_why() {
        let shell = Shell::new(&"/tmp".parse().expect("a folder"), "ssh");
        let failed = shell.run("echo no room >&2; exit 3\n", &[]);
        assert_eq!(failed, Err("no room".to_owned()));
        assert!(shell.run("exit 4\n", &[]).is_err_and(|e| e.contains("/tmp") && e.contains('4')));
    }
}
