//! What the last build left, so that the next one doesn't do it again.
//!
//! After a build the cache keeps a note: sizes and times of change of all that was written, and of each page the hash of
//! what it shows. A page that would show the same by the same templates, and stands there as it was left, isn't made again
//! ([`Folder`]). After a build without problems the note also has sizes and times of change of all that was read, and until
//! when the clock changes nothing: as long as all of that holds, there is nothing to do at all. There is one note for each
//! folder that is built into and each thing that a build is asked for; it may be deleted at any time.

mod folder;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::Path;

use jiff::{Timestamp, ToSpan};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::build::{BuildOptions, Destination, Summary};
use crate::cache::Cache;
use crate::keep::CacheKey;
use crate::output::{self, WriteCounts};
use crate::render::edited;
use crate::render::{Edited, OutPath};
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
    seen: Option<Seen>,
    whole: Option<Whole>,
    /// What rendered the pages of each language: its number, and what templates asked the site for.
    engines: BTreeMap<u64, Answers>,
    /// In the order of their paths.
    files: Vec<Left>,
}

/// All that a build has read.
#[derive(Debug, Serialize, Deserialize)]
pub struct Seen {
    /// Between these two moments the same input makes the same site.
    from: Timestamp,
    until: Timestamp,
    /// No stamp of files that might change without a trace.
    read: Vec<(String, Option<Stamp>)>,
    /// What each document's file is to the rest of the site.
    documents: BTreeMap<String, u64>,
}

/// What a build says that would find everything as this one left it, which had no problems to tell.
#[derive(Debug, Serialize, Deserialize)]
pub struct Whole {
    summary: Summary,
    /// Number of files without their compressed copies.
    files: usize,
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
    /// What was found as it was left, and wasn't touched.
    stood: HashSet<OutPath>,
}

impl Seen {
    /// What holds for a build at the site's moment; `read` are the stamps from before it began to read.
    #[must_use]
    pub fn new(site: &Site, read: Vec<(String, Option<Stamp>)>) -> Self {
        Self { from: site.now, until: until(site), read, documents: edited::numbers(site) }
    }

    fn holds(&self, now: Timestamp) -> bool {
        (self.from..self.until).contains(&now)
    }

    /// The files that have changed since; `None` if some came or went.
    fn changed<'s>(&'s self, read: &Stamped) -> Option<BTreeSet<&'s str>> {
        let pairs = || self.read.iter().zip(read);
        let same = self.read.len() == read.len() && pairs().all(|((a, _), (b, _))| a == b);
        let changed = pairs().filter(|((_, before), (_, now))| *before != Some(*now));
        same.then(|| changed.map(|((path, _), _)| path.as_str()).collect())
    }
}

impl Whole {
    /// What such a build says.
    #[must_use]
    pub fn new(summary: &Summary, written: WriteCounts) -> Self {
        Self { summary: summary.clone(), files: written.written + written.unchanged }
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
        let (seen, whole) = (self.note.seen.as_ref()?, self.note.whole.as_ref()?);
        let holds =
            seen.holds(now) && seen.changed(read).is_some_and(|files| files.is_empty()) && self.all_stands();
        let (unchanged, left) = (whole.files, whole.files);
        let written = WriteCounts { unchanged, left, ..WriteCounts::default() };
        holds.then(|| (whole.summary.clone(), written))
    }

    /// The files that have changed since, if none came or went and the clock changes nothing.
    #[must_use]
    pub fn changed(&self, now: Timestamp, read: &Stamped) -> Option<BTreeSet<&str>> {
        self.note.seen.as_ref().filter(|seen| seen.holds(now))?.changed(read)
    }

    /// The edit since, if nothing but words of documents has changed and everything stands as it was left.
    #[must_use]
    pub fn edited(&self, site: &Site, read: &Stamped) -> Option<Edited> {
        let seen = self.note.seen.as_ref().filter(|seen| seen.holds(site.now))?;
        let edited = Edited::of(site, &seen.changed(read)?, &seen.documents)?;
        self.all_stands().then_some(edited)
    }

    fn all_stands(&self) -> bool {
        source::all_are(self.out, self.note.files.par_iter().map(|left| (&left.path, left.stamp)))
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
    pub fn note(&self, inputs: Inputs, seen: Option<Seen>, whole: Option<Whole>) {
        let Some(place) = self.place.as_ref().filter(|_| self.is_noted()) else { return };
        let files = self.files(inputs.pages, &inputs.stood);
        let note = files.map(|files| FolderNote { seen, whole, engines: inputs.engines, files });
        let text = note.and_then(|note| serde_json::to_vec(&note).ok());
        text.iter().for_each(|text| self.cache.put_of(place, &program(), text));
    }

    fn files(&self, pages: Vec<(OutPath, u64)>, stood: &HashSet<OutPath>) -> Option<Vec<Left>> {
        let inputs: HashMap<_, _> = pages.into_iter().collect();
        let stamp = |path: &OutPath| match self.left(path).filter(|_| stood.contains(path)) {
            Some(left) => Some(left.stamp),
            None => Stamp::of(&self.out.join(path)),
        };
        let paths = output::listed(self.out)?.into_par_iter();
        let left =
            paths.map(|path| Some(Left { stamp: stamp(&path)?, inputs: inputs.get(&path).copied(), path }));
        left.collect()
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
    let BuildOptions {
        root,
        drafts,
        preview,
        now: _,
        base_url,
        cache: _,
        pseudo,
        memo: _,
        progress: _,
        rest: _,
    } = options;
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
