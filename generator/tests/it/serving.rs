//! The dev server through its own address: pages on demand, problems over the last good page, one reload for each save.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use generator::build::{self, BuildOptions};
use generator::render::{File, OutPath};
use jiff::Timestamp;

use crate::site;

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
        Self::start_with(|_| {})
    }

    /// The small site after some changes.
    fn start_with(change: impl Fn(&Path)) -> Self {
        Self::start_at("", change)
    }

    /// The small site below a path of its address.
    fn start_at(base: &str, change: impl Fn(&Path)) -> Self {
        let address = "baseUrl: https://spaces.example";
        let root = site::on_disk(&site::RENDERED.replace(address, &format!("{address}{base}")));
        change(root.path());
        let said = fs::File::create(root.path().join("said")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_spaces"))
            .args(["serve", "--addr", "127.0.0.1:0", "--now", "2026-11-23T12:00:00Z"])
            .args([Path::new("--root"), root.path(), Path::new("--data"), &root.path().join("var")])
            .stdout(Stdio::piped())
            .stderr(said)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("http://");
        let address = address.strip_suffix(&format!("{base}/")).unwrap().to_owned();
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
        let text = |(path, file): (OutPath, File)| {
            let address = path.address()?.to_owned();
            Some((address, String::from_utf8(file.bytes().ok()?).ok()?))
        };
        files.into_iter().filter_map(text).collect()
    }

    /// The addresses at which the server has something else.
    fn differing(&self, built: &BTreeMap<String, String>) -> Vec<String> {
        // What the server adds stands behind all else: the script, and a number of warnings.
        let own = |text: String| match text
            .split_once("<script type=\"module\" src=\"/-/reload.js\"></script>")
        {
            Some((page, added)) => page.to_owned() + added.rfind("</body>").map_or("", |end| &added[end..]),
            None => text,
        };
        let differs = |(address, text): &(&String, &String)| own(self.get(address).1) != **text;
        built.iter().filter(differs).map(|(address, _)| address.clone()).collect()
    }

    /// What it has written on the terminal.
    fn said(&self) -> String {
        fs::read_to_string(self.root.path().join("said")).unwrap()
    }

    /// Whether pages are told of another state than this one, within a while.
    fn is_told_of_more(&self, seen: &str) -> bool {
        let mut stream = self.wait(seen);
        stream.set_read_timeout(Some(Duration::from_millis(800))).unwrap();
        stream.read(&mut [0; 64]).is_ok()
    }

    /// Asks for the state after this one, as an open tab does.
    fn wait(&self, seen: &str) -> TcpStream {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        write!(stream, "GET /-/version?seen={seen} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address).unwrap();
        stream
    }

    fn signal(&self, name: &str) {
        let status = Command::new("kill").args([name, &self.child.id().to_string()]).status().unwrap();
        assert!(status.success());
    }

    /// Waits until the process has ended by itself; one that doesn't is killed after a while.
    fn has_ended(&mut self) -> bool {
        let (ended, waiting) = std::sync::mpsc::channel::<()>();
        let id = self.child.id().to_string();
        let watchdog = std::thread::spawn(move || {
            if waiting.recv_timeout(Duration::from_secs(20)) == Err(RecvTimeoutError::Timeout) {
                let _ = Command::new("kill").args(["-KILL", &id]).status();
            }
        });
        let status = self.child.wait().unwrap();
        drop(ended);
        watchdog.join().unwrap();
        status.success()
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
    assert!(server.page("/sitemap.xml").contains("/en/stories/bread/"), "made when all pages are");
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
fn after_a_fault_no_page_has_words_that_were_saved_with_it() {
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"><path d=\"M0 0h4\"/></svg>";
    let text = "content/stories/bread/index.en.md";
    let server = Server::start_with(|root| {
        fs::write(root.join("content/stories/bread/a.svg"), drawing).unwrap();
        let words = fs::read_to_string(root.join(text)).unwrap();
        fs::write(root.join(text), format!("{words}\n![A line](a.svg)\n\n[Tea](../tea/)\n")).unwrap();
    });
    let bread = "/en/stories/bread/";
    let fault = |text: &str| text.replace("one oven", "two ovens").replace("title:", "titel:");
    server.save(text, fault, bread, |page| page.contains("spaces-problems"));
    let page = server.page(bread);
    assert!(page.contains("one oven") && page.contains("<img"), "{page}");
    assert!(!page.split("spaces-problems").next().unwrap().contains("two ovens"), "{page}");
    let feed = server.page("/en/feed.xml");
    assert!(feed.contains("one oven") && !feed.contains("two ovens"), "{feed}");
}

#[test]
fn after_a_fault_files_are_as_they_were_when_they_were_good() {
    let mut photo = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(900, 600, image::Rgb([200, 120, 40]))
        .write_to(&mut photo, image::ImageFormat::Png)
        .unwrap();
    let text = "content/stories/bread/index.en.md";
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";
    let files: [(&str, &[u8], &[u8]); 4] = [
        ("content/stories/bread/plan.pdf", b"%PDF-1.4 the plan", b"not a plan"),
        ("content/stories/bread/list.csv", b"flour,2", b"flour\0"),
        ("content/stories/bread/oven.png", photo.get_ref(), b"no picture"),
        ("themes/default/static/icon.ico", b"\0\0\x01\0 an icon", heic),
    ];
    let server = Server::start_with(|root| {
        fs::create_dir_all(root.join("themes/default/static")).unwrap();
        files.iter().for_each(|(path, good, _)| fs::write(root.join(path), good).unwrap());
        let words = fs::read_to_string(root.join(text)).unwrap();
        let links = "[The plan](plan.pdf), [a list](list.csv)\n\n![An oven](oven.png)";
        fs::write(root.join(text), format!("{words}\n{links}\n")).unwrap();
    });
    let bread = "/en/stories/bread/";
    let page = server.page(bread);
    let media =
        page.match_indices("/media/").map(|(at, _)| page[at..].split(['"', ' ', ',']).next().unwrap());
    // Nobody has asked for any of them before the fault.
    let asked: Vec<&str> = media.chain(["/icon.ico"]).collect();
    assert!(asked.len() > 5, "{asked:?}");
    assert!(server.page("/sitemap.xml").contains("bread"), "made when all else is");
    for (path, good, faulty) in files {
        let save = |bytes: &[u8], until: &dyn Fn(&str) -> bool| {
            let mut seen = server.version("");
            fs::write(server.root.path().join(path), bytes).unwrap();
            while !until(&server.page(bread)) {
                seen = server.version(&seen);
            }
        };
        save(faulty, &|page| page.contains("spaces-problems"));
        for address in &asked {
            assert_eq!(server.get(address).0, "200", "{address} after {path}: {}", server.said());
        }
        assert_eq!(server.page("/media/stories/bread/plan.pdf"), "%PDF-1.4 the plan");
        save(good, &|page| !page.contains("spaces-problems"));
    }
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

/// Reads every file, as an editor's search does.
fn read_all(root: &Path) {
    for file in walkdir::WalkDir::new(root.join("content")) {
        let _ = fs::read(file.unwrap().path());
    }
}

#[test]
fn each_save_is_one_build_however_the_site_is_and_to_read_it_is_none() {
    let text = "content/stories/bread/index.en.md";
    let fault = |root: &Path, from: &str, to: &str| {
        let file = root.join(text);
        fs::write(&file, fs::read_to_string(&file).unwrap().replace(from, to)).unwrap();
    };
    let server = Server::start_with(|root| fault(root, "title:", "titel:"));
    let (root, mut seen) = (server.root.path(), server.version(""));
    // A fault at the start, another one, none, one again: of a head, of a link, of a word.
    let saves = [
        ("title:", "titel:", true),
        ("titel:", "tittel:", true),
        ("tittel:", "title:", false),
        ("It began", "[x](/no/) It began", true),
        ("[x](/no/) It began", "It began", false),
        ("sector: food", "sector: foot", true),
    ];
    for (at, (from, to, is_fault)) in saves.into_iter().enumerate() {
        if at > 0 {
            fault(root, from, to);
            let now = server.version(&seen);
            assert_eq!(now.parse::<u64>().unwrap(), seen.parse::<u64>().unwrap() + 1, "{to}");
            seen = now;
        }
        read_all(root);
        assert!(!server.is_told_of_more(&seen), "one build for `{to}`:\n{}", server.said());
        assert_eq!(server.get("/en/").1.contains("spaces-problems"), is_fault, "{to}");
    }
    assert_eq!(server.said().matches("unknown key `titel`").count(), 1, "{}", server.said());
}

#[test]
fn a_site_that_begins_with_a_fault_shows_it_as_a_page_until_it_is_mended() {
    let text = "content/stories/bread/index.en.md";
    let change = |root: &Path, from: &str, to: &str| {
        let file = root.join(text);
        fs::write(&file, fs::read_to_string(&file).unwrap().replace(from, to)).unwrap();
    };
    let server = Server::start_with(|root| change(root, "title:", "titel:"));
    let seen = server.version("");
    let (status, page) = server.get("/en/stories/bread/");
    assert_eq!(status, "503");
    for part in
        ["<!DOCTYPE html>", "/-/reload.js", "unknown key <code>titel</code>", "index.en.md</code>, line 2"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    change(server.root.path(), "titel:", "title:");
    assert_ne!(server.version(&seen), seen);
    assert!(server.page("/en/stories/bread/").contains("It began with one oven."));
}

#[test]
fn a_fault_is_a_dialog_and_a_warning_only_a_number() {
    let server = Server::start();
    let text = "content/stories/bread/index.en.md";
    let dialog =
        |page: &str| page.contains("<dialog class=\"spaces-problems\"") && page.contains("Close</button>");
    server.save(text, |text| text.replace("title:", "titel:"), "/en/", dialog);
    let warned = |page: &str| page.contains(">1 warning</button><dialog class=\"spaces-warnings\"");
    server.save(text, |text| text.replace("titel:", "title:") + "\n[g](/stories/gone/)\n", "/en/", warned);
}

#[test]
fn ctrl_c_and_a_request_to_end_end_it_while_a_tab_is_open() {
    for name in ["-INT", "-TERM"] {
        let mut server = Server::start();
        let seen = server.version("");
        let _tab = server.wait(&seen);
        assert!(!server.is_told_of_more(&seen));
        server.signal(name);
        assert!(server.has_ended(), "{name}");
    }
    // Somebody who never finishes a letter holds nobody up who asks twice, nor for long who asks once.
    for times in [2, 1] {
        let mut server = Server::start();
        let mut half = TcpStream::connect(&server.address).unwrap();
        write!(half, "POST /en/forms/registration HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\na")
            .unwrap();
        server.page("/en/");
        (0..times).for_each(|_| server.signal("-INT"));
        assert!(server.has_ended(), "{times}");
    }
}

#[test]
fn what_is_not_published_is_shown_with_a_mark_and_what_is_left_out_is_named() {
    let story = |root: &Path, name: &str, more: &str| {
        let text = fs::read_to_string(root.join("content/stories/tea/index.en.md")).unwrap();
        let folder = root.join("content/stories").join(name);
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.en.md"), text.replace("status: live", more)).unwrap();
    };
    let server = Server::start_with(|root| {
        story(root, "early", "draft: true");
        story(root, "later", "publish: \"2999-01-01\"");
        story(root, "over", "expire: \"2020-01-01\"");
        // A draft that isn't finished stops nobody.
        story(root, "half", "draft: true\nrelatedEvents: [events/none]");
    });
    let early = server.page("/da/stories/early/");
    assert!(
        early.contains("Draft: not published.") && early.contains("content/stories/early/index.en.md"),
        "{early}"
    );
    assert!(
        server
            .page("/en/stories/later/")
            .contains("Scheduled: not published yet. Readers see this page from 2999-01-01")
    );
    let (status, over) = server.get("/en/stories/over/");
    assert!(status == "404" && over.contains("expired on 2020-01-01"), "{over}");
    assert!(!server.page("/en/stories/tea/").contains("spaces-mark"));
    let list = server.page("/en/stories/");
    assert!(list.contains("/-/preview.css"), "{list}");
    let style = server.page("/-/preview.css");
    assert!(
        style.contains("[href$=\"/en/stories/early/\"]") && style.contains("content:\"draft\""),
        "{style}"
    );
    for line in [
        "not published: content/stories/early/index.en.md: a draft",
        "not published: content/stories/later/index.en.md: to be published on 2999-01-01",
        "left out: content/stories/over: expired on 2020-01-01",
        "left out: content/stories/half: a draft",
    ] {
        assert!(server.said().contains(line), "{line}:\n{}", server.said());
    }
    // It is built without any of them.
    let early = server.built().into_iter().filter(|(address, _)| address.contains("/early/"));
    assert_eq!(early.count(), 0);
    let seen = server.version("");
    story(server.root.path(), "early", "status: live");
    assert_ne!(server.version(&seen), seen);
    assert!(!server.page("/en/stories/early/").contains("spaces-mark"));
}

#[test]
fn it_hears_of_edits_after_the_content_was_replaced() {
    let server = Server::start();
    let bread = "content/stories/bread/index.en.md";
    let (content, copy) = (server.root.path().join("content"), server.root.path().join("copy"));
    let copy_all = |from: &Path, to: &Path| {
        for entry in walkdir::WalkDir::new(from) {
            let entry = entry.unwrap();
            let target = to.join(entry.path().strip_prefix(from).unwrap());
            match entry.file_type().is_dir() {
                true => fs::create_dir_all(target).unwrap(),
                false => _ = fs::copy(entry.path(), target).unwrap(),
            }
        }
    };
    let shows = |words: &'static str| {
        let mut seen = server.version("");
        while !server.get("/en/stories/bread/").1.contains(words) {
            seen = server.version(&seen);
        }
    };
    copy_all(&content, &copy);
    // Removed and made again, as by a checkout.
    fs::remove_dir_all(&content).unwrap();
    let mut seen = server.version("");
    while !server.get("/en/").1.contains("spaces-problems") {
        seen = server.version(&seen);
    }
    copy_all(&copy, &content);
    shows("It began with one oven.");
    let save = |from: &str, to: &str| {
        let file = server.root.path().join(bread);
        fs::write(&file, fs::read_to_string(&file).unwrap().replace(from, to)).unwrap();
    };
    save("one oven", "two ovens");
    shows("two ovens");
    // Another folder is moved into its place, and the old one away.
    fs::write(
        copy.join("stories/bread/index.en.md"),
        fs::read_to_string(content.join("stories/bread/index.en.md"))
            .unwrap()
            .replace("two ovens", "three ovens"),
    )
    .unwrap();
    fs::rename(&content, server.root.path().join("old")).unwrap();
    fs::rename(&copy, &content).unwrap();
    shows("three ovens");
    save("three ovens", "four ovens");
    shows("four ovens");
}

#[test]
fn a_site_below_a_path_is_served_below_it_with_its_forms() {
    let server = Server::start_at("/spaces", |_| {});
    let home = server.page("/spaces/en/");
    assert!(home.contains("href=\"/spaces/en/") && home.contains("src=\"/-/reload.js\""), "{home}");
    assert_eq!(server.get("/en/").0, "404", "a link that forgets the path leads nowhere here, too");
    assert_eq!(server.get("/").0, "307");
    assert_eq!(server.get("/spaces").0, "307");
    assert_eq!(server.get("/spaces/en").0, "308");
    assert_eq!(server.get("/spaces/en/nothing/").0, "404");
    assert_eq!(server.get("/spaces/healthz").0, "200");
}

#[test]
fn an_address_that_is_taken_is_told_before_a_store_is_made() {
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("var");
    let output = Command::new(env!("CARGO_BIN_EXE_spaces"))
        .args(["serve", "--addr", &other.local_addr().unwrap().to_string()])
        .args([Path::new("--root"), root.path(), Path::new("--data"), &data])
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && said.contains("cannot listen on 127.0.0.1:"), "{said}");
    assert!(!data.exists());
}
