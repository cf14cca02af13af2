//! Who wraps the keys of sensitive answers: the keyring's own key, or a key service.

use std::fmt;
use std::sync::Arc;

use super::code;
use super::keyring::Keyring;
#[cfg(feature = "aws")]
use super::kms::KmsKey;
use super::seal::{self, DataKey, Unreadable};

/// The layout of the bytes that the file's keys wrap; beside it stands the number of the key.
const VERSION: u8 = 1;
const HEAD: usize = 2;

/// Wraps and unwraps data keys. What is wrapped for one context doesn't unwrap for another.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum KeyProvider {
    /// The wrap keys of the keyring, from the file of secrets.
    File(Arc<Keyring>),
    /// A key in AWS KMS. What the keyring had wrapped before the store was moved there still unwraps.
    #[cfg(feature = "aws")]
    Kms(KmsKey, Arc<Keyring>),
}

/// Why a data key can't be wrapped or unwrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    /// The key that wrapped it is no longer on the keyring.
    Removed(u8),
    /// It was changed, or wrapped for another context.
    Unreadable,
    /// The key service doesn't answer; it may later. For the log.
    Service(String),
}

impl KeyProvider {
    /// The data key as text that the store may hold. `context` is the key of the item that holds it.
    ///
    /// # Errors
    /// When the key service doesn't answer; the file's keys always do.
    pub async fn wrap(&self, key: &DataKey, context: &str) -> Result<String, KeyError> {
        match self {
            Self::File(keyring) => Ok(wrap(keyring, key, context)),
            #[cfg(feature = "aws")]
            Self::Kms(kms, _) => kms.wrap(key, context).await,
        }
    }

    /// What [`Self::wrap`] wrapped for this context, with this key or one before a rotation.
    ///
    /// # Errors
    /// When it was changed or moved, its key was removed, or the key service doesn't answer.
    pub async fn unwrap(&self, wrapped: &str, context: &str) -> Result<DataKey, KeyError> {
        match self {
            Self::File(keyring) => unwrap(keyring, wrapped, context),
            #[cfg(feature = "aws")]
            Self::Kms(kms, keyring) => match unwrap(keyring, wrapped, context) {
                Ok(key) => Ok(key),
                Err(_) => kms.unwrap(wrapped, context).await,
            },
        }
    }
}

fn wrap(keyring: &Keyring, key: &DataKey, context: &str) -> String {
    let wrapping = keyring.wrapping();
    seal::encrypt(&wrapping.key, &[VERSION, wrapping.id], context.as_bytes(), key.bytes())
}

fn unwrap(keyring: &Keyring, wrapped: &str, context: &str) -> Result<DataKey, KeyError> {
    let wrapped = code::decode(wrapped).ok_or(KeyError::Unreadable)?;
    let (head, sealed) = wrapped.split_first_chunk::<HEAD>().ok_or(KeyError::Unreadable)?;
    let [version, id] = *head;
    if version != VERSION {
        return Err(KeyError::Unreadable);
    }
    let key = keyring.unwrapping(id).ok_or(KeyError::Removed(id))?;
    let plain = seal::decrypt(key, head, context.as_bytes(), sealed)?;
    DataKey::from_bytes(&plain).ok_or(KeyError::Unreadable)
}

impl From<Unreadable> for KeyError {
    fn from(_: Unreadable) -> Self {
        Self::Unreadable
    }
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Removed(id) => write!(f, "the data key was wrapped by key {id}, which was removed"),
            Self::Unreadable => f.write_str("the wrapped data key was changed or moved"),
            Self::Service(detail) => write!(f, "the key service: {detail}"),
        }
    }
}

impl std::error::Error for KeyError {}
