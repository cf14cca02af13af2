//! Pages and settings of the old site → the files of the new one.

mod document;
mod lost_keys;
mod settings;
mod summary;
mod topics;
mod yaml;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use crate::body::{self, Around, Beside};
use crate::loss::{LossKind, Losses};
use crate::place::{Place, Places};
use crate::site::OldSite;
use crate::{Counts, Program};

/// The new site before it is written.
#[derive(Debug)]
pub(crate) struct NewSite {
    /// Path below its root → text.
    pub(crate) texts: BTreeMap<String, String>,
    /// Path below its root → the file of the old site that is copied.
    pub(crate) copies: BTreeMap<String, PathBuf>,
    pub(crate) counts: Counts,
}

/// Makes all of them.
pub(crate) fn site(program: Program, old: &OldSite, places: &Places, losses: &mut Losses) -> NewSite {
    let wanted: BTreeSet<String> = old.pages.iter().flat_map(|page| body::fragments(&page.body)).collect();
    let around = Around { program, old, places, wanted: &wanted };
    let topics = topics::topics(old, places);
    let counts = Counts { read: old.found, documents: places.list.len(), ..Counts::default() };
    let mut new = NewSite { texts: BTreeMap::new(), copies: BTreeMap::new(), counts };
    for place in &places.list {
        document(around, place, &topics, &mut new, losses);
    }
    if !places.list.iter().any(|place| place.id == "pages/home") {
        settings::home(old, &mut new.texts);
        losses.add(
            LossKind::Setting,
            &old.settings.file,
            1,
            "there was no text for the front page; it has the name of the site",
        );
    }
    if !topics.is_empty() {
        new.texts.insert("content/topics.yaml".to_owned(), topics.file(old));
    }
    new.texts.insert("content/site.yaml".to_owned(), settings::file(old, places, losses));
    new.counts.files = new.copies.len();
    new
}

/// The files of one document in all its languages, and what lies beside them.
fn document(
    around: Around<'_>,
    place: &Place,
    topics: &topics::Topics,
    new: &mut NewSite,
    losses: &mut Losses,
) {
    let mut beside = Beside::default();
    let aliases = document::aliases(around.old, place, losses);
    new.counts.aliases += aliases.len();
    for (number, index) in place.pages.iter().enumerate() {
        let page = &around.old.pages[*index];
        let lang = around.old.settings.languages[page.lang].new_id();
        let text = body::convert(around, *index, &mut beside, losses);
        let asked =
            document::Asked { around, place, page, is_source: number == 0, topics, aliases: &aliases };
        let head = document::head(&asked, &text, &mut beside, losses);
        new.texts.insert(
            format!("content/{}/index.{lang}.md", place.id),
            format!("---\n{head}---\n\n{}\n", text.trim_end()),
        );
        new.counts.taken += 1;
    }
    for (name, path) in beside.into_files() {
        new.copies.insert(format!("content/{}/{name}", place.id), around.old.files.on_disk(&path));
    }
}
