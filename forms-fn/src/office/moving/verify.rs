//! Looks whether everything in a store agrees, and whether its secrets and keys are the right ones.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::{StorePlace, WhichStore, whole};
use crate::desk::{Action, Desk, has_records};
use crate::folder::FormsFolder;
use crate::office::audited::AuditEntry;
use crate::office::{Access, Audited, Stop};
use crate::secret::{self, KeyProvider, Keyring};
use crate::store::{Key, Store};
use crate::transfer::{self, Inconsistency};

/// What is looked at.
#[derive(Debug)]
pub struct VerifyQuery<'a> {
    /// Which store.
    pub which: WhichStore,
    /// The site, which should show every event that people are registered for.
    pub site: Option<&'a FormsFolder>,
    /// The folder of the secrets.
    pub secrets: Option<&'a Path>,
}

/// What a look found.
#[derive(Debug)]
pub struct Verification {
    /// How many items there are.
    pub items: usize,
    /// How many records.
    pub records: usize,
    /// What doesn't agree. References and names of items are told, no answers.
    pub faults: Vec<Inconsistency>,
}

/// Looks at everything; changes nothing. `provider` opens the keys that a file of secrets doesn't. A store that can't be written
/// any more is checked all the same: then it is said that the audit doesn't tell of it.
///
/// # Errors
/// When it is refused, or the store fails.
pub async fn verify(
    place: &StorePlace,
    query: &VerifyQuery<'_>,
    provider: impl FnOnce(&Arc<Keyring>) -> Result<KeyProvider, String>,
    access: &Access,
) -> Result<Audited<Verification>, Stop> {
    let audit = whole(access, Action::Verify)?;
    let (store, records) = (place.open(query.which)?, place.open(WhichStore::Records)?);
    let mut entry = AuditEntry::begin_if_possible(audit, &records).await;
    let mut notes = Vec::new();
    let verification = check(place, &store, query, provider, access.at, &mut notes).await;
    if let Ok(verification) = &verification {
        entry.audit.count = verification.records;
    }
    entry.settle(verification, notes, Vec::new()).await
}

async fn check(
    place: &StorePlace,
    store: &Store,
    query: &VerifyQuery<'_>,
    provider: impl FnOnce(&Arc<Keyring>) -> Result<KeyProvider, String>,
    now: Timestamp,
    notes: &mut Vec<String>,
) -> Result<Verification, Stop> {
    let transfer::Verified { items, records, mut faults } = transfer::verify(store, now).await?;
    if query.which == WhichStore::Records {
        match query.secrets {
            Some(secrets) => faults.extend(seals(place, store, secrets, provider, now).await?),
            None => notes.push(
                "note: whether the secrets fit wasn't checked; say where `secrets.json` is with --secrets"
                    .to_owned(),
            ),
        }
        match query.site {
            Some(site) => faults.extend(transfer::verify_events(store, site, now).await?),
            None => notes.push(
                "note: whether the site shows all events wasn't checked; say where its folder is with --forms"
                    .to_owned(),
            ),
        }
    }
    Ok(Verification { items, records, faults })
}

/// Opens the envelopes.
async fn seals(
    place: &StorePlace,
    records: &Store,
    folder: &Path,
    provider: impl FnOnce(&Arc<Keyring>) -> Result<KeyProvider, String>,
    now: Timestamp,
) -> Result<Vec<Inconsistency>, Stop> {
    let keyring = secret::load(folder).map_err(|e| Stop::failed(e.to_string()))?;
    let (keyring, keys) = match (keyring, place.open(WhichStore::Keys)) {
        (Some(keyring), Ok(keys)) => (Arc::new(keyring), keys),
        // A store that nobody has written into yet needs neither.
        _ if !has_records(records, now).await? => return Ok(Vec::new()),
        (None, _) => return Ok(vec![missing(folder, "secrets.json")]),
        (_, Err(_)) => return Ok(vec![missing(folder, "keys.sqlite")]),
    };
    let provider = provider(&keyring).map_err(Stop::failed)?;
    let desk = Desk::new(records.clone(), keys, keyring, provider);
    Ok(transfer::verify_seals(&desk, now).await?)
}

fn missing(folder: &Path, file: &str) -> Inconsistency {
    Inconsistency {
        key: Key::new("MARK", "-"),
        what: format!("`{}` is missing, and there are records", folder.join(file).display()),
        hint: "put the old file back: without it no link works, or no sensitive answer can be read; if it is lost \
               for good, start once with `forms-fn serve --new-secrets`",
    }
}
