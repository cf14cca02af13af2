//! Sealing of sensitive answers: AES-256-GCM under the data key of an event.
//!
//! A sealed text is version ‖ nonce ‖ ciphertext and tag in base 64. The record's reference and the
//! field's name are authenticated with it, so a sealed answer that is moved elsewhere doesn't open.

use std::fmt;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use zeroize::Zeroizing;

use super::code;
use super::key::{self, SecretKey};
use crate::reference::Reference;

/// The layout of the bytes.
const VERSION: u8 = 1;
/// Random, from the operating system: a key seals one event's answers, far below the 2^32 texts
/// after which random nonces of 96 bits might meet (NIST SP 800-38D, 8.3).
const NONCE: usize = 12;

/// The key of one event's or one record's sensitive answers. Stored only wrapped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataKey(SecretKey);

/// A sealed text that doesn't open: tampered with, moved, or sealed by another key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreadable;

impl DataKey {
    /// A new one.
    #[must_use]
    pub fn generate() -> Self {
        Self(SecretKey::random())
    }

    /// One that a key service unwrapped; `None` unless it is 32 bytes. The caller wipes its copy.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        SecretKey::from_slice(bytes).map(Self)
    }

    /// The key itself, for what isn't an answer.
    #[cfg(feature = "aws")]
    pub(super) fn secret(&self) -> &SecretKey {
        &self.0
    }

    /// The bytes, to be wrapped by a key service and for nothing else.
    #[must_use]
    pub fn bytes(&self) -> &[u8; key::LENGTH] {
        self.0.bytes()
    }
}

/// Seals one answer for its place.
#[must_use]
pub fn seal(key: &DataKey, reference: &Reference, field: &str, plaintext: &str) -> String {
    encrypt(&key.0, &[VERSION], &place(reference, field), plaintext.as_bytes())
}

/// What [`seal`] sealed for this place.
///
/// # Errors
/// When the text was tampered with, belongs to another record or field, or to another key.
pub fn unseal(key: &DataKey, reference: &Reference, field: &str, sealed: &str) -> Result<String, Unreadable> {
    let sealed = code::decode(sealed).ok_or(Unreadable)?;
    let sealed = sealed.strip_prefix(&[VERSION]).ok_or(Unreadable)?;
    let mut plain = decrypt(&key.0, &[VERSION], &place(reference, field), sealed)?;
    String::from_utf8(std::mem::take(&mut *plain)).map_err(|_| Unreadable)
}

/// The head goes in front, and is authenticated with the place.
pub(super) fn encrypt(key: &SecretKey, head: &[u8], place: &[u8], plaintext: &[u8]) -> String {
    let nonce: [u8; NONCE] = code::random();
    let aad = [head, place].concat();
    let payload = Payload { msg: plaintext, aad: &aad };
    let sealed = cipher(key)
        .encrypt(&Nonce::from(nonce), payload)
        .expect("AES-GCM takes texts of up to 64 GB, and a request has 64 KB");
    code::encode(&[head, &nonce, &sealed].concat())
}

pub(super) fn decrypt(
    key: &SecretKey,
    head: &[u8],
    place: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(Unreadable)?;
    let aad = [head, place].concat();
    let payload = Payload { msg: sealed, aad: &aad };
    cipher(key).decrypt(&Nonce::from(*nonce), payload).map(Zeroizing::new).map_err(|_| Unreadable)
}

fn cipher(key: &SecretKey) -> Aes256Gcm {
    Aes256Gcm::new(key.bytes().into())
}

/// The reference has a fixed length, so no other pair looks like this one.
fn place(reference: &Reference, field: &str) -> Vec<u8> {
    [reference.plain().as_bytes(), field.as_bytes()].concat()
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sealed answer can't be read: it was changed, moved, or sealed by another key")
    }
}

impl std::error::Error for Unreadable {}
