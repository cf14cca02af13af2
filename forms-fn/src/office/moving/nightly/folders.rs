//! The folders of nightly copies: each is named by its time, closed to others, and has its name only when it is whole.
#![expect(clippy::disallowed_methods, reason = "the one place that makes and removes folders of copies")]

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::export::file;
use crate::installation::{KEYS, RECORDS};
use crate::office::Stop;

/// The list of what was erased.
pub(super) const ERASED: &str = "erased.jsonl";
/// The secrets, as they lie in the data.
pub(super) const SECRETS: &str = "secrets.json";
/// The whole of what may lie in a folder of ours. What else is there isn't ours to remove.
const FILES: [&str; 4] = [RECORDS, ERASED, KEYS, SECRETS];
/// UTC, so that the hour which summer time repeats is no second copy of the same name.
const NAME: &str = "%Y-%m-%dT%H%M%SZ";

/// The name of a copy that no other has: of two in one second the second gets the next one.
pub(super) fn name(places: [&Path; 2], at: Timestamp) -> String {
    let mut at = at;
    loop {
        let name = at.strftime(NAME).to_string();
        if places.iter().all(|place| !place.join(&name).exists()) {
            return name;
        }
        at += SignedDuration::from_secs(1);
    }
}

/// Makes both places, and refuses those that a single loss would take.
pub(super) fn apart(to: &Path, keys_to: &Path, data: &Path) -> Result<(), String> {
    let whole = |folder: &Path| {
        make(folder)
            .and_then(|()| fs::canonicalize(folder))
            .map_err(|e| format!("cannot make `{}`: {e}", folder.display()))
    };
    let data = fs::canonicalize(data).map_err(|e| format!("no folder `{}`: {e}", data.display()))?;
    let (to, keys_to) = (whole(to)?, whole(keys_to)?);
    if to.starts_with(&keys_to) || keys_to.starts_with(&to) {
        return Err(format!(
            "`{}` and `{}` lie in each other: whoever has records and keys together can read sensitive answers; \
             give --keys-to a place of its own",
            to.display(),
            keys_to.display()
        ));
    }
    match [&to, &keys_to].into_iter().find(|folder| folder.starts_with(&data)) {
        Some(folder) => Err(format!("`{}` lies in the data, and would be lost with them", folder.display())),
        None => Ok(()),
    }
}

/// A folder that doesn't have its name yet. One that is dropped before leaves nothing behind.
pub(super) struct CopyFolder {
    part: PathBuf,
    target: PathBuf,
}

impl CopyFolder {
    /// Makes it. What a copy that was killed left behind goes first.
    pub(super) fn begin(place: &Path, name: &str) -> Result<Self, Stop> {
        for (left, _) in listed(place)?.into_iter().filter(|(path, _)| is_part(path)) {
            remove(&left)?;
        }
        let (target, part) = (place.join(name), place.join(format!(".{name}.part")));
        if target.exists() {
            return Err(Stop::refused(format!("`{}` is there already", target.display())));
        }
        make(&part).map_err(|e| cannot("make", &part, &e))?;
        Ok(Self { part, target })
    }

    pub(super) fn path(&self) -> &Path {
        &self.part
    }

    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.part.join(name)
    }

    /// Copies the secrets into it.
    pub(super) fn take(&self, secrets: &Path) -> Result<(), Stop> {
        let bytes = Zeroizing::new(fs::read(secrets).map_err(|e| cannot("read", secrets, &e))?);
        let to = self.file(SECRETS);
        file::write(&to, &bytes).map_err(|e| cannot("write", &to, &e))
    }

    /// Gives it its name, on disk.
    pub(super) fn keep(self) -> Result<PathBuf, Stop> {
        let place = self.target.parent().unwrap_or(Path::new("."));
        let kept = File::open(&self.part).and_then(|folder| folder.sync_all());
        let kept = kept.and_then(|()| fs::rename(&self.part, &self.target));
        let kept = kept.and_then(|()| File::open(place)?.sync_all());
        kept.map_err(|e| cannot("keep", &self.target, &e))?;
        Ok(self.target.clone())
    }
}

impl Drop for CopyFolder {
    fn drop(&mut self) {
        // What went wrong before is what to tell.
        drop(remove(&self.part));
    }
}

/// Removes copies that are older than so many days; none where nobody says how many. Never the newest.
pub(super) fn forget_older(place: &Path, days: Option<u32>, now: Timestamp) -> Result<Vec<PathBuf>, Stop> {
    let Some(days) = days else { return Ok(Vec::new()) };
    let oldest = now - SignedDuration::from_hours(24 * i64::from(days));
    let copies = listed(place)?.into_iter().filter_map(|(path, at)| Some((path, at?)));
    let mut copies: Vec<(PathBuf, Timestamp)> = copies.collect();
    copies.sort_by_key(|(_, at)| *at);
    copies.pop();
    removed(copies.into_iter().filter(|(_, at)| *at < oldest).map(|(path, _)| path))
}

/// Removes all copies but one.
pub(super) fn forget_others(place: &Path, newest: &Path) -> Result<Vec<PathBuf>, Stop> {
    let copies = listed(place)?.into_iter().filter(|(_, at)| at.is_some()).map(|(path, _)| path);
    removed(copies.filter(|path| path.file_name() != newest.file_name()))
}

fn removed(folders: impl Iterator<Item = PathBuf>) -> Result<Vec<PathBuf>, Stop> {
    folders.map(|folder| remove(&folder).map(|()| folder)).collect()
}

/// Removes a folder of ours, with the files of ours and nothing else.
pub(super) fn remove(folder: &Path) -> Result<(), Stop> {
    for name in
        FILES.into_iter().flat_map(|name| [name.to_owned(), format!(".{name}.new"), format!(".{name}.part")])
    {
        match fs::remove_file(folder.join(&name)) {
            Err(e) if e.kind() != io::ErrorKind::NotFound => {
                return Err(cannot("remove", &folder.join(name), &e));
            }
            _ => {}
        }
    }
    match fs::remove_dir(folder) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(cannot("remove", folder, &e)),
        _ => Ok(()),
    }
}

/// What lies in a place, and of which time it is if it is a copy.
fn listed(place: &Path) -> Result<Vec<(PathBuf, Option<Timestamp>)>, Stop> {
    let entries = fs::read_dir(place).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let entries = entries.map_err(|e| cannot("list", place, &e))?;
    Ok(entries.into_iter().map(|entry| (entry.path(), time(&entry.path()))).collect())
}

fn time(path: &Path) -> Option<Timestamp> {
    let time = DateTime::strptime(NAME, path.file_name()?.to_str()?).ok()?;
    time.to_zoned(TimeZone::UTC).ok().map(|at| at.timestamp())
}

fn is_part(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let of = name.and_then(|name| name.strip_prefix('.')?.strip_suffix(".part"));
    of.is_some_and(|name| time(Path::new(name)).is_some())
}

fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn cannot(verb: &str, path: &Path, error: &io::Error) -> Stop {
    Stop::failed(format!("cannot {verb} `{}`: {error}", path.display()))
}
