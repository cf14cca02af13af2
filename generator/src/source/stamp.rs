//! Size and time of change of files: what tells that a file is as it was, without reading it.

use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{files, relative};

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
    fn of(file: &Path) -> Option<Self> {
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

/// The stamps of all files that [`super::read`] would see; `None` when one of them can't be looked at, or was changed so
/// late `before` a build that it may have been changed again.
#[must_use]
pub fn stamps(root: &Path, before: Option<SystemTime>) -> Option<Stamped> {
    let (files, problems) = files(root);
    let stamped = files.par_iter().map(|file| {
        let stamp = Stamp::of(file).filter(|stamp| before.is_none_or(|began| stamp.is_at_rest(began)))?;
        Some((relative(root, file).ok()?, stamp))
    });
    let mut stamped = stamped.collect::<Option<Stamped>>().filter(|_| problems.is_empty())?;
    stamped.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    Some(stamped)
}

/// The stamps of these files below `root`; `None` when one isn't there.
#[must_use]
pub fn of_all<'a>(root: &Path, paths: impl IntoParallelIterator<Item = &'a String>) -> Option<Stamped> {
    paths.into_par_iter().map(|path| Some((path.clone(), Stamp::of(&root.join(path))?))).collect()
}

fn nanoseconds(time: SystemTime) -> u128 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}
