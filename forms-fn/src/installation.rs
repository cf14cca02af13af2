//! Opens what belongs together – records, keys of sensitive answers, secrets – and refuses parts of which one is missing or
//! another installation's. Nothing is made before that is clear: new secrets beside old records would make every link dead.

mod existing;

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use crate::desk::mark::has_sealed;
use crate::desk::{Desk, Mark, has_records};
use crate::secret::{self, KeyProvider, Keyring};
use crate::store::Store;

pub use existing::existing;

/// The file of what people sent, in its folder.
pub const RECORDS: &str = "submissions.sqlite";
/// The file of the keys of their sensitive answers, beside it.
pub const KEYS: &str = "keys.sqlite";
const SECRETS: &str = "secrets.json";

/// What may be made while opening.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Make {
    /// Nothing: all of it has to be there.
    Nothing,
    /// All of it, where nothing is yet.
    All {
        /// The secrets or the keys are lost for good: go on without them.
        new_secrets: bool,
        /// The records are lost for good: go on without them.
        new_store: bool,
    },
}

impl Make {
    /// All of it, where nothing is yet; never one part beside the others.
    pub const WHERE_NOTHING_IS: Self = Self::All { new_secrets: false, new_store: false };

    fn new_secrets(self) -> bool {
        matches!(self, Self::All { new_secrets: true, .. })
    }

    fn new_store(self) -> bool {
        matches!(self, Self::All { new_store: true, .. })
    }
}

/// Opens the installation of a folder.
///
/// # Errors
/// When a part is missing or doesn't fit, or can't be opened; in words for whoever starts the program.
pub async fn open(data: &Path, make: Make, now: Timestamp) -> Result<Desk, String> {
    let path = |name: &str| data.join(name);
    // In this order: another program that starts here at the same time makes the records first.
    let (secrets, keys) = (is_there(&path(SECRETS)), is_there(&path(KEYS)));
    let records = is_there(&path(RECORDS));
    if !records && (secrets || keys) && !make.new_store() {
        return Err(lost(data));
    }
    let store = match make {
        Make::Nothing => Store::open_existing(data),
        Make::All { .. } => Store::open(data),
    }
    .map_err(|e| e.to_string())?;
    let keyring = Arc::new(keyring(data, &store, make, now).await?);
    if !keys && !make.new_secrets() && has_sealed(&store, now).await.map_err(|e| e.to_string())? {
        return Err(words(Mark::LostKeys, &path(SECRETS), &path(KEYS)));
    }
    let of_keys = match make {
        Make::Nothing => Store::open_existing_keys(data),
        Make::All { .. } => Store::open_keys(data),
    }
    .map_err(|e| e.to_string())?;
    let desk = Desk::new(store, of_keys, Arc::clone(&keyring), KeyProvider::File(keyring));
    agree(&desk, keys, make, now, (&path(SECRETS), &path(KEYS))).await?;
    Ok(desk)
}

/// The secrets of a folder, for these records.
///
/// # Errors
/// When there are records and no secrets, or they can't be read or made.
pub async fn keyring(data: &Path, records: &Store, make: Make, now: Timestamp) -> Result<Keyring, String> {
    let path = data.join(SECRETS);
    if let Some(keyring) = secret::load(data).map_err(|e| e.to_string())? {
        return Ok(keyring);
    }
    let inhabited = has_records(records, now).await.map_err(|e| e.to_string())?;
    if make == Make::Nothing && !inhabited {
        return Err(format!("there is no `{}` yet\n  hint: `forms-fn serve` makes it", path.display()));
    }
    if inhabited && !make.new_secrets() {
        return Err(format!(
            "there are records, but no `{}`: with new secrets all links in letters would be dead, nobody would be \
             recognised by the address, and sensitive answers could not be read\n  \
             hint: put the old file back; if it is lost for good, start once with `forms-fn serve --new-secrets`",
            path.display()
        ));
    }
    secret::load_or_create(data).map_err(|e| e.to_string())
}

/// Compares the mark, and writes it where it is missing and something may be made.
///
/// # Errors
/// When the parts don't belong together, in words that name them, or a store fails.
pub async fn agree(
    desk: &Desk,
    keys_were_there: bool,
    make: Make,
    now: Timestamp,
    (secrets, keys): (&Path, &Path),
) -> Result<(), String> {
    let mark = desk.mark(keys_were_there, now).await.map_err(|e| e.to_string())?;
    let done = match (mark, make) {
        (Mark::Fits, _) | (Mark::Missing, Make::Nothing) => Ok(()),
        (Mark::Missing, Make::All { .. }) => desk.put_mark(now).await,
        (_, Make::All { new_secrets: true, .. }) => desk.begin_anew(now).await,
        (mark, _) => return Err(words(mark, secrets, keys)),
    };
    done.map_err(|e| e.to_string())
}

fn words(mark: Mark, secrets: &Path, keys: &Path) -> String {
    let (secrets, keys) = (secrets.display(), keys.display());
    let (what, file) = match mark {
        Mark::LostKeys => (
            format!("the keys of sensitive answers are gone: `{keys}` is missing, empty or another store's"),
            keys,
        ),
        _ => (
            format!(
                "`{secrets}` isn't the one with which the records were made: all links in letters would be dead, \
                 nobody would be recognised by the address, and sensitive answers could not be read"
            ),
            secrets,
        ),
    };
    format!(
        "{what}\n  hint: put the old `{file}` back; if it is lost for good, start once with \
         `forms-fn serve --new-secrets`"
    )
}

fn lost(data: &Path) -> String {
    format!(
        "there are secrets or keys in `{}`, but its `{RECORDS}` is missing or empty\n  \
         hint: restore a copy with `forms-fn restore`; if the records are lost for good, start once with \
         `forms-fn serve --new-store`; for a store in DynamoDB say --table",
        data.display()
    )
}

/// A file without a byte is as good as none.
fn is_there(path: &Path) -> bool {
    path.metadata().is_ok_and(|data| data.is_file() && data.len() > 0)
}
