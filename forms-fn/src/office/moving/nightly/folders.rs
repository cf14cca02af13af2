//! The folders of nightly copies: each is named by its time, closed to others, and has its name only when it is whole.
#![expect(clippy::disallowed_methods, reason = "the one place that makes and removes folders of copies")]

use std::fs::{self, DirBuilder, File, TryLockError};
use std::io;
use std::path::{Component, Path, PathBuf};

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::desk::mark::check_value;
use crate::export::file;
use crate::installation::{KEYS, RECORDS};
use crate::office::Stop;
use crate::secret;

/// The list of what was erased.
pub(super) const ERASED: &str = "erased.jsonl";
/// The secrets, as they lie in the data.
pub(super) const SECRETS: &str = "secrets.json";
/// The whole of what may lie in a folder of ours. What else is there isn't ours to remove. Those by which a copy is known go
/// last.
const FILES: [&str; 4] = [ERASED, RECORDS, SECRETS, KEYS];
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

/// Looks whether the places are ones that no single loss takes, and that hold no copies of the other kind; then makes them.
pub(super) fn apart(to: &Path, keys_to: &Path, data: &Path) -> Result<(), Stop> {
    let whole = |folder: &Path| would_be(folder).map_err(|e| cannot("find", folder, &e));
    let data =
        fs::canonicalize(data).map_err(|e| Stop::refused(format!("no folder `{}`: {e}", data.display())))?;
    let (to, keys_to) = (whole(to)?, whole(keys_to)?);
    if to.starts_with(&keys_to) || keys_to.starts_with(&to) {
        return Err(Stop::refused(format!(
            "`{}` and `{}` lie in each other: whoever has records and keys together can read sensitive answers; \
             give --keys-to a place of its own",
            to.display(),
            keys_to.display()
        )));
    }
    if let Some(folder) = [&to, &keys_to].into_iter().find(|folder| folder.starts_with(&data)) {
        return Err(Stop::refused(format!(
            "`{}` lies in the data, and would be lost with them",
            folder.display()
        )));
    }
    for (place, option, strange, of) in
        [(&to, "--to", KEYS, "keys"), (&keys_to, "--keys-to", RECORDS, "records")]
    {
        if let Some(copy) = copy_with(place, strange)? {
            return Err(Stop::refused(format!(
                "`{}` is a copy of {of}, and {option} is no place for those: records and keys lie apart, or each would be \
                 taken for the other; look whether --to and --keys-to are the right way round",
                copy.display()
            )));
        }
    }
    [&to, &keys_to].into_iter().try_for_each(|folder| make(folder).map_err(|e| cannot("make", folder, &e)))
}

/// What a path stands for once it is made, with nothing made yet.
fn would_be(folder: &Path) -> io::Result<PathBuf> {
    let mut whole = PathBuf::new();
    for part in std::path::absolute(folder)?.components() {
        if part == Component::ParentDir {
            whole.pop();
            continue;
        }
        whole.push(part);
        match fs::canonicalize(&whole) {
            Ok(there) => whole = there,
            Err(e) if e.kind() == io::ErrorKind::NotFound => {}
            Err(e) => return Err(e),
        }
    }
    Ok(whole)
}

/// The first copy in a place that has such a file; none where there is no place yet.
fn copy_with(place: &Path, name: &str) -> Result<Option<PathBuf>, Stop> {
    if !place.exists() {
        return Ok(None);
    }
    let copies = listed(place)?.into_iter().filter(|(_, at)| at.is_some()).map(|(path, _)| path);
    Ok(copies.into_iter().find(|path| path.join(name).exists()))
}

/// Both places, held for one copy: another would take away what this one hasn't named yet. Let go of when it is dropped.
#[derive(Debug)]
pub(super) struct Held {
    _places: Vec<File>,
}

/// Holds both places.
pub(super) fn hold(places: [&Path; 2]) -> Result<Held, Stop> {
    let mut held = Vec::new();
    for place in places {
        let folder = File::open(place).map_err(|e| cannot("open", place, &e))?;
        match folder.try_lock() {
            Ok(()) => held.push(folder),
            Err(TryLockError::WouldBlock) => {
                return Err(Stop::refused(format!(
                    "another copy is being made in `{}`: wait for its end, and begin again",
                    place.display()
                )));
            }
            // A disk of another machine may know no such thing.
            Err(TryLockError::Error(error)) => {
                tracing::warn!(%error, place = %place.display(), "can't be held: make one copy at a time");
            }
        }
    }
    Ok(Held { _places: held })
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

/// What became of older copies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Folders that are gone.
    pub gone: Vec<PathBuf>,
    /// What stays, and why.
    pub stays: Vec<String>,
    /// What should be gone and couldn't be removed.
    pub failed: Vec<String>,
}

impl Forgotten {
    fn remove(&mut self, folder: PathBuf) {
        match remove(&folder) {
            Ok(()) => self.gone.push(folder),
            Err(stop) => self.failed.push(stop.words().to_owned()),
        }
    }

    /// Removes copies of records that are older than so many days; never the one just made. Names those of the future.
    pub(super) fn older(&mut self, made: &Path, days: u32) -> Result<(), Stop> {
        let (Some(place), Some(now)) = (made.parent(), time(made)) else { return Ok(()) };
        let oldest = now.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).ok();
        for (folder, at) in others(place, made, [RECORDS, KEYS])? {
            if at > now {
                let folder = folder.display();
                self.stays
                    .push(format!("`{folder}` is dated after now: a clock was wrong; remove it by hand"));
            } else if oldest.is_some_and(|oldest| at < oldest) {
                self.remove(folder);
            }
        }
        Ok(())
    }

    /// Removes all copies of keys but the one just made. Those of another installation stay.
    pub(super) fn other_keys(&mut self, made: &Path) -> Result<(), Stop> {
        let Some(place) = made.parent() else { return Ok(()) };
        let mark = |folder: &Path| secret::load(folder).ok().flatten().map(|keyring| check_value(&keyring));
        let ours = mark(made).ok_or_else(|| Stop::failed("the secrets of the copy are gone"))?;
        for (folder, _) in others(place, made, [KEYS, RECORDS])? {
            let (theirs, path) = (mark(&folder), folder.display());
            match theirs {
                Some(theirs) if theirs == ours => self.remove(folder),
                Some(_) => self.stays.push(format!(
                    "`{path}` stays: it holds another installation's keys; give each installation a --keys-to of its own"
                )),
                None => self.stays.push(format!(
                    "`{path}` stays: its `{SECRETS}` can't be read, so nothing says whose keys these are; remove it by hand"
                )),
            }
        }
        Ok(())
    }
}

/// Copies in a place besides this one that have the one file and lack the other.
fn others(place: &Path, but: &Path, [has, lacks]: [&str; 2]) -> Result<Vec<(PathBuf, Timestamp)>, Stop> {
    let copies = listed(place)?.into_iter().filter_map(|(path, at)| Some((path, at?)));
    let is_other = |path: &Path| {
        path.file_name() != but.file_name() && path.join(has).exists() && !path.join(lacks).exists()
    };
    let mut copies: Vec<(PathBuf, Timestamp)> = copies.filter(|(path, _)| is_other(path)).collect();
    copies.sort_by_key(|(_, at)| *at);
    Ok(copies)
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
