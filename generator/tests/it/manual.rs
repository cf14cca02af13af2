//! The manual: what its pages say can be done as they say it, and it is a site without a fault.

mod commands;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::site;

/// A server of `spaces` on a free port; stopped when it goes out of scope.
struct Server {
    child: Child,
    address: String,
    /// Where it puts what is needed for a while.
    scratch: tempfile::TempDir,
}

impl Server {
    /// Starts a command that serves, in this folder.
    fn start(folder: &Path, arguments: &[&str]) -> Self {
        let scratch = tempfile::tempdir().unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_spaces"))
            .args(arguments)
            .args(["--addr", "127.0.0.1:0"])
            .current_dir(folder)
            .env("TMPDIR", scratch.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { child, address, scratch }
    }

    /// Asks it to stop, as Ctrl-C does, and gives how many files it has left.
    fn stopped(mut self) -> usize {
        let asked = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success() && self.child.wait().unwrap().success());
        fs::read_dir(self.scratch.path()).unwrap().count()
    }

    /// What stands at an address that there is.
    fn page(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with("HTTP/1.1 200"), "{path}: {answer}");
        answer
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have stopped by itself.
        let _ = self.child.kill();
        self.child.wait().unwrap();
    }
}

/// The built manual, and what was told while it was built.
fn built() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let output = site::spaces(folder.path(), &["manual", "--out", "made"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success(), "{told}");
    (folder, told)
}

/// Every page of a built site below a folder, as its path and its text.
fn pages(root: &Path) -> Vec<(String, String)> {
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let pages = files.filter(|file| file.file_name() == "index.html");
    let text = |file: walkdir::DirEntry| {
        let path = file.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        (path, fs::read_to_string(file.path()).unwrap())
    };
    pages.map(text).collect()
}

#[test]
fn the_manual_is_a_site_without_a_fault_that_has_every_page_of_its_list() {
    let (folder, told) = built();
    assert_eq!(told, "0 errors, 0 warnings\n");
    let english = folder.path().join("made/public/en");
    let home = site::read(&english, "index.html");
    let made = pages(&english);
    let names = manual::pages();
    assert!(names.len() > 12, "{names:?}");
    for name in &names {
        let ending = format!("/{name}/index.html");
        let [(path, page)] = made.iter().filter(|(path, _)| path.ends_with(&ending)).collect::<Vec<_>>()[..]
        else {
            panic!("no page, or several, of docs/{name}.md");
        };
        let link = format!("href=\"/en/{}\"", path.trim_end_matches("index.html"));
        let (_, foot) = page.rsplit_once("<footer").unwrap();
        assert!(home.contains(&link) && foot.contains(&link), "{link} is in no menu");
        assert!(!page.contains(".md</a>"), "{name} calls a page by its file");
    }
    assert!(folder.path().join("made/public/pagefind").is_dir(), "it can be searched");
}

#[test]
fn the_manual_names_every_command() {
    let texts = manual::files().into_iter().filter(|file| file.path.ends_with(".md"));
    let text: String = texts.map(|file| String::from_utf8(file.bytes).unwrap()).collect();
    let help = site::said(Path::new("."), &["--help"]);
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names: Vec<&str> = commands
        .lines()
        .take_while(|line| !line.is_empty())
        .filter(|line| line.starts_with("  ") && !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .collect();
    assert!(names.len() > 15 && names.contains(&"manual"), "{names:?}");
    for name in names {
        let named = [' ', '`', '\n'].iter().any(|end| text.contains(&format!("spaces {name}{end}")));
        assert!(named, "the manual doesn't name `spaces {name}`");
    }
}

/// It is there without the internet and without this repository, and nothing is said of organisers and letters.
#[test]
fn the_manual_is_shown_from_the_program_alone() {
    let folder = tempfile::tempdir().unwrap();
    let server = Server::start(folder.path(), &["manual"]);
    assert!(server.page("/en/").contains("href=\"/en/begin/start/\""));
    assert!(server.page("/en/write/markdown/").contains("::: quote"));
    assert!(server.page("/en/search/").contains("type=\"search\""));
    assert_eq!(server.stopped(), 0, "it takes away what it needed for a while");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "it leaves nothing where one stands");
}

/// All developers' documents are left out on purpose: what is named neither in the list nor here would be forgotten.
#[test]
fn each_document_is_a_page_or_known_not_to_be_one() {
    const OTHERS: [&str; 7] = ["browser", "decisions", "holds", "keeping", "open", "speed", "store"];
    let docs = crate::generator_folder().parent().unwrap().join("docs");
    let names = manual::pages();
    for file in fs::read_dir(docs).unwrap().map(Result::unwrap) {
        let file = file.file_name().into_string().unwrap();
        let Some(name) = file.strip_suffix(".md") else { continue };
        let is_page = names.iter().any(|page| page == name);
        assert_ne!(is_page, OTHERS.contains(&name), "{file}");
    }
}
