//! The dev server through its own address: pages on demand, problems over the last good page, one reload for each save.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

const SITE: &str = include_str!("render/site.txt");

/// `spaces serve` on a free port; stopped when it goes out of scope.
struct Server {
    root: tempfile::TempDir,
    child: Child,
    address: String,
}

impl Server {
    fn start() -> Self {
        let root = tempfile::tempdir().unwrap();
        for part in SITE.trim_start_matches("-- ").split("\n-- ") {
            let (path, text) = part.split_once(" --\n").unwrap();
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, format!("{}\n", text.trim_end())).unwrap();
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_spaces"))
            .args(["serve", "--addr", "127.0.0.1:0", "--now", "2026-11-23T12:00:00Z"])
            .args([Path::new("--root"), root.path(), Path::new("--data"), &root.path().join("var")])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://").trim_end_matches('/').to_owned();
        Self { root, child, address }
    }

    /// Status and body of an answer.
    fn get(&self, path: &str) -> (String, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().to_owned(), body.to_owned())
    }

    fn page(&self, path: &str) -> String {
        let (status, body) = self.get(path);
        assert_eq!(status, "200", "{path}");
        body
    }

    /// Saves what `change` makes of a file, and waits until `until` is true of the page after a reload.
    fn save(&self, file: &str, change: impl Fn(&str) -> String, page: &str, until: impl Fn(&str) -> bool) {
        let mut seen = self.version("");
        let file = self.root.path().join(file);
        fs::write(&file, change(&fs::read_to_string(&file).unwrap())).unwrap();
        // The server answers as soon as there is another state; how many there are is its own business.
        for _ in 0..10 {
            seen = self.version(&seen);
            if until(&self.page(page)) {
                return;
            }
        }
        panic!("{page} never came to be as it should:\n{}", self.page(page));
    }

    fn version(&self, seen: &str) -> String {
        self.page(&format!("/-/version?seen={seen}")).trim().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_save_is_a_reload_and_a_fault_leaves_the_last_good_page_under_its_problem() {
    let server = Server::start();
    let bread = "/en/stories/bread/";
    let has_problem = |page: &str| page.contains("spaces-problems");
    assert!(server.page(bread).contains("It began with one oven."));
    assert!(server.page("/en/events/dinner/event.ics").contains("BEGIN:VEVENT"), "made along with its page");
    assert!(server.page("/sitemap.xml").contains("/en/stories/tea/"), "made when all pages are");
    assert_eq!(server.get("/en/stories/nobody/").0, "404");
    assert_eq!(server.get("/en/stories/bread").0, "308");

    let text = "content/stories/bread/index.en.md";
    server.save(text, |text| text.replace("one oven", "two ovens"), bread, |page| page.contains("two ovens"));
    // A fault in the content, and one that shows only when a page is made.
    server.save(
        text,
        |text| text.replace("title:", "titel:"),
        bread,
        |page| has_problem(page) && page.contains("two ovens") && page.contains("titel"),
    );
    server.save(text, |text| text.replace("titel:", "title:"), bread, |page| !has_problem(page));
    let template = "themes/default/templates/story.html";
    let faulty = |text: &str| text.replace("{% block main %}", "{% block main %}{{ t(key=\"no.such\") }}");
    server.save(template, faulty, "/en/", |page| has_problem(page) && page.contains("no.such"));
    assert!(server.page(bread).contains("two ovens"), "the last good page");
    let mended = |text: &str| text.replace("{{ t(key=\"no.such\") }}", "");
    server.save(template, mended, bread, |page| !has_problem(page) && page.contains("two ovens"));
}
