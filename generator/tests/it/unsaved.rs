//! What isn't saved yet: its pages are those that a build makes after saving, and nobody else sees anything of it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use generator::build::{self, BuildOptions, Destination};
use generator::cache::Cache;
use generator::diagnostic::{self, Format};
use generator::serve::{Preview, Unsaved, UnsavedPage};
use generator::site::Memo;
use generator::source::Overlay;

use crate::changed::DRAWING;
use crate::files::site;

const BREAD: &str = "content/stories/bread/index.en.md";
const DINNER: &str = "content/events/dinner/index.en.md";
const PAGE: &str = "/en/stories/bread/";

fn options(root: &Path) -> BuildOptions {
    let cache = Cache::at(root.join(".cache"));
    BuildOptions { cache, ..BuildOptions::new(root, "2026-11-23T12:00:00Z".parse().unwrap()) }
}

fn preview(root: &Path) -> Preview {
    Preview::new(&options(root)).unwrap_or_else(|(problems, _)| panic!("{problems:#?}"))
}

/// A file with other words.
fn edited(root: &Path, path: &str, old: &str, new: &str) -> String {
    let text = fs::read_to_string(root.join(path)).unwrap();
    assert!(text.contains(old), "{path}");
    text.replace(old, new)
}

fn drawn(unsaved: &Unsaved) -> String {
    diagnostic::draw(unsaved.problems(), unsaved.texts(), Format::Human { color: false })
}

/// A page that is there.
fn page(unsaved: &Unsaved, address: &str) -> String {
    let page = unsaved.page(address);
    assert_eq!(page.problems, [], "{}", drawn(unsaved));
    String::from_utf8(page.bytes.unwrap_or_else(|| panic!("no `{address}`"))).unwrap()
}

/// All files below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let files = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| entry.file_type().is_file());
    let read = |entry: walkdir::DirEntry| {
        (entry.path().strip_prefix(folder).unwrap().to_owned(), fs::read(entry.path()).unwrap())
    };
    files.map(read).collect()
}

/// A path of the site, and what will stand there, if anything.
type Change<'c> = (&'c str, Option<Vec<u8>>);

fn laid(changes: &[Change<'_>]) -> Overlay {
    changes.iter().fold(Overlay::new(), |overlay, (path, bytes)| match bytes {
        Some(bytes) => overlay.with(path, bytes),
        None => overlay.without(path),
    })
}

/// A copy of the site in which the changes were saved.
fn saved(root: &Path, changes: &[Change<'_>]) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    let write = |path: &Path, bytes: &[u8]| {
        fs::create_dir_all(copy.path().join(path).parent().unwrap()).unwrap();
        fs::write(copy.path().join(path), bytes).unwrap();
    };
    for folder in ["content", "themes"] {
        for (path, bytes) in files(&root.join(folder)) {
            write(&Path::new(folder).join(path), &bytes);
        }
    }
    for (path, bytes) in changes {
        let file = copy.path().join(path);
        match bytes {
            Some(bytes) => write(Path::new(path), bytes),
            None if file.is_dir() => fs::remove_dir_all(file).unwrap(),
            None => fs::remove_file(file).unwrap(),
        }
    }
    copy
}

/// Every file of the unsaved site is what a build makes after saving, and so are the problems.
#[track_caller]
fn is_as_saved(root: &Path, changes: &[Change<'_>]) -> Unsaved {
    let unsaved = preview(root).with(&laid(changes));
    let copy = saved(root, changes);
    let produced =
        build::produce(&BuildOptions { cache: Cache::none(), root: copy.path().into(), ..options(root) });
    let after = diagnostic::draw(&produced.diagnostics, &produced.texts, Format::Human { color: false });
    assert_eq!(drawn(&unsaved), after);
    let output = produced.output.unwrap_or_default().files;
    for (path, file) in output.iter().filter(|(path, _)| path.starts_with("public/")) {
        let address = path.trim_start_matches("public").trim_end_matches("index.html");
        let page = unsaved.page(address);
        assert_eq!(page.problems, [], "{path}");
        assert!(page.bytes == file.bytes().ok(), "`{path}` differs");
    }
    unsaved
}

fn story(title: &str, body: &str) -> Vec<u8> {
    format!(
        "---\ntitle: {title}\nsummary: About cake.\ndisplayName: A baker\nnameForm: pseudonym\ndate: \"2026-10-01\"\n\
         country: \"SE\"\nbusiness: {{ sector: food, stage: running }}\nhost: hosts\ntopics: [food]\ndemo: true\nstatus: live\n---\n\n{body}\n"
    )
    .into_bytes()
}

#[test]
fn an_unsaved_word_stands_on_the_page_that_saving_would_make() {
    let folder = site();
    let text = edited(folder.path(), BREAD, "one oven", "two ovens");
    let unsaved = is_as_saved(folder.path(), &[(BREAD, Some(text.into()))]);
    assert!(page(&unsaved, PAGE).contains("two ovens"));
    assert_eq!(unsaved.address(BREAD), Some(PAGE));
}

#[test]
fn an_unsaved_fact_stands_wherever_it_is_shown() {
    let folder = site();
    let text = edited(folder.path(), BREAD, "city: Malmö", "city: Lund");
    let text =
        text.replace("title: Bread for the street", "title: Bread for the town\nslug: bread-for-the-town");
    let events = edited(folder.path(), DINNER, "T17:30", "T17:00");
    let changes = [(BREAD, Some(text.into())), (DINNER, Some(events.into()))];
    let unsaved = is_as_saved(folder.path(), &changes);
    assert_eq!(unsaved.address(BREAD), Some("/en/stories/bread-for-the-town/"));
    assert!(page(&unsaved, "/en/stories/").contains("Bread for the town"));
}

#[test]
fn a_new_document_is_in_the_lists_and_has_an_address() {
    let folder = site();
    let (cake, kage) = ("content/stories/cake/index.en.md", "content/stories/cake/index.da.md");
    let danish = "---\ntitle: Kage til alle\nsummary: Om kage.\ndisplayName: En bager\nreview: machine\n---\n\nLæs om [brød](../bread/).\n";
    let english = story("Cake for all", "Read about [bread](../bread/).");
    let unsaved = is_as_saved(folder.path(), &[(cake, Some(english)), (kage, Some(danish.into()))]);
    let address = unsaved.address(kage).unwrap().to_owned();
    assert!(address.starts_with("/da/stories/"), "{address}");
    assert!(
        page(&unsaved, &address).contains("Læs om")
            && page(&unsaved, "/en/stories/").contains("Cake for all")
    );
}

#[test]
fn a_new_picture_is_published_from_bytes_and_from_a_folder_elsewhere() {
    let folder = site();
    let text =
        edited(folder.path(), BREAD, "It began", "![The oven](oven.png)\n\n![A drawing](a.svg)\n\nIt began");
    let mut oven = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(900, 600, image::Rgb([200, 90, 10]))
        .write_to(&mut oven, image::ImageFormat::Png)
        .unwrap();
    let oven = oven.into_inner();
    let changes = [
        (BREAD, Some(text.clone().into_bytes())),
        ("content/stories/bread/oven.png", Some(oven.clone())),
        ("content/stories/bread/a.svg", Some(DRAWING.to_vec())),
    ];
    let unsaved = is_as_saved(folder.path(), &changes);
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("oven.png"), oven).unwrap();
    fs::write(elsewhere.path().join("a.svg"), DRAWING).unwrap();
    fs::write(elsewhere.path().join(".hidden"), "no").unwrap();
    let sent =
        Overlay::new().with(BREAD, &text).with_folder("content/stories/bread", elsewhere.path()).unwrap();
    let other = preview(folder.path()).with(&sent);
    assert_eq!(page(&other, PAGE), page(&unsaved, PAGE));
    let shown = page(&unsaved, PAGE);
    let jpeg = shown.split('"').find(|part| part.starts_with("/media/") && part.ends_with(".jpg"));
    let jpeg = jpeg.unwrap_or_else(|| panic!("{shown}"));
    assert_eq!(unsaved.page(jpeg), other.page(jpeg));
    fs::write(elsewhere.path().join("oven.png"), DRAWING).unwrap();
    let again = preview(folder.path()).with(&sent);
    assert_ne!(page(&again, PAGE), shown, "it is read when it is needed");
}

#[test]
fn a_removed_document_is_gone_from_lists_and_from_its_address() {
    let folder = site();
    let unsaved = is_as_saved(folder.path(), &[("content/stories/tea", None)]);
    assert_eq!(unsaved.page("/en/stories/tea/").bytes, None);
    assert!(!page(&unsaved, "/en/stories/").contains("/en/stories/tea/"));
    is_as_saved(folder.path(), &[("content/stories/bread/index.da.md", None)]);
}

#[test]
fn an_error_is_given_at_its_place_and_the_site_before_it_still_answers() {
    let folder = site();
    let preview = preview(folder.path());
    let good =
        preview.with(&Overlay::new().with(BREAD, edited(folder.path(), BREAD, "one oven", "two ovens")));
    let text = edited(folder.path(), BREAD, "one oven", "an [oven](../nowhere/)");
    let bad = preview.with(&Overlay::new().with(BREAD, &text));
    let UnsavedPage { bytes, problems } = bad.page(PAGE);
    assert_eq!(bytes, None);
    let [problem] = &problems[..] else { panic!("{problems:#?}") };
    assert_eq!((problem.code.as_str(), &*problem.path), ("link/no-page", BREAD));
    assert_eq!(&text[problem.span.clone().unwrap()], "[oven](../nowhere/)");
    assert!(drawn(&bad).contains("an [oven](../nowhere/)"), "{}", drawn(&bad));
    assert!(page(&good, PAGE).contains("two ovens"));
    is_as_saved(folder.path(), &[(BREAD, Some(text.into()))]);
}

#[test]
fn bytes_that_are_no_text_are_shown_as_they_were_meant() {
    let folder = site();
    let text = edited(folder.path(), BREAD, "one oven", "br\u{f8}d");
    let bytes: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let unsaved = preview(folder.path()).with(&Overlay::new().with(BREAD, bytes));
    assert!(
        drawn(&unsaved).contains("file/encoding") && drawn(&unsaved).contains("city: Malmö"),
        "{}",
        drawn(&unsaved)
    );
}

#[test]
fn a_faulty_template_is_the_error_of_the_pages_that_it_makes() {
    let folder = site();
    let path = "themes/default/templates/story.html";
    let template = edited(folder.path(), path, "{{ content }}", "{{ nothing.of_this }}");
    let unsaved = preview(folder.path()).with(&Overlay::new().with(path, template));
    let page = unsaved.page(PAGE);
    assert_eq!(page.bytes, None);
    assert_eq!(page.problems[0].path, path);
    assert!(unsaved.page("/en/").bytes.is_some());
}

#[test]
fn what_is_not_saved_may_mend_what_is() {
    let folder = site();
    let good = fs::read_to_string(folder.path().join(BREAD)).unwrap();
    fs::write(folder.path().join(BREAD), good.replace("one oven", "an [oven](../nowhere/)")).unwrap();
    let preview = preview(folder.path());
    assert_eq!(preview.with(&Overlay::new()).problems()[0].code.as_str(), "link/no-page");
    assert!(page(&preview.with(&Overlay::new().with(BREAD, good)), PAGE).contains("one oven"));
}

#[test]
fn sites_side_by_side_do_not_see_each_other() {
    let folder = site();
    let preview = preview(folder.path());
    let words = |new: &str| Overlay::new().with(BREAD, edited(folder.path(), BREAD, "one oven", new));
    let fact = Overlay::new().with(BREAD, edited(folder.path(), BREAD, "title: Bread", "title: Cake"));
    let sites = std::thread::scope(|scope| {
        let made = [words("two ovens"), words("three ovens"), fact, Overlay::new()]
            .map(|overlay| scope.spawn(|| preview.with(&{ overlay })));
        made.map(|made| made.join().unwrap())
    });
    let pages = sites.each_ref().map(|unsaved| page(unsaved, PAGE));
    for (page, words) in pages.iter().zip(["two ovens", "three ovens", "one oven", "one oven"]) {
        let has = |words: &str| page.contains(words);
        assert!(
            has(words)
                && ["one oven", "two ovens", "three ovens"].map(has).iter().filter(|is| **is).count() == 1
        );
    }
    assert!(pages[2].contains("Cake for the street") && pages[3].contains("Bread for the street"));
    let again = preview.with(&words("two ovens"));
    drop(sites);
    assert_eq!(page(&again, PAGE), pages[0]);
}

#[test]
fn nothing_of_it_is_kept_anywhere() {
    let folder = site();
    let root = folder.path();
    let (memo, out) = (Memo::new(), tempfile::tempdir().unwrap());
    let options = BuildOptions { memo: memo.clone(), ..options(root) };
    let target = Destination { out: out.path().join("out"), compressed: false, search: true };
    build::build(&options, &target).unwrap();
    let preview = Preview::new(&options).unwrap_or_else(|(problems, _)| panic!("{problems:#?}"));
    let (cache, built) = (files(&root.join(".cache")), files(&target.out));
    let text = edited(root, BREAD, "one oven", "a secret and ![a drawing](a.svg)");
    let secret = "content/stories/secret/index.en.md";
    let unsaved = Overlay::new()
        .with(BREAD, text)
        .with("content/stories/bread/a.svg", DRAWING)
        .with(secret, story("Secret", "A secret."))
        .without("content/stories/tea");
    let unsaved = preview.with(&unsaved);
    assert!(page(&unsaved, PAGE).contains("a secret"));
    for path in ["/sitemap.xml", "/pagefind/pagefind-entry.json"] {
        assert!(unsaved.page(path).bytes.is_some(), "{path}");
    }
    drop(unsaved);
    assert!(files(&root.join(".cache")) == cache, "the cache has what it had");
    // The memo gives what is saved, of a file that was at rest, too.
    let long_ago = std::time::SystemTime::now() - std::time::Duration::from_secs(100_000);
    fs::File::options().write(true).open(root.join(BREAD)).unwrap().set_modified(long_ago).unwrap();
    let produced = build::produce(&options);
    // Which says what else was written.
    let is_manifest = |path: &str| path == "forms/manifest.json";
    for (path, file) in produced.output.unwrap().files.into_iter().filter(|(path, _)| !is_manifest(path)) {
        assert!(file.bytes().ok() == built.get(Path::new(&*path)).cloned(), "{path}");
    }
    let saved = Preview::new(&options).unwrap_or_else(|(problems, _)| panic!("{problems:#?}"));
    assert!(page(&saved.with(&Overlay::new()), PAGE).contains("one oven"));
    build::build(&options, &target).unwrap();
    assert!(files(&target.out) == built);
}

#[test]
fn a_preview_stays_what_was_read_together() {
    let folder = site();
    let preview = preview(folder.path());
    let later = edited(folder.path(), BREAD, "one oven", "later words");
    fs::write(folder.path().join(BREAD), later).unwrap();
    let unsaved =
        preview.with(&Overlay::new().with(DINNER, edited(folder.path(), DINNER, "T20:30", "T21:00")));
    assert!(page(&unsaved, PAGE).contains("one oven"));
}

#[test]
fn a_path_that_no_site_has_is_refused() {
    let folder = site();
    let preview = preview(folder.path());
    for path in
        ["content/../x.md", "/etc/x", "x.md", "content/.x/a.md", "content//a.md", "content", "themes\\x"]
    {
        let unsaved = preview.with(&Overlay::new().with(path, "x"));
        let [problem] = unsaved.problems() else { panic!("{path}: {:#?}", unsaved.problems()) };
        assert_eq!((problem.code.as_str(), &*problem.path), ("file/name", path));
    }
}
