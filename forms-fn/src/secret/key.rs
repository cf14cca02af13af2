//! A key of 256 bits: random, wiped when dropped, base 64 in the file, unseen by `Debug`.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use super::code;

/// Bytes of a key.
pub(super) const LENGTH: usize = 32;
/// Characters of a key in base 64 without padding.
const WRITTEN: usize = 43;

#[derive(Clone, PartialEq, Eq)]
pub(super) struct SecretKey(Zeroizing<[u8; LENGTH]>);

impl SecretKey {
    pub(super) fn random() -> Self {
        Self(Zeroizing::new(code::random()))
    }

    /// A key of its own for each use, so that what one signs never passes for another.
    pub(super) fn derive(&self, usage: &str) -> Self {
        let derived = code::mac(&*self.0, &[b"forms-fn/1", usage.as_bytes()]);
        Self(Zeroizing::new(hmac::Mac::finalize(derived).into_bytes().into()))
    }

    /// `None` for any other length.
    pub(super) fn from_slice(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0_u8; LENGTH]);
        (bytes.len() == LENGTH).then(|| {
            key.copy_from_slice(bytes);
            Self(key)
        })
    }

    pub(super) fn bytes(&self) -> &[u8; LENGTH] {
        &self.0
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Serialize for SecretKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = Zeroizing::new([0_u8; WRITTEN]);
        let written = URL_SAFE_NO_PAD.encode_slice(self.bytes(), &mut *text);
        debug_assert_eq!(written.ok(), Some(WRITTEN), "the buffer fits the key");
        serializer.serialize_str(std::str::from_utf8(&*text).map_err(serde::ser::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for SecretKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl Visitor<'_> for KeyVisitor {
    type Value = SecretKey;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key: 43 characters of base 64")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<SecretKey, E> {
        let bytes = Zeroizing::new(code::decode(text).unwrap_or_default());
        SecretKey::from_slice(&bytes).ok_or_else(|| E::custom("not a key: 43 characters of base 64"))
    }
}
