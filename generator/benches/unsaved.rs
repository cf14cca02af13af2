//! How long somebody waits who looks at what isn't saved yet: `cargo bench -p generator --locked --bench unsaved`.
//!
//! The site of this repository is read once; then a word of a body, a fact and a new document are laid over it, each several
//! times and each with another text, and the page of the document is asked for. Shown are median and maximum in
//! milliseconds. No time is judged here.
#![allow(missing_docs, clippy::disallowed_methods)]

use std::path::Path;
use std::time::{Duration, Instant};

use generator::build::BuildOptions;
use generator::cache::Cache;
use generator::diagnostic::any_error;
use generator::serve::Preview;
use generator::source::Overlay;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const RUNS: usize = 21;

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = tempfile::tempdir().expect("a folder for the cache");
    let now = "2026-11-01T12:00:00Z".parse().expect("a moment");
    let options =
        BuildOptions { cache: Cache::at(folder.path()), preview: true, ..BuildOptions::new(&root, now) };
    let began = Instant::now();
    let preview = Preview::new(&options).unwrap_or_else(|(problems, _)| panic!("{problems:#?}"));
    show("start", &[began.elapsed()]);
    let document = first(&root);
    let text = std::fs::read_to_string(root.join(&document)).expect("it was read before");
    let new = document.replace("/index.", "-anew/index.");
    let each = |what: &str, path: &str, text: &dyn Fn(usize) -> String| {
        let overlay = |run| beside(&root, &document, path).with(path, text(run));
        let times: Vec<Duration> = (0..RUNS).map(|run| shown(&preview, &overlay(run), path)).collect();
        show(what, &times);
    };
    each("words", &document, &|run| format!("{text}\nAnd a word, {run}.\n"));
    each("a fact", &document, &|run| text.replacen("capacity: ", &format!("capacity: {}", run % 9 + 1), 1));
    each("a new document", &new, &|run| format!("{}\nAnd a word, {run}.\n", without_id(&text)));
}

/// The source of an event.
fn first(root: &Path) -> String {
    let files = walkdir::WalkDir::new(root.join("content/events")).sort_by_file_name().into_iter();
    let mut paths = files.map(|entry| entry.expect("the folder can be read").into_path());
    let is_source = |path: &Path| {
        path.extension().is_some_and(|extension| extension == "md")
            && std::fs::read_to_string(path).expect("a document is a text").contains("\ncapacity: ")
    };
    let path = paths.find(|path| path.is_file() && is_source(path)).expect("an event has seats");
    path.strip_prefix(root).expect("it lies below").to_str().expect("names of documents are ASCII").to_owned()
}

fn without_id(text: &str) -> String {
    text.lines().filter(|line| !line.starts_with("id:")).map(|line| format!("{line}\n")).collect()
}

/// The pictures of a document for another one, which shows them, too.
fn beside(root: &Path, document: &str, other: &str) -> Overlay {
    let folder = |path: &str| path.rsplit_once('/').expect("a document lies in a folder").0.to_owned();
    let (from, to) = (folder(document), folder(other));
    let files = std::fs::read_dir(root.join(&from))
        .expect("it is there")
        .map(|entry| entry.expect("it can be read").path());
    let pictures = files.filter(|path| path.extension().is_none_or(|extension| extension != "md"));
    pictures.filter(|_| from != to).fold(Overlay::new(), |overlay, path| {
        let name = path.file_name().and_then(|name| name.to_str()).expect("a file has a name").to_owned();
        overlay.with_file(&format!("{to}/{name}"), path)
    })
}

/// From what is typed to the bytes of the page.
fn shown(preview: &Preview, overlay: &Overlay, path: &str) -> Duration {
    let began = Instant::now();
    let unsaved = preview.with(overlay);
    assert!(!any_error(unsaved.problems()), "{:#?}", unsaved.problems());
    let page = unsaved.page(unsaved.address(path).expect("a document has an address"));
    assert!(page.bytes.is_some(), "{:#?}", page.problems);
    began.elapsed()
}

fn show(what: &str, times: &[Duration]) {
    let mut times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1000.0).collect();
    times.sort_by(f64::total_cmp);
    println!("{what:16} {:8.1} ms median {:8.1} ms at most", times[times.len() / 2], times[times.len() - 1]);
}
