//! Size, times of change and number of files: what tells that a file is as it was, without reading it.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::{Duration, SystemTime};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Tree, relative};

/// A file system notes times of change no finer than this (FAT: two seconds), so a file that was changed just now may be
/// changed once more without a trace.
pub const FINEST: Duration = Duration::from_secs(2);

/// What the file system notes about a file. The time of change can be set, by whoever unpacks an archive or copies files
/// with their times, and then other bytes of the same size look the same. The time at which the file system noted the
/// last change can't be set, and a file that took another's place has another number.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    /// In nanoseconds of the Unix epoch, as are all times here.
    changed: u128,
    /// Zero where the system doesn't say.
    noted: u128,
    /// Zero where the system doesn't say.
    number: u64,
}

/// Path and stamp of some files, by path.
pub type Stamped = Vec<(String, Stamp)>;

impl Stamp {
    /// The stamp of a file; `None` if it isn't there.
    #[must_use]
    pub fn of(file: &Path) -> Option<Self> {
        let about = metadata(file)?;
        let (noted, number) = noted(&about);
        Some(Self { bytes: about.len(), changed: nanoseconds(about.modified().ok()?), noted, number })
    }

    /// The stamp of a file that has been at rest for a while.
    pub(super) fn at_rest(file: &Path) -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "compared with times of change, never shown")]
        let now = SystemTime::now();
        Self::of(file).filter(|stamp| stamp.is_at_rest(now, FINEST))
    }

    /// Whether a file with this stamp had been at rest so long when a build began.
    fn is_at_rest(self, began: SystemTime, rest: Duration) -> bool {
        self.changed.max(self.noted) + rest.as_nanos() < nanoseconds(began)
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

/// The stamps of those files that had been at rest so long when a build began; none of the others, which may be changed again
/// without a trace.
#[must_use]
pub fn at_rest(files: Stamped, began: SystemTime, rest: Duration) -> Vec<(String, Option<Stamp>)> {
    files
        .into_iter()
        .map(|(path, stamp)| (path, Some(stamp).filter(|stamp| stamp.is_at_rest(began, rest))))
        .collect()
}

/// Whether each of these files below `root` has this stamp.
#[must_use]
pub fn all_are<'a, P: AsRef<Path> + Sync + 'a>(
    root: &Path,
    files: impl IntoParallelIterator<Item = (&'a P, Stamp)>,
) -> bool {
    files.into_par_iter().all(|(path, stamp)| Stamp::of(&root.join(path)) == Some(stamp))
}

/// How all files stood at one moment, those that can't be looked at among them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FileStates {
    files: BTreeMap<String, Option<Stamp>>,
    problems: Vec<String>,
}

impl Tree {
    /// How its files stand now.
    #[must_use]
    pub fn standing(&self) -> FileStates {
        let one = |file: &std::path::PathBuf| {
            let path = relative(&self.root, file).unwrap_or_else(|problem| problem.path);
            (path, Stamp::of(file))
        };
        let problems = self.problems.iter().map(|problem| problem.message.to_string());
        // These are told, too.
        let programs = self.programs.iter().map(|folder| folder.display().to_string());
        let problems = problems.chain(programs).collect();
        FileStates { files: self.files.par_iter().map(one).collect(), problems }
    }
}

impl FileStates {
    /// Whether a file differs from how it stood; notes how it stands now.
    pub fn differs(&mut self, root: &Path, path: &str) -> bool {
        let now = Stamp::of(&root.join(path));
        self.files.insert(path.to_owned(), now) != Some(now)
    }
}

/// What tells one folder from another that took its place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FolderId {
    number: u64,
    made: Option<SystemTime>,
}

impl FolderId {
    /// The folder at this path, behind a link if there is one; `None` if there is none.
    #[must_use]
    pub fn of(folder: &Path) -> Option<Self> {
        let about = metadata(folder).filter(Metadata::is_dir)?;
        Some(Self { number: noted(&about).1, made: about.created().ok() })
    }
}

fn metadata(file: &Path) -> Option<Metadata> {
    #[expect(clippy::disallowed_methods, reason = "the one reader")]
    std::fs::metadata(file).ok()
}

/// When the file system noted the last change, and the file's number.
#[cfg(unix)]
fn noted(about: &Metadata) -> (u128, u64) {
    use std::os::unix::fs::MetadataExt as _;
    let part = |number: i64| u128::try_from(number).unwrap_or(0);
    (part(about.ctime()) * 1_000_000_000 + part(about.ctime_nsec()), about.ino())
}

#[cfg(not(unix))]
fn noted(_: &Metadata) -> (u128, u64) {
    (0, 0)
}

fn nanoseconds(time: SystemTime) -> u128 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}
