//! The keyring as an item of the table of keys, sealed by a key that KMS wraps: a variable of a function holds 4 KB, and a keyring
//! that was rotated often is longer.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::keyring::Keyring;
use super::kms::KmsKey;
use super::seal::{self, DataKey};
use crate::store::{Change, CommitError, Expected, Key, Store, Write};

/// The layout of the sealed bytes.
const VERSION: u8 = 1;
/// Where it lies, and what both seals are bound to.
const PLACE: &str = "SECRETS";

/// The item.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    /// The key of the seal, wrapped by KMS.
    key: String,
    /// The text of the keyring, sealed.
    sealed: String,
}

/// Puts the keyring into the store of keys. One that lies there is written over.
///
/// # Errors
/// When KMS or the store doesn't answer, in words for whoever runs this.
pub async fn put_stored(keys: &Store, kms: &KmsKey, keyring: &Keyring, now: Timestamp) -> Result<(), String> {
    let key = DataKey::generate();
    let wrapped = kms.wrap(&key, PLACE).await.map_err(|e| format!("the secrets can't be wrapped: {e}"))?;
    let sealed = seal::encrypt(key.secret(), &[VERSION], PLACE.as_bytes(), keyring.to_json().as_bytes());
    let body = serde_json::to_value(Stored { key: wrapped, sealed }).expect("our own types have text keys");
    let change = Change::Put { body, expires: None };
    let write = Write { key: place(), expected: Expected::Anything, change };
    keys.commit(vec![write], now).await.map_err(|error| match error {
        CommitError::Conflict => "somebody else writes the secrets at the same time".to_owned(),
        CommitError::Failed(error) => error.to_string(),
    })
}

/// The keyring of the store of keys; none where nobody has put one.
///
/// # Errors
/// When KMS or the store doesn't answer, or the item doesn't open. The words quote nothing of it.
pub async fn stored(keys: &Store, kms: &KmsKey, now: Timestamp) -> Result<Option<Keyring>, String> {
    let Some(item) = keys.get(&place(), now).await.map_err(|e| e.to_string())? else { return Ok(None) };
    let unreadable = || {
        "the secrets in the table of keys can't be opened: they were changed, or sealed by another key"
            .to_owned()
    };
    let Stored { key, sealed } = Stored::deserialize(&item.body).map_err(|_| unreadable())?;
    let key = kms.unwrap(&key, PLACE).await.map_err(|e| format!("the secrets can't be unwrapped: {e}"))?;
    let sealed = super::code::decode(&sealed).ok_or_else(unreadable)?;
    let sealed = sealed.strip_prefix(&[VERSION]).ok_or_else(unreadable)?;
    let plain =
        seal::decrypt(key.secret(), &[VERSION], PLACE.as_bytes(), sealed).map_err(|_| unreadable())?;
    let text = std::str::from_utf8(&plain).map_err(|_| unreadable())?;
    Keyring::parse(text).map(Some).map_err(|e| e.to_string())
}

fn place() -> Key {
    Key::new(PLACE, "-")
}
