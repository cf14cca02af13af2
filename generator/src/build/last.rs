//! What the last build left, so that the next one doesn't do it again.
//!
//! After a build the cache keeps a note: sizes and times of change of all that was written, and of each page the hash of
//! what it shows. A page that would show the same by the same templates, and stands there as it was left, isn't made again
//! ([`Folder`]). After a build without problems the note also has sizes and times of change of all that was read, and until
//! when the clock changes nothing: as long as all of that holds, there is nothing to do at all. There is one note for each
//! folder that is built into and each thing that a build is asked for; it may be deleted at any time.

mod folder;

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use jiff::{Timestamp, ToSpan};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::build::{BuildOptions, Destination, Summary};
use crate::cache::Cache;
use crate::keep::CacheKey;
use crate::output::{self, WriteCounts};
use crate::render::OutPath;
use crate::site::Site;
use crate::source::{self, Stamp, Stamped};
use crate::theme::Answers;

pub use folder::Folder;

/// The note of the last build into a folder.
#[derive(Debug)]
pub struct Last<'t> {
    cache: Cache,
    out: &'t Path,
    /// Where the note is; nowhere if it can't be told what it holds for.
    place: Option<CacheKey>,
    note: FolderNote,
}

#[derive(Debug, Default, Serialize, Deserialize)]
struct FolderNote {
    whole: Option<Whole>,
    /// What rendered the pages of each language: its number, and what templates asked the site for.
    engines: BTreeMap<u64, Answers>,
    /// In the order of their paths.
    files: Vec<Left>,
}

/// When a build would find everything as this one left it.
#[derive(Debug, Serialize, Deserialize)]
pub struct Whole {
    /// Between these two moments the same input makes the same site.
    from: Timestamp,
    until: Timestamp,
    summary: Summary,
    /// Number of files without their compressed copies.
    files: usize,
    read: Stamped,
}

/// A file that was written.
#[derive(Debug, Serialize, Deserialize)]
struct Left {
    path: OutPath,
    stamp: Stamp,
    /// The hash of all that a page shows, if it was asked for.
    inputs: Option<u64>,
}

/// What pages are made of now.
#[derive(Debug, Default)]
pub struct Inputs {
    engines: BTreeMap<u64, Answers>,
    /// Path and hash.
    pages: Vec<(OutPath, u64)>,
}

impl Whole {
    /// What holds for a build at the site's moment that had no problems; `read` are the stamps from before it began to read.
    #[must_use]
    pub fn new(site: &Site, summary: &Summary, written: WriteCounts, read: Stamped) -> Self {
        let files = written.written + written.unchanged;
        Self { from: site.now, until: until(site), summary: summary.clone(), files, read }
    }
}

impl<'t> Last<'t> {
    /// What the last build of the same kind into the same folder left.
    #[must_use]
    pub fn open(options: &BuildOptions, target: &'t Destination) -> Self {
        let (cache, place) = (options.cache.clone(), place(options, target));
        let text = place.as_ref().and_then(|place| cache.get_of(place, &program()));
        // Nothing stands in a folder that isn't there.
        let text = text.filter(|_| target.out.exists());
        let note = text.and_then(|text| serde_json::from_slice(&text).ok());
        Self { cache, out: &target.out, place, note: note.unwrap_or_default() }
    }

    /// What it made, if a build at this moment would make the same; `read` are the stamps of all that it would read.
    #[must_use]
    pub fn whole(&self, now: Timestamp, read: &Stamped) -> Option<(Summary, WriteCounts)> {
        let whole = self.note.whole.as_ref()?;
        let holds = (whole.from..whole.until).contains(&now)
            && whole.read == *read
            && source::all_are(self.out, self.note.files.par_iter().map(|left| (&left.path, left.stamp)));
        let (unchanged, left) = (whole.files, whole.files);
        let written = WriteCounts { unchanged, left, ..WriteCounts::default() };
        holds.then(|| (whole.summary.clone(), written))
    }

    /// Whether this build leaves a note.
    fn is_noted(&self) -> bool {
        self.place.is_some() && self.cache.keeps()
    }

    /// Takes the note away: its folder is about to be changed.
    pub fn forget(&self) {
        self.place.iter().for_each(|place| self.cache.forget(place));
    }

    /// Notes a build that has changed the folder. What can't be noted is made again, and nothing else.
    pub fn note(&self, inputs: Inputs, whole: Option<Whole>) {
        let Some(place) = self.place.as_ref().filter(|_| self.is_noted()) else { return };
        let files = self.files(inputs.pages);
        let note = files.map(|files| FolderNote { whole, engines: inputs.engines, files });
        let text = note.and_then(|note| serde_json::to_vec(&note).ok());
        text.iter().for_each(|text| self.cache.put_of(place, &program(), text));
    }

    fn files(&self, pages: Vec<(OutPath, u64)>) -> Option<Vec<Left>> {
        let mut inputs: HashMap<_, _> = pages.into_iter().collect();
        let stamped = source::of_all(self.out, output::listed(self.out)?)?.into_iter();
        Some(stamped.map(|(path, stamp)| Left { inputs: inputs.remove(&path), path, stamp }).collect())
    }
}

/// The first moment after `site.now` at which the clock may change a page: an event begins or ends, registration opens
/// or closes, or a day begins, with which stories come and documents appear and expire.
pub(crate) fn until(site: &Site) -> Timestamp {
    let tomorrow = site
        .now
        .to_zoned(site.config.time_zone.clone())
        .start_of_day()
        .and_then(|day| day.checked_add(1.day()));
    // Without a tomorrow the note ends at once.
    let tomorrow = tomorrow.map_or(site.now, |day| day.timestamp());
    let moments = site.entries.events.iter().flat_map(|entry| {
        let (event, registration) = (&entry.facts, &entry.facts.registration);
        let asked = [registration.opens.as_ref(), registration.closes.as_ref()].into_iter().flatten();
        let own = [&event.starts, &event.ends].into_iter().chain(asked).map(|moment| moment.timestamp());
        own.chain([crate::event::announced(event)])
    });
    moments.filter(|moment| *moment > site.now).fold(tomorrow, Timestamp::min)
}

/// The hash of the two folders, and of all that the build was asked for but the moment.
fn place(options: &BuildOptions, target: &Destination) -> Option<CacheKey> {
    let BuildOptions { root, drafts, preview, now: _, base_url, cache: _, pseudo, memo: _, progress: _ } =
        options;
    let Destination { out, compressed, search } = target;
    let folders = [root, out].map(|folder| std::path::absolute(folder).ok());
    let asked = format!("{folders:?} {drafts} {preview} {base_url:?} {pseudo} {compressed} {search}");
    let is_known = folders.iter().all(Option::is_some);
    is_known.then(|| CacheKey::of_any_program(&[b"note", asked.as_bytes()]))
}

/// Another one makes other pages of the same.
fn program() -> CacheKey {
    CacheKey::new(&[])
}
