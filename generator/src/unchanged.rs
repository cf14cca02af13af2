//! A build that would find everything as the last one left it is not done again.
//!
//! After a build without problems the cache keeps a note: sizes and times of change of everything that the build read
//! and wrote, and until when the clock changes nothing. As long as all of that holds, there is nothing to do. There is
//! one note for each folder that is built into and each thing that a build is asked for; it may be deleted at any time.

use std::path::Path;

use jiff::{Timestamp, ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};

use crate::build::{BuildOptions, Summary, Target};
use crate::cache;
use crate::output::{self, Written};
use crate::site::Site;
use crate::source::{self, Stamped};

/// What a build leaves for the next one.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    /// Between these two moments the same input makes the same site.
    from: Timestamp,
    until: Timestamp,
    summary: Summary,
    /// Number of files without their compressed copies.
    files: usize,
    read: Stamped,
    written: Stamped,
}

/// What the last build made, if a build at `options.now` would make the same; `read` are the stamps of all that it would
/// read.
#[must_use]
pub fn last(options: &BuildOptions, target: &Target, read: &Stamped) -> Option<(Summary, Written)> {
    let text = options.cache.get(&key(options, target)?)?;
    let note: Note = serde_json::from_slice(&text).ok()?;
    let holds = (note.from..note.until).contains(&options.now)
        && note.read == *read
        && source::of_all(&target.out, note.written.iter().map(|(path, _)| path).collect::<Vec<_>>())?
            == note.written;
    let written = Written { written: 0, unchanged: note.files, removed: 0 };
    holds.then_some((note.summary, written))
}

/// Notes a build that had no problems; `read` are the stamps from before it began to read. What can't be noted is built
/// again, and nothing else.
pub fn note(
    options: &BuildOptions,
    target: &Target,
    site: &Site,
    (summary, files): (&Summary, usize),
    read: Option<Stamped>,
) {
    let note = || {
        let written = output::listed(&target.out)?;
        Some(Note {
            from: options.now,
            until: until(site),
            summary: summary.clone(),
            files,
            read: read?,
            written: source::of_all(&target.out, &written)?,
        })
    };
    let text = note().and_then(|note| serde_json::to_vec(&note).ok());
    if let Some((text, key)) = text.zip(key(options, target)) {
        options.cache.put(&key, &text);
    }
}

/// The first moment after `site.now` at which the clock may change a page: an event begins or ends, registration opens
/// or closes, or a day begins, with which stories come and documents appear and expire.
pub(crate) fn until(site: &Site) -> Timestamp {
    let zone = TimeZone::get(&site.config.time_zone).unwrap_or(TimeZone::UTC);
    let tomorrow = site.now.to_zoned(zone).start_of_day().and_then(|day| day.checked_add(1.day()));
    // Without a tomorrow the note ends at once.
    let tomorrow = tomorrow.map_or(site.now, |day| day.timestamp());
    let moments = site.events.iter().flat_map(|entry| {
        let (event, registration) = (&entry.facts, &entry.facts.registration);
        let asked = [registration.opens.as_ref(), registration.closes.as_ref()].into_iter().flatten();
        let own = [&event.starts, &event.ends].into_iter().chain(asked).map(|moment| moment.timestamp());
        own.chain([crate::event::announced(event)])
    });
    moments.filter(|moment| *moment > site.now).fold(tomorrow, Timestamp::min)
}

/// The hash of this program, of the two folders, and of all that it was asked for but the moment.
fn key(options: &BuildOptions, target: &Target) -> Option<String> {
    let program = std::env::current_exe().ok().map(|file| file.to_string_lossy().into_owned());
    let stamp = program.iter().map(|file| source::of_all(Path::new(""), [file]));
    let program = format!("{} {:?}", env!("CARGO_PKG_VERSION"), stamp.collect::<Vec<_>>());
    let BuildOptions { root, drafts, now: _, base_url, cache: _, pseudo, memo: _ } = options;
    let Target { out, compressed, search } = target;
    let folders = [root, out].map(|folder| std::path::absolute(folder).ok());
    let asked = format!("{folders:?} {drafts} {base_url:?} {pseudo} {compressed} {search}");
    folders.iter().all(Option::is_some).then(|| cache::key(&[b"note", program.as_bytes(), asked.as_bytes()]))
}
