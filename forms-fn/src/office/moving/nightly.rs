//! The nightly copy in one go: records and the list of what was erased to one place, keys and secrets to another. Whoever has
//! one of the two can read no sensitive answer. All of it is looked through before any of it gets its name.

mod folders;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::{StorePlace, WhichStore, whole};
use crate::desk::{Action, Desk};
use crate::export::file::Draft;
use crate::installation::{self, KEYS, RECORDS};
use crate::office::audited::AuditEntry;
use crate::office::{Access, Audited, Stop};
use crate::secret::{self, KeyProvider};
use crate::store::{SqliteStore, Store};
use crate::transfer::{self, Inconsistency, What};

pub use folders::Forgotten;
use folders::{CopyFolder, ERASED, SECRETS};

/// What is copied, and where to.
#[derive(Debug, Clone)]
pub struct NightlyCopy {
    /// The folder of the installation.
    pub data: PathBuf,
    /// Gets a folder with the records and the list of what was erased.
    pub to: PathBuf,
    /// Gets a folder of the same name with the keys and the secrets.
    pub keys_to: PathBuf,
}

/// The places of a copy, held until its end: another one that begins meanwhile is refused.
#[derive(Debug)]
pub struct HeldPlaces(#[expect(dead_code, reason = "held, not read")] folders::Held);

/// A copy that is whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The folder of records and of what was erased.
    pub records_folder: PathBuf,
    /// The folder of keys and secrets.
    pub keys_folder: PathBuf,
    /// How many records are in it.
    pub records: usize,
    /// How many erased records the list names.
    pub erased: u64,
    /// What doesn't agree in the store, and so in its copy.
    pub faults: Vec<Inconsistency>,
}

impl NightlyCopy {
    /// Makes both places, and holds them until what it returns is dropped. Nothing is made if it is refused.
    ///
    /// # Errors
    /// When it is refused; when one of the two places lies in the other or in the data, or has copies that belong into the
    /// other; when another copy is being made there.
    pub fn hold(&self, access: &Access) -> Result<HeldPlaces, Stop> {
        whole(access, Action::Backup)?;
        whole(access, Action::ExportKeys)?;
        folders::apart(&self.to, &self.keys_to, &self.data)?;
        folders::hold([&self.to, &self.keys_to]).map(HeldPlaces)
    }

    /// Makes the copy while the store is in use. Either both folders are there afterwards, closed to others, or none of them.
    ///
    /// # Errors
    /// When it is refused; when something can't be read or written; when the copy isn't whole: secrets, keys and records
    /// don't belong together, or an envelope doesn't open.
    pub async fn make(&self, access: &Access, _: &HeldPlaces) -> Result<Audited<Copied>, Stop> {
        let (copy, keys) = (whole(access, Action::Backup)?, whole(access, Action::ExportKeys)?);
        let live = self.open()?;
        let of_records = Store::Sqlite(live.records.clone());
        let entry = AuditEntry::begin(copy, &of_records).await?;
        let mut of_keys = match AuditEntry::begin(keys, &of_records).await {
            Ok(of_keys) => of_keys,
            Err(stop) => return Err(entry.stop(stop, Vec::new(), &[]).await),
        };
        match self.copied(&live, access.at).await {
            Ok((copied, keys)) => {
                of_keys.audit.count = keys;
                of_keys.settle(Ok(()), Vec::new(), Vec::new()).await?.take().await?;
                self.settle(entry, copied).await
            }
            Err(stop) => {
                let stop = of_keys.stop(stop, Vec::new(), &[]).await;
                Err(entry.stop(stop, Vec::new(), &[]).await)
            }
        }
    }

    async fn settle(&self, mut entry: AuditEntry, copied: Copied) -> Result<Audited<Copied>, Stop> {
        entry.audit.count = copied.records;
        entry.settle(Ok(copied), Vec::new(), Vec::new()).await
    }

    /// The copy is where it belongs: notes so in the store, and removes all keys of this installation but the newest, then
    /// copies of records that are older than so many days. A key that was destroyed would come back with older ones. What
    /// can't be removed keeps nothing else; by a clock that is doubted no records are removed.
    ///
    /// # Errors
    /// When the store fails, or a place can't be listed.
    pub async fn done(
        &self,
        copied: &Copied,
        keep_days: Option<u32>,
        at: Timestamp,
        _: &HeldPlaces,
    ) -> Result<Forgotten, Stop> {
        // Asked first: what is noted now must not speak for this clock.
        let doubt = desk(self.open()?.records).doubt_of_clock(at).await?;
        self.note_only(at).await?;
        let mut forgotten = Forgotten::default();
        forgotten.other_keys(&copied.keys_folder)?;
        match (keep_days, doubt) {
            (Some(_), Some(doubt)) => forgotten.stays.push(format!("older copies of records stay: {doubt}")),
            (Some(days), None) => forgotten.older(&copied.records_folder, days)?,
            (None, _) => {}
        }
        Ok(forgotten)
    }

    /// Notes in the store that the copy was made, and removes nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note_only(&self, at: Timestamp) -> Result<(), Stop> {
        note(self.open()?.records, at).await
    }

    fn open(&self) -> Result<Live, Stop> {
        let open = |name| {
            let path = installation::existing(&self.data, name).map_err(Stop::failed)?;
            Ok::<_, Stop>(SqliteStore::open_existing(&path)?)
        };
        Ok(Live { records: open(RECORDS)?, keys: open(KEYS)? })
    }

    /// The copy, and how many keys are in it.
    async fn copied(&self, live: &Live, now: Timestamp) -> Result<(Copied, usize), Stop> {
        let name = folders::name([&self.to, &self.keys_to], now);
        let to = CopyFolder::begin(&self.to, &name)?;
        let keys_to = CopyFolder::begin(&self.keys_to, &name)?;
        // In this order: what came to the store meanwhile finds its key in the copy, and each key its secret.
        live.records.backup(&to.file(RECORDS)).await?;
        live.keys.backup(&keys_to.file(KEYS)).await?;
        keys_to.take(&self.data.join(SECRETS))?;
        let erased = self.erased(&to.file(ERASED), now).await?;
        let looked = look(&to.file(RECORDS), keys_to.path(), now).await?;
        // The keys first: with nothing but them nobody can do harm.
        let keys_folder = keys_to.keep()?;
        let records_folder = match to.keep() {
            Ok(folder) => folder,
            Err(stop) => {
                folders::remove(&keys_folder)?;
                return Err(stop);
            }
        };
        let Looked { records, keys, faults } = looked;
        Ok((Copied { records_folder, keys_folder, records, erased, faults }, keys))
    }

    /// What is erased now. That is more than the copy knows, if somebody is erased meanwhile.
    async fn erased(&self, path: &Path, now: Timestamp) -> Result<u64, Stop> {
        let store = StorePlace::Folder(self.data.clone()).open(WhichStore::Records)?;
        let cannot = |e: std::io::Error| Stop::failed(format!("cannot write `{}`: {e}", path.display()));
        let mut draft = Draft::new(path).map_err(cannot)?;
        let erased = transfer::export(&store, What::Erased, now, &mut draft).await?;
        draft.keep().map_err(cannot)?;
        Ok(erased)
    }
}

/// Both stores of the installation.
struct Live {
    records: SqliteStore,
    keys: SqliteStore,
}

struct Looked {
    records: usize,
    keys: usize,
    faults: Vec<Inconsistency>,
}

/// Opens the copy as whoever restores it does. Nothing in it is changed.
async fn look(records: &Path, keys_folder: &Path, now: Timestamp) -> Result<Looked, Stop> {
    let records = Store::Sqlite(SqliteStore::open_copy(records)?);
    let keys = Store::Sqlite(SqliteStore::open_copy(&keys_folder.join(KEYS))?);
    let keyring = secret::load(keys_folder).map_err(|e| Stop::failed(e.to_string()))?;
    let keyring = Arc::new(keyring.ok_or_else(|| Stop::failed("the secrets are gone"))?);
    let desk = Desk::new(records.clone(), keys.clone(), Arc::clone(&keyring), KeyProvider::File(keyring));
    let seals = transfer::verify_seals(&desk, now).await?;
    if !seals.is_empty() {
        let lines: Vec<String> = seals.iter().map(|fault| format!("\n  {fault}")).collect();
        let words = "no copy was made, since it could not be read";
        return Err(Stop::failed(format!("{words}:{}", lines.concat())));
    }
    let verified = transfer::verify(&records, now).await?;
    let keys = transfer::verify(&keys, now).await?;
    let faults = verified.faults.into_iter().chain(keys.faults).collect();
    Ok(Looked { records: verified.records, keys: keys.items, faults })
}

async fn note(store: SqliteStore, at: Timestamp) -> Result<(), Stop> {
    Ok(desk(store).note_copy(at).await?)
}

/// A desk for what needs no secrets: nothing is sealed or signed there.
fn desk(store: SqliteStore) -> Desk {
    let store = Store::Sqlite(store);
    let keyring = Arc::new(secret::Keyring::generate());
    Desk::new(store.clone(), store, Arc::clone(&keyring), KeyProvider::File(keyring))
}
