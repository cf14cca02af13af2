//! What an entry hangs on, as a hash.

use sha2::{Digest, Sha256};

use super::cache::hex;

/// Made by the build script: another one for each version of our sources and of the libraries.
const PROGRAM: &str = env!("PROGRAM");

/// The key of an entry: equal keys are equal bytes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct CacheKey([u8; 32]);

impl CacheKey {
    /// Of something that this program makes of these parts; another version of it has other keys.
    #[must_use]
    pub fn new(parts: &[&[u8]]) -> Self {
        Self::of_any_program(&[&[PROGRAM.as_bytes()], parts].concat())
    }

    /// Of something that every version of the program makes alike: a place, a copy of a file, a picture, whose making
    /// has a number of its own.
    #[must_use]
    pub fn of_any_program(parts: &[&[u8]]) -> Self {
        let mut hash = Sha256::new();
        // Each goes in with its length, so that `ab` + `c` isn't `a` + `bc`.
        for part in parts {
            hash.update(u64::try_from(part.len()).expect("no part has 2⁶⁴ bytes").to_le_bytes());
            hash.update(part);
        }
        Self(hash.finalize().into())
    }

    /// As names of files have it.
    #[must_use]
    pub fn hex(&self) -> String {
        hex(&self.0)
    }

    /// The key itself, as it stands before what was made of it.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first half, for an index of many entries.
    pub(crate) fn half(&self) -> u128 {
        let half = self.0.first_chunk().expect("it is twice as long");
        u128::from_be_bytes(*half)
    }
}

/// The hash of all parts in hex, for something that isn't kept.
pub(crate) fn hash(parts: &[&[u8]]) -> String {
    CacheKey::of_any_program(parts).hex()
}
