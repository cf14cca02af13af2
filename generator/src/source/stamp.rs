//! Size and time of change of files: what tells that a file is as it was, without reading it.

use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Tree, relative};

/// A file system notes times of change no finer than this (FAT: two seconds), so a file that was changed just now may be
/// changed once more without a trace.
const FINEST: Duration = Duration::from_secs(2);

/// Size in bytes and time of change in nanoseconds of the Unix epoch.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp(u64, u128);

/// Path and stamp of some files, by path.
pub type Stamped = Vec<(String, Stamp)>;

impl Stamp {
    /// The stamp of a file; `None` if it isn't there.
    #[must_use]
    pub fn of(file: &Path) -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "the one reader")]
        let about = std::fs::metadata(file).ok()?;
        Some(Self(about.len(), nanoseconds(about.modified().ok()?)))
    }

    /// The stamp of a file that has been at rest for a while.
    pub(super) fn at_rest(file: &Path) -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "compared with times of change, never shown")]
        let now = SystemTime::now();
        Self::of(file).filter(|stamp| stamp.is_at_rest(now))
    }

    /// Whether a file with this stamp had been at rest when a build began.
    fn is_at_rest(self, began: SystemTime) -> bool {
        self.1 + FINEST.as_nanos() < nanoseconds(began)
    }
}

impl Tree {
    /// The stamps of all files; `None` when one of them can't be looked at.
    #[must_use]
    pub fn stamps(&self) -> Option<Stamped> {
        let Tree { root, files, problems, .. } = self;
        let stamped = files.par_iter().map(|file| Some((relative(root, file).ok()?, Stamp::of(file)?)));
        let mut stamped = stamped.collect::<Option<Stamped>>().filter(|_| problems.is_empty())?;
        stamped.par_sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        Some(stamped)
    }
}

/// Whether all files had been at rest for a while when a build began: none may be changed again without a trace.
#[must_use]
pub fn at_rest(files: &Stamped, began: SystemTime) -> bool {
    files.iter().all(|(_, stamp)| stamp.is_at_rest(began))
}

/// The stamps of these files below `root`; `None` when one isn't there.
#[must_use]
pub fn of_all<'a>(root: &Path, paths: impl IntoParallelIterator<Item = &'a String>) -> Option<Stamped> {
    paths.into_par_iter().map(|path| Some((path.clone(), Stamp::of(&root.join(path))?))).collect()
}

/// Whether each of these files below `root` has this stamp.
#[must_use]
pub fn all_are<'a>(root: &Path, files: impl IntoParallelIterator<Item = (&'a String, Stamp)>) -> bool {
    files.into_par_iter().all(|(path, stamp)| Stamp::of(&root.join(path)) == Some(stamp))
}

fn nanoseconds(time: SystemTime) -> u128 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}
