//! The keyring: what signs, what names addresses and what wraps the keys of sensitive answers.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::code;
use super::key::SecretKey;

/// The layout of the JSON; another number is another program's file.
const VERSION: u8 = 1;
/// A pseudonym is the first 128 bits of the MAC, in hexadecimal digits.
const PSEUDONYM: usize = 16;

/// The secrets of one installation. Whoever has them can forge links and read sealed answers.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keyring {
    version: u8,
    /// Never rotates: pseudonyms are keys of the store, and must stay the same.
    pepper: SecretKey,
    /// The first one signs, all verify.
    link: Vec<Numbered>,
    /// The first one wraps, all unwrap.
    wrap: Vec<Numbered>,
}

/// A key with the number by which a token or wrapped key names it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Numbered {
    pub(super) id: u8,
    pub(super) key: SecretKey,
}

/// Why a keyring can't be read or rotated. The words never quote the text: it holds the keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyringFault(String);

impl Keyring {
    /// A new one, with one key of each kind.
    #[must_use]
    pub fn generate() -> Self {
        let first = || vec![Numbered { id: 1, key: SecretKey::random() }];
        Self { version: VERSION, pepper: SecretKey::random(), link: first(), wrap: first() }
    }

    /// Reads what [`Self::to_json`] wrote. Keys are removed by editing that text.
    ///
    /// # Errors
    /// When the text isn't a keyring, is another version's, lacks a key or has a number twice.
    pub fn parse(json: &str) -> Result<Self, KeyringFault> {
        // serde's own words would quote what it found, and that may be a key.
        let at = |e: serde_json::Error| fault(format!("line {}, column {}", e.line(), e.column()));
        let keyring: Self = serde_json::from_str(json).map_err(at)?;
        if keyring.version != VERSION {
            return Err(fault(format!("version {}, not {VERSION}", keyring.version)));
        }
        for (kind, keys) in [("link", &keyring.link), ("wrap", &keyring.wrap)] {
            if keys.is_empty() {
                return Err(fault(format!("no key in `{kind}`")));
            }
            if let Some(twice) = twice(keys) {
                return Err(fault(format!("number {twice} stands twice in `{kind}`")));
            }
        }
        Ok(keyring)
    }

    /// The text for the file of secrets, or for a secrets service.
    #[must_use]
    pub fn to_json(&self) -> Zeroizing<String> {
        Zeroizing::new(serde_json::to_string_pretty(self).expect("numbers and text become JSON"))
    }

    /// New keys sign and wrap from now on; the old ones go on verifying and unwrapping. The pepper stays.
    ///
    /// # Errors
    /// When 256 keys of a kind are there already.
    pub fn rotate(&mut self) -> Result<(), KeyringFault> {
        let numbers = (free(&self.link), free(&self.wrap));
        let (Some(link), Some(wrap)) = numbers else {
            return Err(KeyringFault("256 keys are the limit: remove old ones first".to_owned()));
        };
        self.link.insert(0, Numbered { id: link, key: SecretKey::random() });
        self.wrap.insert(0, Numbered { id: wrap, key: SecretKey::random() });
        Ok(())
    }

    /// A name for an address or the like that tells nothing without the pepper: 32 hexadecimal digits.
    ///
    /// The same text has another name in another context. Bring it into its normal form first.
    #[must_use]
    pub fn pseudonym(&self, context: &str, text: &str) -> String {
        let parts = ["pseudonym", context, text].map(str::as_bytes);
        let mac = hmac::Mac::finalize(code::mac(self.pepper.bytes(), &parts)).into_bytes();
        mac.iter().take(PSEUDONYM).map(|byte| format!("{byte:02x}")).collect()
    }

    /// A secret for a library that signs by itself. Another one after a rotation.
    #[cfg(feature = "altcha")]
    pub(crate) fn lend(&self, usage: &str) -> Zeroizing<String> {
        Zeroizing::new(code::encode(self.signing().key.derive(usage).bytes()))
    }

    /// The link key that signs now.
    pub(super) fn signing(&self) -> &Numbered {
        first(&self.link)
    }

    /// The key that wraps now.
    pub(super) fn wrapping(&self) -> &Numbered {
        first(&self.wrap)
    }

    /// The link key of this number, and whether there is one. If not, another stands in, so that an
    /// unknown number takes as long as a known one.
    pub(super) fn verifying(&self, id: u8) -> (&SecretKey, bool) {
        match self.link.iter().find(|numbered| numbered.id == id) {
            Some(numbered) => (&numbered.key, true),
            None => (&self.signing().key, false),
        }
    }

    pub(super) fn unwrapping(&self, id: u8) -> Option<&SecretKey> {
        self.wrap.iter().find(|numbered| numbered.id == id).map(|numbered| &numbered.key)
    }
}

/// Shows no more than the numbers of the keys.
impl fmt::Debug for Keyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = |keys: &[Numbered]| keys.iter().map(|numbered| numbered.id).collect::<Vec<_>>();
        f.debug_struct("Keyring")
            .field("link", &numbers(&self.link))
            .field("wrap", &numbers(&self.wrap))
            .finish_non_exhaustive()
    }
}

impl fmt::Display for KeyringFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for KeyringFault {}

fn fault(what: String) -> KeyringFault {
    KeyringFault(format!("not a keyring: {what}"))
}

fn first(keys: &[Numbered]) -> &Numbered {
    keys.first().expect("`parse` and `generate` make no keyring without keys")
}

fn twice(keys: &[Numbered]) -> Option<u8> {
    let mut ids: Vec<u8> = keys.iter().map(|numbered| numbered.id).collect();
    ids.sort_unstable();
    ids.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| pair[0])
}

/// The number after the newest one; past 255 it starts over with those that were removed.
fn free(keys: &[Numbered]) -> Option<u8> {
    let newest = first(keys).id;
    let taken = |id: u8| keys.iter().any(|numbered| numbered.id == id);
    (1..=u8::MAX).map(|step| newest.wrapping_add(step)).find(|id| !taken(*id))
}
