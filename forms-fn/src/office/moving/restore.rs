//! Makes a database of a copy: what was erased since the copy was made is erased again before the file has its name.
#![expect(clippy::disallowed_methods, reason = "the one place where the file of a store is copied as it is")]

use std::fs::File;
use std::io::{BufRead, Seek};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::whole;
use crate::desk::Action;
use crate::installation::{self, RECORDS};
use crate::office::audited::AuditEntry;
use crate::office::{Access, Audited, Stop};
use crate::reference::Reference;
use crate::store::{Item, SqliteStore, Store};
use crate::transfer::{self, Lines};

/// Where the list of what was erased since the copy was made comes from.
#[derive(Debug)]
pub enum ErasedSince<'a, R> {
    /// What [`export_erased`](super::export_erased) wrote afterwards.
    File(Lines<R>),
    /// The folder of the old database, if it can still be read.
    Old(&'a Path),
    /// Nothing was erased.
    Nothing,
}

/// A store that stands where there was none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Records of the copy that had been erased, and are gone again.
    pub again: Vec<Reference>,
}

/// Makes the store of a folder from a copy. Under its own name the file is there only when everything that was erased is erased
/// again, so that no server can open it before.
///
/// # Errors
/// When it is refused, there is a store already, or the copy is none or can't be read.
pub async fn restore<R: BufRead + Seek>(
    from: &Path,
    data: &Path,
    erased: ErasedSince<'_, R>,
    access: &Access,
) -> Result<Audited<Restored>, Stop> {
    let audit = whole(access, Action::Restore)?;
    let target = data.join(RECORDS);
    if target.exists() {
        let words = format!("`{}` is there already; restore into another folder", target.display());
        return Err(Stop::refused(words));
    }
    let erased = list(erased, access.at).await?;
    let part = PartialFile::copy(from, data)?;
    let named = |stop: Stop| Stop::failed(format!("`{}`: {}", from.display(), stop.words()));
    let again = erase(&part.file, &erased, access.at).await.map_err(named)?;
    part.keep(&target)?;
    let store = Store::Sqlite(SqliteStore::open_existing(&target)?);
    AuditEntry::begin(audit, &store).await?.settle(Ok(Restored { again }), Vec::new(), Vec::new()).await
}

async fn list<R: BufRead + Seek>(erased: ErasedSince<'_, R>, now: Timestamp) -> Result<Vec<Item>, Stop> {
    match erased {
        ErasedSince::File(mut lines) => Ok(transfer::tombstones(&mut lines)?),
        ErasedSince::Old(old) => {
            let path = installation::existing(old, RECORDS).map_err(Stop::failed)?;
            let store = Store::Sqlite(SqliteStore::open_existing(&path)?);
            Ok(transfer::erased(&store, now).await?)
        }
        ErasedSince::Nothing => Ok(Vec::new()),
    }
}

/// Opens the copy, and erases in it what was erased since.
async fn erase(part: &Path, erased: &[Item], now: Timestamp) -> Result<Vec<Reference>, Stop> {
    let store = Store::Sqlite(SqliteStore::open_existing(part)?);
    store.check().await?;
    if transfer::verify(&store, now).await?.items == 0 {
        return Err(Stop::refused("there is nothing in this copy"));
    }
    if transfer::holds_keys_only(&store, now).await? {
        return Err(Stop::refused("this is a copy of the keys, and not of what people sent"));
    }
    let again = transfer::erase_again(&store, erased, now).await;
    // What has passed its date goes with the worker's first pass, once its clock is believed.
    store.wipe().await?;
    Ok(again?)
}

/// A copy that nobody else may read and that doesn't have its name yet. One that is dropped before leaves nothing behind.
struct PartialFile {
    file: PathBuf,
    /// The folders that were made for it, the innermost first.
    made: Vec<PathBuf>,
}

impl PartialFile {
    fn copy(from: &Path, folder: &Path) -> Result<Self, Stop> {
        let cannot = |e: std::io::Error| Stop::failed(format!("cannot copy `{}`: {e}", from.display()));
        let mut source = File::open(from).map_err(cannot)?;
        let named = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty());
        let made = named.take_while(|folder| !folder.exists()).map(Path::to_owned).collect();
        // From here on whatever fails takes it away.
        let part = Self { file: folder.join(format!("{RECORDS}.part")), made };
        part.fill(&mut source, folder).map_err(cannot)?;
        Ok(part)
    }

    fn fill(&self, source: &mut File, folder: &Path) -> std::io::Result<()> {
        let mut builder = std::fs::DirBuilder::new();
        builder.recursive(true);
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        {
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        builder.create(folder)?;
        // What a restoring that was killed left behind.
        self.remove();
        let mut target = options.open(&self.file)?;
        std::io::copy(source, &mut target)?;
        target.sync_all()
    }

    /// Gives it its name.
    fn keep(mut self, target: &Path) -> Result<(), Stop> {
        let kept = File::open(&self.file).and_then(|file| file.sync_all());
        let kept = kept.and_then(|()| std::fs::rename(&self.file, target));
        kept.map_err(|e| Stop::failed(format!("cannot write `{}`: {e}", target.display())))?;
        self.made.clear();
        Ok(())
    }

    fn remove(&self) {
        for end in ["", "-wal", "-shm", "-journal"] {
            let mut name = self.file.as_os_str().to_owned();
            name.push(end);
            drop(std::fs::remove_file(name));
        }
    }
}

impl Drop for PartialFile {
    fn drop(&mut self) {
        self.remove();
        for folder in &self.made {
            // One in which something else stands by now stays.
            drop(std::fs::remove_dir(folder));
        }
    }
}
