//! Everything that rests on a secret: signed links and nonces, names for addresses, sealed answers.
//!
//! [`load_or_create`] reads the [`Keyring`] from the data folder. The keyring signs links
//! ([`Keyring::link`]) and nonces ([`Keyring::nonce`]) and turns an address into a pseudonym. A
//! sensitive answer is sealed by its event's [`DataKey`], which a [`KeyProvider`] wraps: who drops
//! the wrapped key makes the answers unreadable in every copy. Keys are wiped from memory when they
//! are dropped and never stand in a message, a log or a `Debug`.

mod code;
mod key;

mod keyring;
mod load;

mod digits;
mod link;
mod nonce;

#[cfg(feature = "aws")]
mod kms;
mod provider;
mod seal;
#[cfg(feature = "aws")]
mod stored;

pub(crate) use digits::{fresh_token, hash};
pub use keyring::{Keyring, KeyringFault};
#[cfg(feature = "aws")]
pub use kms::KmsKey;
pub use link::LinkPurpose;
pub(crate) use link::Round;
pub use load::{SecretsFault, load, load_or_create, rotate};
pub use provider::{KeyError, KeyProvider};
pub use seal::{DataKey, Unreadable, seal, unseal};
#[cfg(feature = "aws")]
pub use stored::{put_stored, stored};
