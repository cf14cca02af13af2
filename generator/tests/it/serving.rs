//! The dev server through its own address: pages on demand, problems over the last good page, one reload for each save.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use generator::build::{self, BuildOptions};
use generator::output::File;
use jiff::Timestamp;

const SITE: &str = include_str!("render/site.txt");

/// The text of a file that is removed.
const GONE: &str = "gone";

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

    /// Saves what `change` makes of a file, and waits until everything is as a build of the folder makes it.
    fn save_and_compare(&self, file: &str, change: impl Fn(&str) -> String) {
        let mut seen = self.version("");
        let file = self.root.path().join(file);
        let (before, old) = (fs::read_to_string(&file).unwrap_or_default(), self.built());
        let after = change(&before);
        assert_ne!(before, after, "{}", file.display());
        if after == GONE {
            fs::remove_file(&file).unwrap();
        } else {
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(&file, after).unwrap();
        }
        let new = self.built();
        assert_ne!(old, new, "it changes something: {}", file.display());
        for _ in 0..10 {
            seen = self.version(&seen);
            if self.differing(&new).is_empty() {
                return;
            }
        }
        panic!("after {}: {:?}", file.display(), self.differing(&new));
    }

    /// Address and text of all pages, feeds and calendars that a build makes of the folder.
    fn built(&self) -> BTreeMap<String, String> {
        let built = build::produce(&BuildOptions::new(self.root.path(), Timestamp::now()));
        let files = built.output.unwrap_or_else(|| panic!("{:?}", built.diagnostics)).files;
        let text = |(path, file): (String, File)| {
            let address = path.strip_prefix("public")?.trim_end_matches("index.html").to_owned();
            Some((address, String::from_utf8(file.bytes().ok()?).ok()?))
        };
        files.into_iter().filter_map(text).collect()
    }

    /// The addresses at which the server has something else.
    fn differing(&self, built: &BTreeMap<String, String>) -> Vec<String> {
        let reload = "<script type=\"module\" src=\"/-/reload.js\"></script>";
        let differs =
            |(address, text): &(&String, &String)| self.get(address).1.replace(reload, "") != **text;
        built.iter().filter(differs).map(|(address, _)| address.clone()).collect()
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

#[test]
fn whatever_is_saved_every_page_is_as_a_build_makes_it() {
    let server = Server::start();
    let (bread, bread_da) = ("content/stories/bread/index.en.md", "content/stories/bread/index.da.md");
    let (dinner, home) = ("content/events/dinner/index.en.md", "content/pages/home/index.en.md");
    let theme = |path: &str| format!("themes/default/{path}");
    let with = |from: &'static str, to: &'static str| move |text: &str| text.replacen(from, to, 1);
    // Words alone: of a text, on cards, beside neighbours, in menus and calendars.
    server.save_and_compare(bread, |text| format!("{text}\nAnd a second oven came.\n"));
    server.save_and_compare(bread, with("title: ", "title: The very "));
    server.save_and_compare(bread_da, with("title: ", "title: Det meget "));
    server.save_and_compare(dinner, with("title: ", "title: The long "));
    server.save_and_compare(home, with("title: ", "title: The dear "));
    // What other pages hang on: an anchor, an address, a fact, the order.
    server.save_and_compare(bread, |text| format!("{text}\n## Later\n\n[tea](../tea/)\n"));
    server.save_and_compare(bread, with("title: ", "slug: loaf\ntitle: "));
    server.save_and_compare(bread, with("date: \"2026", "date: \"2025"));
    server.save_and_compare(dinner, with("capacity: ", "capacity: 1"));
    // What stands around all pages.
    server.save_and_compare(&theme("templates/story.html"), with("{% block main %}", "{% block main %}<hr>"));
    server.save_and_compare(&theme("styles/10-a.css"), |text| format!("{text}\nb {{ order: 3 }}\n"));
    server.save_and_compare(&theme("texts/da.yaml"), with("{ stories: Stories,", "{ stories: Alle Stories,"));
    server.save_and_compare("content/templates/topics.html", |_| {
        "{% extends \"base.html\" %}{% block main %}<hr>{% endblock %}\n".to_owned()
    });
    // Words again after all that, and documents that come and go.
    server.save_and_compare(bread_da, |text| format!("{text}\nSlut.\n"));
    let copy = "content/stories/cake/index.en.md";
    let text = fs::read_to_string(server.root.path().join(bread)).unwrap();
    server.save_and_compare(copy, |_| text.replace("slug: loaf\n", ""));
    server.save_and_compare(copy, with("title: ", "title: Another "));
    server.save_and_compare(copy, |_| GONE.to_owned());
    // An empty file is no translation, and isn't one again when another language is saved.
    server.save_and_compare(bread_da, |_| String::new());
    server.save_and_compare(bread, with("title: ", "title: Only "));
    server.save_and_compare(bread, with("title: ", "title: Truly "));
}
