//! A build into a folder that is there makes what a build from scratch makes, whatever was edited in between.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use generator::build::{self, BuildOptions, Built, Destination};
use generator::cache::Cache;
use jiff::Timestamp;
use proptest::prelude::*;

use crate::site;

/// A site on disk that is edited, and the folder that is built into again and again.
struct Desk {
    root: tempfile::TempDir,
    /// How many files were saved: each a second later than the one before it, and all long ago, since files that were
    /// changed just now are never taken for unchanged.
    saved: u64,
    /// Whether files are believed that were at rest for less than two seconds, so that nobody has to wait.
    quick: bool,
}

impl Desk {
    fn new() -> Self {
        let mut desk = Self { root: tempfile::tempdir().unwrap(), saved: 0, quick: false };
        for (path, text) in site::files(site::RENDERED) {
            desk.save(path, &text);
        }
        desk
    }

    fn path(&self, path: &str) -> PathBuf {
        self.root.path().join(path)
    }

    fn save(&mut self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        self.saved += 1;
        let then = SystemTime::now() - Duration::from_secs(100_000) + Duration::from_secs(self.saved);
        File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    }

    /// Saves what `change` makes of a file, if it is there.
    fn edit(&mut self, path: &str, change: impl FnOnce(&str) -> String) {
        if let Ok(text) = fs::read_to_string(self.path(path)) {
            self.save(path, &change(&text));
        }
    }

    fn build(&self, out: &Path, now: &str) -> Built {
        self.build_with(out, now, false)
    }

    fn build_with(&self, out: &Path, now: &str, search: bool) -> Built {
        self.build_from(Cache::at(self.path(".cache")), out, now, search)
    }

    fn build_from(&self, cache: Cache, out: &Path, now: &str, search: bool) -> Built {
        let now: Timestamp = now.parse().unwrap();
        let mut options = BuildOptions { cache, ..BuildOptions::new(self.root.path(), now) };
        if self.quick {
            options.rest = Duration::ZERO;
        }
        build::build(&options, &Destination { out: out.to_owned(), compressed: true, search }).unwrap()
    }
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

/// All files that the last build made: without those that stay for pages of before, and their list.
fn made(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = files(folder);
    let kept = files.remove(Path::new(".spaces-kept")).unwrap_or_default();
    for line in String::from_utf8(kept).unwrap().lines() {
        let (_, path) = line.split_once(' ').unwrap();
        assert!(files.remove(Path::new(path)).is_some() && path.starts_with("public/"), "{path}");
    }
    files
}

/// What an editor may do.
#[derive(Debug, Clone)]
enum Edit {
    Text(u8),
    Source(u8),
    Heading(u8),
    Link,
    Title(u8),
    Date(u8),
    Template(u8),
    Style(u8),
    Interface(u8),
    Rename,
    Delete,
    Restore,
    Language,
    Fault,
    Later,
}

fn edits() -> impl Strategy<Value = Edit> {
    prop_oneof![
        any::<u8>().prop_map(Edit::Text),
        any::<u8>().prop_map(Edit::Source),
        any::<u8>().prop_map(Edit::Heading),
        Just(Edit::Link),
        any::<u8>().prop_map(Edit::Title),
        (1..=28u8).prop_map(Edit::Date),
        any::<u8>().prop_map(Edit::Template),
        any::<u8>().prop_map(Edit::Style),
        any::<u8>().prop_map(Edit::Interface),
        Just(Edit::Rename),
        Just(Edit::Delete),
        Just(Edit::Restore),
        Just(Edit::Language),
        Just(Edit::Fault),
        Just(Edit::Later),
    ]
}

const BREAD: &str = "content/stories/bread/index.en.md";
const DANISH: &str = "content/stories/bread/index.da.md";
const TEA: &str = "content/stories/tea/index.en.md";

impl Desk {
    fn apply(&mut self, edit: &Edit) {
        let line = |text: &str, key: &str, value: String| -> String {
            let changed = |line: &str| {
                if line.starts_with(key) { format!("{key} {value}\n") } else { format!("{line}\n") }
            };
            text.lines().map(changed).collect()
        };
        match edit {
            Edit::Text(n) => self.edit(DANISH, |text| format!("{text}\nOg {n} ovne til.\n")),
            Edit::Source(n) => self.edit(BREAD, |text| format!("{text}\nAnd {n} ovens more.\n")),
            Edit::Heading(n) => self.edit(BREAD, |text| format!("{text}\n## Oven {n}\n\nIt is hot.\n")),
            Edit::Link => self.edit(BREAD, |text| format!("{text}\n[All](/stories/)\n")),
            Edit::Title(n) => self.edit(TEA, |text| line(text, "title:", format!("Tea number {n}"))),
            Edit::Date(day) => self.edit(TEA, |text| line(text, "date:", format!("\"2026-08-{day:02}\""))),
            Edit::Template(n) => self.edit("themes/default/templates/base.html", |text| {
                text.replacen("{% block main %}", &format!("<i>{n}</i>{{% block main %}}"), 1)
            }),
            Edit::Style(n) => self.save("themes/default/styles/20-b.css", &format!("b {{ order: {n} }}\n")),
            Edit::Interface(n) => self.edit("themes/default/texts/en.yaml", |text| {
                text.replacen("{site}: stories", &format!("{{site}} {n}: stories"), 1)
            }),
            Edit::Rename => {
                let (from, to) = (self.path("content/stories/tea"), self.path("content/stories/tea-again"));
                let (from, to) = if from.exists() { (from, to) } else { (to, from) };
                fs::rename(from, to).unwrap();
            }
            Edit::Delete => _ = fs::remove_file(self.path(DANISH)),
            Edit::Restore => self.save(
                DANISH,
                "---\ntitle: Brød\nsummary: Et bageri.\ndisplayName: En bager\nreview: machine\n---\nEn ovn.\n",
            ),
            Edit::Language => {
                let texts = fs::read_to_string(self.path("themes/default/texts/en.yaml")).unwrap();
                self.save("themes/default/texts/fi.yaml", &texts);
                self.edit("content/site.yaml", |text| {
                    text.replace("name: dansk }]", "name: dansk }, { id: fi, locale: fi, name: suomi }]")
                });
            }
            Edit::Fault => self.edit(DANISH, |text| format!("{text}\n[nowhere](../nowhere/)\n")),
            // The next day: see `now` below.
            Edit::Later => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn after_any_edits_a_folder_holds_what_a_build_from_scratch_makes(
        edits in prop::collection::vec(edits(), 1..7),
        quick in any::<bool>(),
        search in any::<bool>(),
    ) {
        let mut desk = Desk { quick, ..Desk::new() };
        let out = desk.path("dist");
        let mut now = "2026-11-23T12:00:00Z";
        prop_assert!(desk.build_with(&out, now, search).written.is_some());
        for edit in &edits {
            desk.apply(edit);
            if matches!(edit, Edit::Later) {
                now = "2027-11-23T12:00:00Z";
            }
            let before = files(&out);
            let built = desk.build_with(&out, now, search);
            let scratch = tempfile::tempdir().unwrap();
            let fresh = desk.build_from(Cache::none(), &scratch.path().join("dist"), now, search);
            prop_assert_eq!(built.written.is_some(), fresh.written.is_some());
            match fresh.written {
                Some(_) => prop_assert!(made(&out) == made(&scratch.path().join("dist")), "after {:?}", edit),
                None => prop_assert!(files(&out) == before, "a build with errors changes nothing: {:?}", edit),
            }
        }
    }
}

#[test]
fn what_is_as_it_was_is_neither_read_nor_written_and_a_lost_file_is_made_again() {
    let mut desk = Desk::new();
    let out = desk.path("dist");
    let now = "2026-11-23T12:00:00Z";
    let first = desk.build(&out, now);
    assert!(first.diagnostics.is_empty(), "{:#?}", first.diagnostics);
    let again = desk.build(&out, now).written.unwrap();
    assert_eq!((again.written, again.unchanged), (0, first.written.unwrap().written));
    let page = out.join("public/en/index.html");
    let whole = fs::read(&page).unwrap();
    fs::remove_file(&page).unwrap();
    assert_eq!(desk.build(&out, now).written.unwrap().written, 1);
    assert_eq!(fs::read(&page).unwrap(), whole);
    desk.edit(TEA, |text| text.replace("one crate", "two crates"));
    let edited = desk.build(&out, now).written.unwrap();
    assert_eq!(edited.written, 4, "the page and the feed, in both languages: {edited:?}");
}

#[test]
fn a_page_that_would_show_the_same_is_not_made_again() {
    let mut desk = Desk::new();
    let (out, now) = (desk.path("dist"), "2026-11-23T12:00:00Z");
    let mut edit_and_build = |path: &str, from: &str, to: &str| {
        desk.edit(path, |text| text.replacen(from, to, 1));
        let written = desk.build(&out, now).written.unwrap();
        (written.written, written.left)
    };
    let base = "themes/default/templates/base.html";
    let (first, left) = edit_and_build(TEA, "one crate", "two crates");
    assert_eq!(left, 0, "nothing is there yet");
    let (written, pages) = edit_and_build(TEA, "two crates", "three crates");
    assert!(written == 4 && (pages + 4..first).contains(&(pages + 5)), "{pages} of {first}");
    // The words of this language stand on its pages, and the name of the site on all.
    let (written, left) = edit_and_build("themes/default/texts/en.yaml", "{site}: stories", "{site}: tales");
    assert!(written > 0 && left > 0 && left < pages, "{written} and {left} of {pages}");
    let (written, left) = edit_and_build(base, "{% block main %}", "<i>!</i>{% block main %}");
    assert!(written > pages && left == 0, "{written} and {left} of {pages}");
    assert_eq!(
        edit_and_build(base, "nothing", "else"),
        (0, pages + 4),
        "the story's own pages and the feeds, too"
    );
    assert_eq!(edit_and_build(TEA, "three crates", "four crates"), (4, pages));
}

#[test]
fn after_an_edit_of_words_nothing_is_asked_for_but_what_shows_them() {
    let mut desk = Desk { quick: true, ..Desk::new() };
    let (out, now) = (desk.path("dist"), "2026-11-23T12:00:00Z");
    let mut edit_and_build = |path: &str, from: &str, to: &str| {
        desk.edit(path, |text| text.replacen(from, to, 1));
        let written = desk.build_with(&out, now, true).written.unwrap();
        (written.written, written.left, written.written + written.unchanged)
    };
    let (.., first) = edit_and_build(TEA, "one crate", "two crates");
    let (written, left, all) = edit_and_build(TEA, "two crates", "three crates");
    assert_eq!(all, first, "as many files as before");
    assert!(left > 30 && all - left < 40, "{left} of {all}, {written} written");
    // What was cut off is made again, though its name is right.
    let fragments = fs::read_dir(out.join("public/pagefind/fragment")).unwrap();
    let mut fragments = fragments.map(|entry| entry.unwrap().path());
    let is_english = |path: &PathBuf| path.file_name().unwrap().to_str().unwrap().starts_with("en_");
    let cut = fragments.find(is_english).unwrap();
    let whole = fs::read(&cut).unwrap();
    fs::write(&cut, &whole[1..]).unwrap();
    edit_and_build(DANISH, "én ovn", "én stor ovn");
    assert!(fs::read(&cut).unwrap() == whole);
    edit_and_build(DANISH, "én stor ovn", "én ovn");
    // A title stands in lists, too: all pages are asked for.
    let (_, left_of_title, _) = edit_and_build(TEA, "title: Tea", "title: Green tea");
    assert!(left_of_title < left, "{left_of_title} and {left}");
    // The page in this language, its feed, and the search.
    let (written, ..) = edit_and_build(DANISH, "én ovn", "to ovne");
    let danish = fs::read_to_string(desk.path("dist/public/da/stories/bread/index.html")).unwrap();
    assert!(danish.contains("to ovne") && (2..20).contains(&written), "{written}: {danish}");
}

#[test]
fn a_page_follows_the_documents_that_its_template_links_to_and_no_others() {
    let mut desk = Desk::new();
    let (out, now) = (desk.path("dist"), "2026-11-23T12:00:00Z");
    let link = "<a href=\"{{ url(to='stories/tea') }}\">Tea</a>{% block main %}";
    desk.edit("themes/default/templates/base.html", |text| text.replacen("{% block main %}", link, 1));
    desk.build(&out, now);
    desk.edit(TEA, |text| text.replace("one crate", "two crates"));
    desk.build(&out, now);

    let tea = fs::read_to_string(desk.path(TEA)).unwrap();
    desk.save("content/stories/coffee/index.en.md", &tea);
    let added = desk.build(&out, now).written.unwrap();
    assert!(added.written > 0 && added.left > 20, "{added:?}");
    let page = || fs::read_to_string(out.join("public/da/events/index.html")).unwrap();
    assert!(page().contains("/da/stories/tea/\">Tea"), "{}", page());

    fs::rename(desk.path("content/stories/tea"), desk.path("content/stories/green-tea")).unwrap();
    let moved = desk.build(&out, now).written.unwrap();
    assert_eq!(moved.left, 0, "{moved:?}");
    assert!(page().contains("/da/stories/tea\">Tea"), "no document has that name any more: {}", page());
}

#[test]
fn a_page_that_somebody_has_touched_is_made_again() {
    let desk = Desk::new();
    let (out, now) = (desk.path("dist"), "2026-11-23T12:00:00Z");
    desk.build(&out, now);
    let whole = files(&out);
    let (page, copy) = (out.join("public/en/index.html"), out.join("public/en/events/index.html.br"));
    // As long as it was before.
    fs::write(&page, fs::read(&page).unwrap().to_ascii_uppercase()).unwrap();
    fs::remove_file(&copy).unwrap();
    let built = desk.build(&out, now).written.unwrap();
    assert!(built.written == 1 && built.left > 20, "the copy isn't counted: {built:?}");
    assert!(files(&out) == whole);
}

#[test]
fn other_bytes_of_the_same_size_and_time_are_read() {
    let mut desk = Desk::new();
    let out = desk.path("dist");
    let bread = desk.path("content/stories/bread/index.en.md");
    let page = || fs::read_to_string(out.join("public/en/stories/bread/index.html")).unwrap();
    desk.build(&out, "2026-11-23T12:00:00Z");
    assert!(page().contains("one oven"));
    // As an archive is unpacked: whatever the bytes are, their time is the archive's.
    let time = fs::metadata(&bread).unwrap().modified().unwrap();
    let text = fs::read_to_string(&bread).unwrap();
    fs::write(&bread, text.replace("one oven", "two oven")).unwrap();
    File::options().write(true).open(&bread).unwrap().set_modified(time).unwrap();
    desk.build(&out, "2026-11-23T12:00:00Z");
    assert!(page().contains("two oven"));
    desk.saved += 1;
}

#[test]
fn a_file_that_was_changed_just_now_is_always_read() {
    let desk = Desk::new();
    let out = desk.path("dist");
    let now = "2026-11-23T12:00:00Z";
    let text = fs::read_to_string(desk.path(TEA)).unwrap();
    fs::write(desk.path(TEA), &text).unwrap();
    let then = fs::metadata(desk.path(TEA)).unwrap().modified().unwrap();
    desk.build(&out, now);
    // Once more within the same tick of the file system's clock: size and time of change are the same.
    fs::write(desk.path(TEA), text.replace("one crate", "two crate")).unwrap();
    File::options().write(true).open(desk.path(TEA)).unwrap().set_modified(then).unwrap();
    assert_eq!(desk.build(&out, now).written.unwrap().written, 4);
}

#[test]
fn a_text_that_was_read_before_is_not_read_again_by_another_build() {
    let mut desk = Desk::new();
    let now = "2026-11-23T12:00:00Z";
    let (here, elsewhere) = (desk.path("here"), desk.path("elsewhere"));
    desk.build(&here, now);
    let kept = files(&desk.path(".cache"));
    desk.build(&elsewhere, now);
    let after = files(&desk.path(".cache"));
    let added: Vec<_> = after.keys().filter(|path| !kept.contains_key(*path)).collect();
    assert_eq!(added.len(), 1, "the note of that build: {added:?}");
    assert!(kept.iter().all(|(path, bytes)| after[path] == *bytes), "nothing else is written");

    desk.edit(DANISH, |text| format!("{text}\nTo ovne.\n"));
    desk.build(&here, now);
    let last = files(&desk.path(".cache"));
    let changed = last.iter().filter(|(path, bytes)| after.get(*path) != Some(bytes));
    let (of_copies, others): (Vec<_>, Vec<_>) = changed.partition(|(_, bytes)| names_copies(bytes));
    assert!((1..=2).contains(&others.len()), "the part with that text, and the note: {}", others.len());
    assert!(!of_copies.is_empty(), "the parts with the copies of the pages that show it");
}

/// Whether a file of the cache has compressed copies in it: their list says how long the first of each two is.
fn names_copies(bytes: &[u8]) -> bool {
    let length = b",\"first\":";
    bytes.windows(length.len()).any(|bytes| bytes == length)
}

#[test]
fn texts_that_were_kept_by_a_broken_cache_are_read_again() {
    // At its beginning an entry has a text's HTML, at its end what says where each of them lies.
    for at_end in [false, true] {
        let desk = Desk::new();
        let now = "2026-11-23T12:00:00Z";
        let out = desk.path("out");
        desk.build(&out, now);
        let whole = files(&out);
        for path in files(&desk.path(".cache")).keys() {
            let path = desk.path(".cache").join(path);
            let mut bytes = fs::read(&path).unwrap();
            let at = if at_end { bytes.len() - 1 } else { 0 };
            bytes[at] ^= 1;
            fs::write(path, bytes).unwrap();
        }
        fs::remove_dir_all(&out).unwrap();
        desk.build(&out, now);
        assert_eq!(files(&out), whole);
    }
}
