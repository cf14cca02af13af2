//! The reference that a person writes down: ten characters that can be read out on the telephone.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Crockford's base 32: no I, L, O or U, which are taken for other characters or make words.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// 10 characters of 5 bits: 2^50 references, too many to guess one.
const LENGTH: usize = 10;
/// 50 bits in whole bytes.
pub(crate) const PACKED: usize = 7;

/// The name of one record, shown as `XXXXX-XXXXX`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference(String);

impl Reference {
    /// Draws one from the operating system's randomness.
    pub(crate) fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0_u8; LENGTH];
        getrandom::fill(&mut bytes)?;
        Ok(Self(bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect()))
    }

    /// Reads one as people write them: lower case, with or without the dash, `O` for `0`, `I` or `L` for `1`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let plain: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).map(read).collect();
        let known = plain.bytes().all(|byte| ALPHABET.contains(&byte));
        (known && plain.len() == LENGTH).then_some(Self(plain))
    }

    /// The 50 bits in seven bytes, for signed links; the six highest bits are zero.
    pub(crate) fn to_bytes(&self) -> [u8; PACKED] {
        let digit = |byte: u8| ALPHABET.iter().position(|known| *known == byte).unwrap_or_default();
        let number = self.0.bytes().fold(0_u64, |number, byte| number << 5 | digit(byte) as u64);
        let [_, packed @ ..] = number.to_be_bytes();
        packed
    }

    /// What [`Self::to_bytes`] packed; `None` if one of the highest bits is set.
    pub(crate) fn from_bytes(packed: [u8; PACKED]) -> Option<Self> {
        let number = packed.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        let digit = |place: usize| char::from(ALPHABET[(number >> (5 * place)) as usize & 31]);
        (number >> (5 * LENGTH) == 0).then(|| Self((0..LENGTH).rev().map(digit).collect()))
    }

    /// The ten characters without the dash, as stored.
    pub(crate) fn plain(&self) -> &str {
        &self.0
    }
}

fn read(character: char) -> char {
    match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, right) = self.0.split_at(LENGTH / 2);
        write!(f, "{left}-{right}")
    }
}

impl Serialize for Reference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom("not a reference"))
    }
}
