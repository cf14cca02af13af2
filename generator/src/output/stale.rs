//! What an earlier build wrote and this one makes no longer.
//!
//! A page that a browser, a proxy or the offline worker has kept still asks for the style sheet and the pictures of its own
//! time. Their names change with their bytes, so the old ones stay beside the new ones for a while.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};

use super::at;
use crate::compressed::without_compression;
use crate::headers::PathPattern;
use crate::render::OutPath;
use crate::search;

/// The list of what a build wrote, so that the next one knows what is stale and what isn't ours.
pub(super) const LIST: &str = ".spaces-files";

/// The list of files that no page of the newest build names: since when, and which.
pub(super) const KEPT: &str = ".spaces-kept";

/// As long as the offline worker keeps a page.
const OF_PAGES: SignedDuration = SignedDuration::from_hours(30 * 24);

/// Parts of the search index are named by a file that is kept for minutes; a tab may be open for a day.
const OF_SEARCH: SignedDuration = SignedDuration::from_hours(24);

/// What becomes of the files that this build doesn't make.
#[derive(Debug, Default)]
pub(super) struct Stale {
    gone: BTreeSet<OutPath>,
    kept: BTreeMap<OutPath, Timestamp>,
}

impl Stale {
    /// What the lists of earlier builds name and this build, at the moment `now`, doesn't make. Without a moment nothing
    /// stays.
    pub(super) fn of(out: &Path, made: &BTreeSet<OutPath>, now: Option<Timestamp>) -> Self {
        let read = |list: &str| fs::read_to_string(out.join(list)).unwrap_or_default();
        // The lists are files, and files can be edited: only what is a path in here may be removed.
        let ours = |path: &str| OutPath::try_from(path.to_owned()).ok();
        let mut since: BTreeMap<OutPath, Option<Timestamp>> =
            read(LIST).lines().filter_map(|path| Some((ours(path)?, now))).collect();
        for line in read(KEPT).lines() {
            let Some((moment, path)) = line.split_once(' ') else { continue };
            since.extend(ours(path).map(|path| (path, moment.parse().ok())));
        }
        let mut stale = Stale::default();
        // A build without search leaves nothing of it.
        let searched = made.iter().any(|path| path.starts_with(search::FOLDER));
        let stays = |path: &OutPath| stays(path).filter(|_| searched || !path.starts_with(search::FOLDER));
        for (path, since) in since.into_iter().filter(|(path, _)| !made.contains(path)) {
            let until = since.zip(stays(&path)).and_then(|(since, long)| since.checked_add(long).ok());
            match (since, until.zip(now)) {
                (Some(since), Some((until, now))) if now < until => _ = stale.kept.insert(path, since),
                _ => _ = stale.gone.insert(path),
            }
        }
        stale
    }

    /// What the list of files that stay says; nothing if there are none.
    pub(super) fn list(&self) -> String {
        self.kept.iter().map(|(path, since)| format!("{since} {path}\n")).collect()
    }

    /// What doesn't stay.
    pub(super) fn gone(&self) -> impl Iterator<Item = &OutPath> {
        self.gone.iter()
    }

    /// Removes what doesn't stay.
    pub(super) fn remove(&self, out: &Path) -> io::Result<usize> {
        let mut removed = 0;
        let mut folders = BTreeSet::new();
        for path in &self.gone {
            let path = out.join(path);
            match fs::remove_file(&path) {
                Ok(()) => removed += 1,
                // A file may stand now where its folder was, and a folder where it was.
                Err(e) if is_gone(&path, &e) => {}
                Err(e) => return Err(at("remove", &path, &e)),
            }
            folders.extend(path.ancestors().skip(1).take_while(|p| *p != out).map(Path::to_owned));
        }
        // The deepest first; a folder that still holds something stays, which is what we want.
        for folder in folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
        Ok(removed)
    }
}

fn is_gone(path: &Path, error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) || path.is_dir()
}

/// How long a file stays that nothing names any more: only those whose names change with their bytes.
fn stays(path: &OutPath) -> Option<SignedDuration> {
    let text = without_compression(path.address()?);
    let long = if path.starts_with(search::FOLDER) { OF_SEARCH } else { OF_PAGES };
    PathPattern::Kept.holds(text).then_some(long)
}
