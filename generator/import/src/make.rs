//! Pages and settings of the old site → the files of the new one.

mod addresses;
mod document;
mod home;
mod lost_keys;
mod settings;
mod summary;
mod topics;
mod yaml;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::body::{self, Anchors, Around, Beside, OldText};
use crate::loss::Losses;
use crate::place::{Place, Places};
use crate::site::{OldPage, OldSite};
use crate::{Counts, Program};

/// The new site before it is written.
#[derive(Debug)]
pub(crate) struct NewSite {
    /// Path below its root → text.
    pub(crate) texts: BTreeMap<String, String>,
    /// Path below its root → the file of the old site that is copied.
    pub(crate) copies: BTreeMap<String, CopiedFile>,
    /// Path of a text → where its lines stood.
    pub(crate) origins: BTreeMap<String, Origin>,
    /// There are drafts, or texts that aren't published for ever.
    pub(crate) hides: bool,
    pub(crate) counts: Counts,
}

/// A file of the old site.
#[derive(Debug)]
pub(crate) struct CopiedFile {
    /// Where it lies.
    pub(crate) from: PathBuf,
    /// Where it stood in the web.
    pub(crate) address: String,
}

/// The file of the old site that a text was made of.
#[derive(Clone, Debug)]
pub(crate) struct Origin {
    pub(crate) file: String,
    /// For each line of the text its line there.
    pub(crate) lines: Vec<usize>,
}

/// A document of ours.
pub(crate) struct Written {
    pub(crate) text: String,
    pub(crate) origin: Origin,
}

/// A head and a body as one file.
fn written(page: &OldPage, head: &str, body: &body::Converted) -> Written {
    let text = format!("---\n{head}---\n\n{}\n", body.text.trim_end());
    let key = |line: &str| page.head.line_of(line.split(':').next().unwrap_or(line));
    let lines = [1].into_iter().chain(head.lines().map(key)).chain([page.lines_before.max(1); 2]);
    let lines = lines.chain(body.lines.iter().copied()).collect();
    Written { text, origin: Origin { file: page.file.clone(), lines } }
}

/// Makes all of them.
pub(crate) fn site(program: Program, old: &OldSite, places: &Places, losses: &mut Losses) -> NewSite {
    let anchors = Anchors::of(program, old, places);
    let around = Around { program, old, places, anchors: &anchors };
    let topics = topics::topics(old, places);
    let counts = Counts { read: old.found, documents: places.list.len(), ..Counts::default() };
    let mut new = NewSite {
        texts: BTreeMap::new(),
        copies: BTreeMap::new(),
        origins: BTreeMap::new(),
        hides: places.list.iter().any(|place| place.hides(old)),
        counts,
    };
    let mut addresses = addresses::Addresses::of(old, places);
    for place in &places.list {
        let aliases = addresses.aliases(old, place, losses);
        new.counts.aliases += aliases.len();
        new.document(around, place, &topics, &aliases, losses);
    }
    if !places.list.iter().any(|place| place.id == "pages/home") {
        home::add(around, &mut new, losses);
    }
    if !topics.is_empty() {
        new.texts.insert("content/topics.yaml".to_owned(), topics.file(old));
    }
    new.texts.insert("content/site.yaml".to_owned(), settings::file(old, places, losses));
    new.counts.files = new.copies.len();
    new
}

impl NewSite {
    /// The files of one document in all its languages, and what lies beside them.
    fn document(
        &mut self,
        around: Around<'_>,
        place: &Place,
        topics: &topics::Topics,
        aliases: &[String],
        losses: &mut Losses,
    ) {
        let mut beside = Beside::default();
        for (number, index) in place.pages.iter().enumerate() {
            let page = &around.old.pages[*index];
            let is_draft = place.is_draft(around.old);
            let text = OldText { page, index: Some(*index), id: &place.id, is_draft };
            let body = body::convert(around, text, &mut beside, losses);
            let asked = document::Asked { around, place, page, is_source: number == 0, topics, aliases };
            let head = document::head(&asked, &body.text, &mut beside, losses);
            self.add(around.old, &place.id, page, written(page, &head, &body));
            self.counts.taken += 1;
        }
        self.keep(around.old, &place.id, beside);
    }

    fn add(&mut self, old: &OldSite, id: &str, page: &OldPage, written: Written) {
        let lang = old.settings.languages[page.lang].new_id();
        let path = format!("content/{id}/index.{lang}.md");
        self.origins.insert(path.clone(), written.origin);
        self.texts.insert(path, written.text);
    }

    fn keep(&mut self, old: &OldSite, id: &str, beside: Beside) {
        for (name, path) in beside.into_files() {
            let copy = CopiedFile { from: old.files.on_disk(&path), address: body::file_address(old, &path) };
            self.copies.insert(format!("content/{id}/{name}"), copy);
        }
    }
}
