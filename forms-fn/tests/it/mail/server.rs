//! A real mail server on this machine: `tests/smtp_sink.py`, started anew for each test.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// A running server; it ends with this value.
pub(crate) struct Sink {
    child: Child,
    port: u16,
    folder: TempDir,
}

impl Sink {
    /// Starts it with these arguments after the folder: `--login user:password`,
    /// `--certificate file`, `address=reply`.
    pub(crate) fn start(arguments: &[&str]) -> Self {
        let python = std::env::var_os("SPACES_PYTHON").expect(
            "SPACES_PYTHON names no Python: `./check test` makes one with what the tests need, and sets it",
        );
        let folder = tempfile::tempdir().unwrap();
        let mut child = Command::new(&python)
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/smtp_sink.py"))
            .arg(folder.path())
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap_or_else(|e| panic!("cannot start {}: {e}; run `./check test`", python.display()));
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("the mail server says its port; its words are above");
        Self { child, port, folder }
    }

    /// Its address for a transport, without TLS.
    pub(crate) fn address(&self) -> String {
        format!("smtp://127.0.0.1:{}?tls=none", self.port)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// What has arrived, in order. A message is there before the server says so to its sender.
    pub(crate) fn messages(&self) -> Vec<Vec<u8>> {
        self.files("eml").iter().map(|path| fs::read(path).unwrap()).collect()
    }

    /// Sender and receivers of each message, as JSON.
    pub(crate) fn envelopes(&self) -> Vec<serde_json::Value> {
        let read = |path: &PathBuf| serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
        self.files("json").iter().map(read).collect()
    }

    fn files(&self, extension: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.folder.path()).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> =
            entries.filter(|path| path.extension().is_some_and(|found| found == extension)).collect();
        files.sort();
        files
    }
}

impl Drop for Sink {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
