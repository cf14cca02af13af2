//! A person with a telephone: pictures sent as browsers send them, to the real pages, into a real repository.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::sync::Arc;

use generator::build::{self, BuildOptions};
use generator::diagnostic::Severity;
use generator::serve::Unsaved;
use generator::write_back;
use image::{DynamicImage, RgbImage};
use img_parts::ImageEXIF as _;
use img_parts::jpeg::Jpeg;

use crate::desk::Desk;
use crate::drafts::Draft;
use crate::server;
use crate::tried::Place;

const SECRET: &[u8] = b"GPS 56.1629 N 10.2039 E";

/// The pages on a port of their own.
struct Site {
    place: Place,
    desk: Arc<Desk>,
    host: String,
    runtime: tokio::runtime::Runtime,
}

/// What came back.
struct Got {
    status: u16,
    location: String,
    body: String,
}

impl Site {
    fn open() -> Self {
        let place = Place::new(&[]);
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let listener = runtime.block_on(tokio::net::TcpListener::bind("127.0.0.1:0")).unwrap();
        let host = listener.local_addr().unwrap().to_string();
        let desk = Arc::new(place.desk());
        let router = server::tried(Arc::clone(&desk), &host);
        runtime.spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { place, desk, host, runtime }
    }

    fn send(&self, head: &str, body: &[u8]) -> Got {
        let mut stream = TcpStream::connect(&self.host).unwrap();
        let request = format!(
            "{head}\r\nHost: {}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
            self.host,
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        stream.write_all(body).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let at = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..at].to_vec()).unwrap();
        let location = head.lines().find_map(|line| line.strip_prefix("location: ")).unwrap_or_default();
        let body = String::from_utf8_lossy(&answer[at + 4..]).into_owned();
        Got { status: head[9..12].parse().unwrap(), location: location.to_owned(), body }
    }

    fn get(&self, path: &str) -> Got {
        self.send(&format!("GET {path} HTTP/1.1"), b"")
    }

    /// Fills in the form of a page as a browser does: what is hidden in it, what was typed, and a file.
    fn post(&self, page: &Got, action: &str, typed: &[(&str, &str)], file: Option<(&str, &[u8])>) -> Got {
        let mut pairs = page.hidden(action);
        pairs.extend(typed.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let mut body = Vec::new();
        let (name, bytes) = file.unwrap_or_default();
        body.extend(format!("--x1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: image/jpeg\r\n\r\n").into_bytes());
        body.extend(bytes);
        for (name, value) in &pairs {
            body.extend(
                format!("\r\n--x1\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}")
                    .into_bytes(),
            );
        }
        body.extend(b"\r\n--x1--\r\n");
        self.send(&format!("POST {action} HTTP/1.1\r\nContent-Type: multipart/form-data; boundary=x1"), &body)
    }

    /// The only draft.
    fn draft(&self) -> Draft {
        let mut drafts = self.desk.drafts().all().unwrap();
        assert_eq!(drafts.len(), 1);
        drafts.remove(0)
    }

    fn text(&self, draft: &Draft, path: &str) -> String {
        self.desk.repository.text(&draft.tip, path).unwrap().unwrap()
    }

    /// Who made the picture at the top, in the only draft.
    fn credit(&self) -> String {
        let text = self.text(&self.draft(), "content/events/dinner/index.en.md");
        let head = write_back::written(&text).unwrap().head;
        head["picture"]["credit"].as_str().unwrap().to_owned()
    }

    /// The names of pictures beside a document of a draft.
    fn pictures(&self, draft: &Draft, folder: &str) -> Vec<String> {
        let all = self.desk.repository.list(&draft.tip, &format!("content/{folder}")).unwrap();
        let names = all.iter().filter_map(|path| path.rsplit('/').next());
        names.filter(|name| !name.ends_with(".md")).map(str::to_owned).collect()
    }

    /// All that git keeps, byte by byte.
    fn objects(&self) -> Vec<u8> {
        let root = self.place.folder.path().join("site");
        let git = |arguments: &[&str]| {
            Command::new("git").arg("-C").arg(&root).args(arguments).output().unwrap().stdout
        };
        git(&["cat-file", "--batch-all-objects", "--batch", "--unordered"])
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // The server ends with its runtime.
        let other = tokio::runtime::Builder::new_current_thread().build().unwrap();
        std::mem::replace(&mut self.runtime, other).shutdown_background();
    }
}

impl Got {
    /// The hidden fields of the first form that goes to an address.
    fn hidden(&self, action: &str) -> Vec<(String, String)> {
        let at = self
            .body
            .find(&format!("action=\"{action}\""))
            .unwrap_or_else(|| panic!("no form to {action}: {}", self.body));
        let form = &self.body[at..at + self.body[at..].find("</form>").unwrap()];
        let value = |input: &str, name: &str| {
            let from = input.find(&format!(" {name}=\""))? + name.len() + 3;
            Some(input[from..from + input[from..].find('"')?].to_owned())
        };
        form.split("<input type=\"hidden\"")
            .skip(1)
            .filter_map(|input| {
                let input = &input[..input.find('>')?];
                Some((value(input, "name")?, value(input, "value")?))
            })
            .collect()
    }
}

/// A photograph held sideways, with a place, in a file that is something else, too.
fn photo(width: u32, height: u32) -> Vec<u8> {
    let picture = RgbImage::from_fn(width, height, |x, y| {
        image::Rgb([u8::try_from(x % 256).unwrap(), u8::try_from(y % 256).unwrap(), 60])
    });
    let mut file = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture).write_to(&mut file, image::ImageFormat::Jpeg).unwrap();
    let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
    block.extend([0x0e, 0x01, 2, 0]);
    block.extend(u32::try_from(SECRET.len()).unwrap().to_le_bytes());
    block.extend(38_u32.to_le_bytes());
    block.extend([0x12, 0x01, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0]);
    block.extend([0; 4]);
    block.extend(SECRET);
    let mut jpeg = Jpeg::from_bytes(file.into_inner().into()).unwrap();
    jpeg.set_exif(Some(block.into()));
    let mut bytes = jpeg.encoder().bytes().to_vec();
    bytes.extend(b"PK\x03\x04<html><script>alert(1)</script>");
    bytes.extend(SECRET);
    bytes
}

/// What stands in the way of publishing the dinner, by its files.
fn errors(shown: &Unsaved) -> BTreeMap<&str, String> {
    let errors = shown.problems().iter().filter(|problem| problem.severity == Severity::Error);
    let of_dinner = errors.filter(|problem| problem.path.contains("dinner"));
    of_dinner.map(|problem| (problem.path.as_str(), problem.message.to_string())).collect()
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}

const FOLDER: &str = "events/dinner";
const ACTION: &str = "/edit/p/events/dinner";

/// What is needed besides the file.
const WORDS: [(&str, &str); 5] = [
    ("alt", "A table in a hall"),
    ("credit", "Ida"),
    ("people", "false"),
    ("consentRef", ""),
    ("reviewOn", ""),
];

fn with<'a>(words: &[(&'a str, &'a str)], name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut words: Vec<(&str, &str)> = words.iter().copied().filter(|(known, _)| *known != name).collect();
    words.push((name, value));
    words.push(("do", "top"));
    words
}

#[test]
fn a_picture_of_a_telephone_comes_into_a_draft_turned_smaller_and_without_its_place() {
    let site = Site::open();
    let path = "content/events/dinner/index.en.md";
    let before = site.place.read(path);
    let page = site.get(&format!("{ACTION}?lang=en"));
    assert_eq!(page.status, 200);
    assert!(page.body.len() < 20 * 1024, "{} bytes", page.body.len());
    let file = photo(2600, 300);
    assert!(holds(&file, SECRET));
    let done = site.post(&page, ACTION, &with(&WORDS, "credit", "Ida"), Some(("../../IMG_0001.svg", &file)));
    assert_eq!(done.status, 303, "{}", done.body);
    let draft = site.draft();
    let pictures = site.pictures(&draft, FOLDER);
    let name = pictures.iter().find(|name| name.starts_with("dinner-")).unwrap();
    assert!(
        !pictures.contains(&"table.jpg".to_owned()),
        "the one that was there is used by nobody: {pictures:?}"
    );
    let bytes = site.desk.repository.read(&draft.tip, &format!("content/{FOLDER}/{name}")).unwrap().unwrap();
    assert_eq!(image::load_from_memory(&bytes).unwrap().height(), 2400, "turned and made smaller");
    let objects = site.objects();
    for left in [SECRET, b"<script>alert", b"Exif\0"] {
        assert!(!holds(&objects, left), "{}", String::from_utf8_lossy(left));
    }
    // Only the lines of the picture are others.
    let after = site.text(&draft, path);
    let lines = |text: &str| text.lines().map(str::to_owned).collect::<Vec<_>>();
    let (was, is) = (lines(&before), lines(&after));
    let other: Vec<&String> = is.iter().filter(|line| !was.contains(line)).collect();
    assert_eq!(other.len(), 2, "{other:?}");
    assert!(other[0].starts_with("alt: A table in a hall") && other[1].contains(name), "{other:?}");
    assert_eq!(was.len(), is.len());
    // Other languages don't describe what isn't there any more.
    let danish = site.text(&draft, "content/events/dinner/index.da.md");
    assert!(!danish.contains("\nalt:") && !danish.contains("\npictureCredit:"));
    // What was done is said.
    let told = site.get(&done.location);
    for words in
        ["turned the right way up", "2,400 pixels", "such as the place, is gone", "saved in the draft"]
    {
        assert!(told.body.contains(words), "{words}: {}", told.body);
    }
    assert!(std::fs::read_dir(site.desk.pictures()).unwrap().next().is_none(), "nothing waits any more");
}

#[test]
fn a_picture_whose_words_are_missing_is_kept_and_need_not_be_sent_again() {
    let site = Site::open();
    let page = site.get(&format!("{ACTION}?lang=en"));
    let cases: [(&str, &str, &str); 3] = [
        ("alt", "  ", "Say what the picture shows."),
        ("people", "", "Say whether people can be recognised in it."),
        ("people", "true", "Say where the signed consent is kept."),
    ];
    let file = photo(400, 300);
    let mut page = site.post(&page, ACTION, &with(&WORDS, "alt", ""), Some(("a.jpg", &file)));
    assert!(site.desk.drafts().all().unwrap().is_empty());
    for (field, value, told) in cases {
        page = site.post(&page, ACTION, &with(&WORDS, field, value), None);
        assert_eq!(page.status, 422);
        assert!(
            page.body.contains(told) && page.body.contains("needn&#39;t be sent again")
                || page.body.contains("needn't be sent again"),
            "{told}: {}",
            page.body
        );
        assert!(page.body.contains("value=\"Ida\""), "what was typed is there");
        assert!(site.desk.drafts().all().unwrap().is_empty());
    }
    let small = page.hidden(ACTION).into_iter().find(|(name, _)| name == "held").unwrap().1;
    assert_eq!(site.get(&format!("/edit/picture/{small}")).status, 200);
    let consented = [
        ("alt", "Ida at a table"),
        ("credit", "Ida"),
        ("consentRef", "2026-031"),
        ("reviewOn", "2028-01-01"),
    ];
    let done = site.post(&page, ACTION, &with(&consented, "people", "true"), None);
    assert_eq!(done.status, 303, "{}", done.body);
    let draft = site.draft();
    let head = write_back::written(&site.text(&draft, "content/events/dinner/index.en.md")).unwrap().head;
    let picture = &head["picture"];
    assert_eq!(
        (&picture["people"], &picture["consentRef"], &picture["reviewOn"]),
        (&true.into(), &"2026-031".into(), &"2028-01-01".into())
    );
    let shown = site.desk.shown(&draft).ok().unwrap();
    assert_eq!(errors(&shown), BTreeMap::new());
}

#[test]
fn what_is_no_picture_is_refused_in_words_and_the_rest_stays() {
    let site = Site::open();
    let page = site.get(&format!("{ACTION}?lang=en"));
    for (name, bytes, told) in [
        ("a.jpg", &b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], "Most Compatible"),
        ("a.jpg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>", "SVG"),
        ("a.png", b"GIF89a\x01\0\x01\0\0\0\0", "GIF"),
        ("a.jpg", &photo(300, 200)[..2000], "its end may be missing"),
        ("empty.jpg", b"", "There is nothing in this file."),
        ("", b"", "Say where the signed consent is kept."),
    ] {
        let back = site.post(&page, ACTION, &with(&WORDS, "people", "true"), Some((name, bytes)));
        assert_eq!(back.status, 422);
        assert!(back.body.contains(told), "{told}: {}", back.body);
        assert!(back.body.contains("A table in a hall"), "what was typed is there");
    }
    // Far too large a file: what was typed behind it is there all the same.
    let back = site.post(
        &page,
        ACTION,
        &with(&WORDS, "people", "false"),
        Some(("a.jpg", &vec![0xff; 13 * 1024 * 1024])),
    );
    assert!(
        back.status == 422 && back.body.contains("12 MB") && back.body.contains("A table in a hall"),
        "{}",
        back.body
    );
    assert!(site.desk.drafts().all().unwrap().is_empty());
    // Neither a name of somebody's own nor a form that isn't ours.
    let stolen = site.post(
        &page,
        ACTION,
        &[("held", "../key"), ("alt", "x"), ("people", "false"), ("do", "top")],
        None,
    );
    assert_eq!(stolen.status, 422);
    let foreign = site.send("POST /edit/p/events/dinner HTTP/1.1\r\nOrigin: https://elsewhere.example\r\nContent-Type: multipart/form-data; boundary=x1", b"--x1--\r\n");
    assert_eq!(foreign.status, 403);
    assert!(!holds(&site.objects(), b"onload=\"alert"));
}

#[test]
fn a_picture_is_described_in_a_translation_added_to_a_text_and_removed() {
    let site = Site::open();
    // In Danish, of which the source is English: both are asked.
    let page = site.get(&format!("{ACTION}?lang=da"));
    let alone = site.post(&page, ACTION, &with(&WORDS, "alt", "Et bord"), Some(("a.jpg", &photo(300, 200))));
    assert_eq!(alone.status, 422);
    let both =
        [("altSource", "A table"), ("people", "false"), ("creditHere", "Foto: Ida"), ("credit", "Ida")];
    let done = site.post(&alone, ACTION, &with(&both, "alt", "Et bord"), None);
    assert_eq!(done.status, 303, "{}", done.body);
    let draft = site.draft();
    let danish = site.text(&draft, "content/events/dinner/index.da.md");
    assert!(danish.contains("\nalt: Et bord\n") && danish.contains("Foto: Ida"), "{danish}");
    assert!(site.text(&draft, "content/events/dinner/index.en.md").contains("\nalt: A table\n"));
    let name = site.pictures(&draft, FOLDER).into_iter().find(|name| name.starts_with("dinner-")).unwrap();
    // Into the text.
    let action = format!("/edit/d/{}/p/{FOLDER}", draft.id);
    let page = site.get(&done.location);
    let said = [("alt", "Bread [with](x) *seeds*"), ("do", "text")];
    let back = site.post(&page, &action, &said, Some(("a.jpg", &photo(310, 200))));
    assert!(back.status == 422 && back.body.contains("nobody can be recognised"), "{}", back.body);
    let done = site.post(
        &page,
        &action,
        &[&said[..], &[("nobody", "true")]].concat(),
        Some(("a.jpg", &photo(310, 200))),
    );
    assert_eq!(done.status, 303, "{}", done.body);
    let draft = site.draft();
    let danish = site.text(&draft, "content/events/dinner/index.da.md");
    assert!(
        danish.trim_end().ends_with(')') && danish.contains("\n\n![Bread \\[with\\](x) \\*seeds\\*](dinner-"),
        "{danish}"
    );
    // Away with the one at the top.
    let page = site.get(&done.location);
    let gone = site.post(&page, &action, &[("do", "remove")], None);
    assert_eq!(gone.status, 303);
    let draft = site.draft();
    assert!(!site.pictures(&draft, FOLDER).contains(&name));
    assert!(!site.text(&draft, "content/events/dinner/index.en.md").contains("\npicture:"));
    let shown = site.desk.shown(&draft).ok().unwrap();
    assert_eq!(errors(&shown), BTreeMap::new());
}

#[test]
fn what_is_shown_with_a_new_picture_is_what_a_build_makes_of_it() {
    let site = Site::open();
    let page = site.get(&format!("{ACTION}?lang=en"));
    let done = site.post(&page, ACTION, &with(&WORDS, "credit", "Ida"), Some(("a.jpg", &photo(900, 600))));
    assert_eq!(done.status, 303, "{}", done.body);
    let draft = site.draft();
    let shown = site.desk.shown(&draft).ok().unwrap();
    let address = shown.address("content/events/dinner/index.en.md").unwrap().to_owned();
    let html = shown.page(&address).bytes.unwrap();
    let text = String::from_utf8(html.clone()).unwrap();
    assert!(text.contains("A table in a hall"));
    let at = text.find("/media/").unwrap();
    let media = &text[at..at + text[at..].find(['"', ' ']).unwrap()];
    let picture = shown.page(media).bytes.unwrap();
    assert!(!holds(&picture, SECRET));
    assert!(site.desk.publisher.publish(&draft.id, &site.desk.person("en"), site.desk.now()).is_ok());
    let published = site.place.folder.path().join("published");
    site.desk.repository.checkout(&site.desk.repository.head().unwrap(), &published).unwrap();
    let built = build::produce(&BuildOptions::new(&published, site.desk.now()));
    let output = built.output.expect("the small site has no errors");
    let mut compared = 0;
    for (path, file) in &output.files {
        let Some(of) = path.address().filter(|of| {
            *of == address || text.contains(&format!("{of}\"")) || text.contains(&format!("{of} "))
        }) else {
            continue;
        };
        let expected = file.bytes().unwrap();
        assert!(shown.page(of).bytes.unwrap() == expected, "{of} is another file");
        compared += usize::from(of.starts_with("/media/") || of == address);
    }
    assert!(compared > 4, "the page and its pictures in all widths: {compared}");
}

#[test]
fn two_who_change_the_same_picture_are_told_and_no_picture_is_lost() {
    let site = Site::open();
    let page = site.get(&format!("{ACTION}?lang=en"));
    let done = site.post(&page, ACTION, &with(&WORDS, "credit", "Ida"), Some(("a.jpg", &photo(300, 200))));
    let draft = site.draft();
    let action = format!("/edit/d/{}/p/{FOLDER}", draft.id);
    // Both have the page open.
    let page = site.get(&done.location);
    let first = site.post(&page, &action, &with(&WORDS, "credit", "Olha"), Some(("b.jpg", &photo(310, 200))));
    assert_eq!(first.status, 303);
    let page = Got { body: page.body.replace("name=\"nonce\"", "name=\"old\""), ..page };
    let fresh =
        site.get(&done.location).hidden(&action).into_iter().find(|(name, _)| name == "nonce").unwrap().1;
    let late = with(&WORDS, "credit", "Bo");
    let late = [&late[..], &[("nonce", fresh.as_str())]].concat();
    let second = site.post(&page, &action, &late, Some(("c.jpg", &photo(320, 200))));
    assert_eq!(second.status, 409, "{}", second.body);
    assert!(
        second.body.contains("has changed the same") && second.body.contains("value=\"Bo\""),
        "{}",
        second.body
    );
    let done = site.post(&second, &action, &with(&WORDS, "credit", "Bo"), None);
    assert_eq!(done.status, 303, "{}", done.body);
    assert_eq!(site.credit(), "Bo");
    let pictures = site.pictures(&site.draft(), FOLDER);
    assert_eq!(pictures.iter().filter(|name| name.starts_with("dinner-")).count(), 1, "{pictures:?}");
    // Somebody throws the draft away while the form is open: what was sent is kept in another.
    let page = site.get(&done.location);
    assert!(site.desk.drafts().drop(&site.draft()).unwrap());
    let again = site.post(&page, &action, &with(&WORDS, "credit", "Mia"), Some(("d.jpg", &photo(330, 200))));
    assert_eq!(again.status, 303, "{}", again.body);
    assert_eq!(site.credit(), "Mia");
    // Whoever looks through the draft sees what it brings.
    let whole = site.get(&format!("/edit/d/{}", site.draft().id)).body;
    let at = whole.find("/edit/picture/").unwrap();
    let small = site.get(&whole[at..at + whole[at..].find('"').unwrap()]);
    assert_eq!(small.status, 200);
}

#[test]
fn each_page_of_pictures_is_light_in_each_language() {
    let site = Site::open();
    for lang in crate::words::LANGS {
        for folder in ["events/dinner", "stories/bread", "pages/about"] {
            let page =
                site.send(&format!("GET /edit/p/{folder}?lang=ar HTTP/1.1\r\nAccept-Language: {lang}"), b"");
            assert_eq!(page.status, 200, "{folder}");
            assert!(page.body.len() < 20 * 1024, "{folder} in {lang}: {} bytes", page.body.len());
            assert!(!page.body.contains(">picture."), "{folder} in {lang} has words for all");
        }
    }
}
