//! What is saved while a site is made: nothing is published that wasn't checked, and nothing that is half old, half new.

use std::fs;
use std::path::Path;

use generator::cache::Cache;
use generator::diagnostic::Diagnostic;
use generator::site::{self, AssembleOptions, DocumentCache, Memo, Site};
use generator::source::{self, Source};
use generator::{output, pictures, render, search};

pub(crate) const BREAD: &str = "content/stories/bread/index.en.md";
pub(crate) const DRAWING: &[u8] =
    b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 4 3\"><path d=\"M0 0h4\"/></svg>";

/// The small site, with a picture in a text, so that this is parsed again for its page.
pub(crate) fn loaded(root: &Path, memo: Memo) -> (Source, Site) {
    let source = source::read(root).unwrap();
    let now = crate::site::now();
    let (site, problems) = site::load(
        &source,
        &AssembleOptions {
            drafts: false,
            now,
            base_url: None,
            kept: DocumentCache { memo, ..DocumentCache::default() },
        },
    );
    (source, site.unwrap_or_else(|| panic!("{problems:#?}")))
}

/// Other words, with a link that leads nowhere and would be refused.
fn save(root: &Path) {
    let text = fs::read_to_string(root.join(BREAD)).unwrap();
    let text = text.replace("one oven", "[two ovens](../nowhere/) and a secret");
    fs::write(root.join(BREAD), text).unwrap();
}

fn said(problems: &[Diagnostic]) -> Vec<String> {
    let words = |problem: &Diagnostic| format!("{} {}", problem.code, problem.message);
    problems.iter().map(words).collect()
}

fn changed(path: &str) -> Vec<String> {
    vec![format!("file/changed `{path}` changed while the site was built")]
}

#[test]
fn a_text_that_is_saved_after_it_was_checked_stops_the_build() {
    let folder = crate::pictures::site("a.svg", DRAWING);
    let root = folder.path();
    let (source, site) = loaded(root, Memo::default());
    assert_eq!(source.lost.problems(), []);
    save(root);
    let (output, _) = render::all(&site, &source, &Cache::none());
    assert_eq!(said(&source.lost.problems()), changed(BREAD));
    let page = output.files["public/en/stories/bread/index.html"].bytes().unwrap();
    assert!(!String::from_utf8(page).unwrap().contains("secret"), "not even in what is thrown away");
}

#[test]
fn a_text_without_pictures_is_not_taken_for_feeds_or_the_search_either() {
    let folder = crate::pictures::site("a.svg", DRAWING);
    let root = folder.path();
    let da = root.join("content/stories/bread/index.da.md");
    fs::write(&da, fs::read_to_string(&da).unwrap().replace("![In the text](a.svg)", "")).unwrap();
    let (source, site) = loaded(root, Memo::default());
    let records = search::records(&site, &source);
    fs::write(&da, fs::read_to_string(&da).unwrap().replace("én ovn", "en hemmelighed")).unwrap();
    let words: String = records.iter().map(search::Record::text).collect();
    assert!(words.contains("one oven") && !words.contains("hemmelighed"), "{words}");
    assert_eq!(said(&source.lost.problems()), changed("content/stories/bread/index.da.md"));
    let (source, site) = loaded(root, Memo::default());
    fs::write(&da, fs::read_to_string(&da).unwrap().replace("hemmelighed", "sag")).unwrap();
    let (output, _) = render::all(&site, &source, &Cache::none());
    let feed = output.files["public/da/feed.xml"].bytes().unwrap();
    assert!(!String::from_utf8(feed).unwrap().contains("sag"));
    assert_eq!(said(&source.lost.problems()), changed("content/stories/bread/index.da.md"));
}

#[test]
fn no_page_is_shown_without_its_words() {
    let folder = crate::pictures::site("a.svg", DRAWING);
    let (source, site) = loaded(folder.path(), Memo::default());
    fs::remove_file(folder.path().join(BREAD)).unwrap();
    render::stage(&site, &source, &Cache::none(), &render::Shared::default(), |stage, _| {
        let page = "public/en/stories/bread/index.html";
        let job = stage.jobs.iter().find(|job| *job.path == *page).unwrap();
        let problem = stage.make(job).err().unwrap();
        assert_eq!((problem.code.as_str(), &*problem.path), ("file/read", BREAD));
    });
}

#[test]
fn a_text_that_is_gone_says_so() {
    let folder = crate::pictures::site("a.svg", DRAWING);
    let (source, site) = loaded(folder.path(), Memo::default());
    fs::remove_file(folder.path().join(BREAD)).unwrap();
    let _ = render::all(&site, &source, &Cache::none());
    let problems = source.lost.problems();
    assert_eq!(problems[0].code.as_str(), "file/read");
    assert_eq!(problems[0].hints, ["it changed while the site was built; build again"]);
}

#[test]
fn while_somebody_writes_a_site_stays_what_was_read_together() {
    let folder = crate::pictures::site("a.svg", DRAWING);
    let root = folder.path();
    let (source, site) = loaded(root, Memo::new());
    let before = render::all(&site, &source, &Cache::none()).0;
    let words = |source: &Source| -> Vec<String> {
        search::records(&site, source).iter().map(search::Record::text).collect()
    };
    let words_before = words(&source);
    save(root);
    assert_eq!(render::all(&site, &source, &Cache::none()).0.files, before.files);
    assert_eq!(words(&source), words_before);
    assert_eq!(source.lost.problems(), []);
}

#[test]
fn a_drawing_that_is_saved_after_it_was_looked_at_stops_the_build() {
    let folder = crate::pictures::site("a.svg", DRAWING);
    let (_, site) = loaded(folder.path(), Memo::default());
    let path = "content/stories/bread/a.svg";
    fs::write(folder.path().join(path), String::from_utf8_lossy(DRAWING).replace("h4", "h3")).unwrap();
    let (pictures, problems) = pictures::prepare(&site, &Cache::none(), None);
    assert_eq!(said(&problems), changed(path));
    assert_eq!(problems[0].hints, ["build again"]);
    assert!(pictures.files().is_empty());
}

#[test]
fn a_file_to_download_that_is_saved_after_it_was_looked_at_is_not_published() {
    let folder = crate::pictures::site("a.svg", DRAWING);
    let root = folder.path();
    let (text, recipe) = (root.join(BREAD), root.join("content/stories/bread/recipe.pdf"));
    fs::write(&recipe, "%PDF-1.4 flour").unwrap();
    fs::write(&text, format!("{}\n[the recipe](recipe.pdf)\n", fs::read_to_string(&text).unwrap())).unwrap();
    let produced = crate::site::produce(root);
    fs::write(&recipe, "%PDF-1.4 where Amina lives").unwrap();
    let out = root.join("dist");
    let error = output::write(&out, &produced.output.unwrap()).unwrap_err().to_string();
    assert!(error.ends_with("recipe.pdf` changed while the site was built; build again"), "{error}");
    assert!(!out.join("public").exists());
}
