//! The search index of an edited text is begun before the site is read, and is what it would have been.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use generator::cache::Cache;
use generator::render::{File, OutPath};
use generator::search::{self, Ahead, Record};
use generator::site::Memo;
use generator::source::Source;

use crate::changed::{BREAD, loaded};
use crate::site;

type Index = BTreeMap<OutPath, File>;

/// A site, and the cache that its index was kept in.
struct Place {
    root: tempfile::TempDir,
    cache: Cache,
}

impl Place {
    fn new() -> Self {
        let root = site::copied();
        let place = Self { cache: Cache::at(root.path().join(".cache")), root };
        search::index(&place.read().0, &place.cache, Ahead::default).unwrap();
        place
    }

    fn root(&self) -> &Path {
        self.root.path()
    }

    fn read(&self) -> (Vec<Record>, Source) {
        let (source, site) = loaded(self.root(), Memo::default());
        (search::records(&site, &source), source)
    }

    fn ahead(&self, changed: &[&str]) -> Ahead {
        let source = Source { root: self.root().to_owned(), ..Source::default() };
        Ahead::of(&source, &changed.iter().copied().collect::<BTreeSet<_>>(), &self.cache)
    }

    fn edit(&self, path: &str, change: impl FnOnce(&str) -> String) {
        site::write(self.root(), path, &change(&site::read(self.root(), path)));
    }
}

/// As nothing that was kept could make it.
fn from_scratch(records: &[Record]) -> Index {
    search::index(records, &Cache::none(), Ahead::default).unwrap()
}

#[test]
fn an_edit_of_words_is_indexed_ahead_from_its_file_alone() {
    let place = Place::new();
    place.edit(BREAD, |text| format!("{text}\nA word for the search: sourdoughish.\n"));
    let ahead = place.ahead(&[BREAD]);
    assert_eq!(ahead.languages().map(|lang| lang.as_str()).collect::<Vec<_>>(), ["en"]);
    let (records, source) = place.read();
    let expected = from_scratch(&records);
    // Whoever wanted a word of any text now would find none.
    fs::remove_dir_all(place.root().join("content")).unwrap();
    assert!(search::index(&records, &place.cache, || ahead).unwrap() == expected);
    let again = search::index(&records, &place.cache, || unreachable!("it is kept")).unwrap();
    assert!(again == expected);
    assert_eq!(source.lost.problems(), []);
}

#[test]
fn nothing_is_made_ahead_of_what_only_the_whole_site_can_tell() {
    let title = |text: &str| text.replacen("title: ", "title: A ", 1);
    let place = Place::new();
    for (path, change) in [
        (BREAD, &title as &dyn Fn(&str) -> String),
        (BREAD, &|_| "no head any more".to_owned()),
        ("content/topics.yaml", &|text| format!("{text}\n# A comment.\n")),
        ("content/stories/new/index.en.md", &|_| "---\ntitle: New\n---\nNew.\n".to_owned()),
    ] {
        let before = fs::read_to_string(place.root().join(path)).unwrap_or_default();
        site::write(place.root(), path, &change(&before));
        assert_eq!(place.ahead(&[path]).languages().count(), 0, "{path}");
        site::write(place.root(), path, &before);
    }
    assert_eq!(place.ahead(&[BREAD, "content/topics.yaml"]).languages().count(), 0);
}

#[test]
fn what_was_made_ahead_of_something_else_is_thrown_away() {
    let place = Place::new();
    place.edit(BREAD, |text| format!("{text}\nFirst this.\n"));
    let ahead = place.ahead(&[BREAD]);
    place.edit(BREAD, |text| text.replace("First this.", "Then that."));
    let (records, _) = place.read();
    assert!(search::index(&records, &place.cache, || ahead).unwrap() == from_scratch(&records));
    place.edit(BREAD, |text| text.replace("Then that.", "At last this."));
    assert_eq!(place.ahead(&[BREAD]).languages().count(), 1, "the records of the true index are kept");
}

#[test]
fn an_index_that_misses_words_is_not_kept() {
    let place = Place::new();
    place.edit(BREAD, |text| format!("{text}\nA word for the search: sourdoughish.\n"));
    let edited = site::read(place.root(), BREAD);
    let (records, source) = place.read();
    place.edit(BREAD, |text| text.replace("sourdoughish", "yeasty"));
    let missing = search::index(&records, &place.cache, Ahead::default).unwrap();
    assert_eq!(source.lost.problems().len(), 1);
    site::write(place.root(), BREAD, &edited);
    let (records, _) = place.read();
    let whole = search::index(&records, &place.cache, Ahead::default).unwrap();
    assert!(whole != missing && whole == from_scratch(&records));
}
