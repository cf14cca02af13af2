//! The key of this editor: what it has signed comes back only as it was given out.
#![expect(clippy::disallowed_methods, reason = "the one reader and writer of the key")]

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

/// Bytes of a key.
const LENGTH: usize = 32;

/// Bytes of a signature: 128 bits are guessed by nobody.
pub(crate) const SIGNATURE: usize = 16;

/// Signs links to drafts and the nonces of forms.
#[derive(Clone)]
pub(crate) struct Key([u8; LENGTH]);

impl Key {
    /// The key that lies in a file, which is made, readable by its owner only, where there is none.
    ///
    /// # Errors
    /// A sentence with the path when it can't be read or made, or isn't a key.
    pub(crate) fn at(path: &Path) -> Result<Key, String> {
        let cannot = |error: io::Error| format!("no key at `{}`: {error}", path.display());
        match fs::read(path) {
            Ok(bytes) => Ok(Key(bytes.try_into().map_err(|_| {
                format!(
                    "`{}` isn't a key: remove it, and links to drafts that were given away end",
                    path.display()
                )
            })?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let key = Key::random()?;
                write(path, &key.0).map_err(cannot)?;
                Ok(key)
            }
            Err(error) => Err(cannot(error)),
        }
    }

    /// A new one.
    ///
    /// # Errors
    /// When the machine has no randomness.
    pub(crate) fn random() -> Result<Key, String> {
        Ok(Key(random()?))
    }

    /// The signature of texts for a purpose; no two lists of texts have the same.
    pub(crate) fn sign(&self, purpose: &str, texts: &[&[u8]]) -> [u8; SIGNATURE] {
        let whole = self.mac(purpose, texts).finalize().into_bytes();
        std::array::from_fn(|at| whole[at])
    }

    /// Whether a signature is ours, compared in constant time.
    pub(crate) fn is_signed(&self, purpose: &str, texts: &[&[u8]], signature: &[u8]) -> bool {
        signature.len() == SIGNATURE && self.mac(purpose, texts).verify_truncated_left(signature).is_ok()
    }

    fn mac(&self, purpose: &str, texts: &[&[u8]]) -> Hmac<Sha256> {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("a key of any length is one");
        for text in [purpose.as_bytes()].iter().chain(texts) {
            mac.update(&u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            mac.update(text);
        }
        mac
    }
}

/// Random bytes.
///
/// # Errors
/// When the machine has none.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], String> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| format!("the machine gives no random numbers: {error}"))?;
    Ok(bytes)
}

/// Puts a file in place whole, so that a program that starts at the same time reads all of it or none.
fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let part = path.with_extension("part");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&part)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(part, path)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test")]
mod tests {
    use super::*;

    #[test]
    fn a_key_stays_the_same_and_is_its_owners() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("edit/key");
        let made = Key::at(&path).unwrap();
        let signature = made.sign("see", &[b"a"]);
        assert!(Key::at(&path).unwrap().is_signed("see", &[b"a"], &signature));
        #[cfg(unix)]
        assert_eq!(
            std::os::unix::fs::PermissionsExt::mode(&fs::metadata(&path).unwrap().permissions()) & 0o777,
            0o600
        );
        fs::write(&path, "short").unwrap();
        assert!(Key::at(&path).err().unwrap().contains("isn't a key"));
    }

    #[test]
    fn what_is_signed_for_one_thing_is_good_for_no_other() {
        let key = Key::random().unwrap();
        let signature = key.sign("see", &[b"ab", b"c"]);
        assert!(key.is_signed("see", &[b"ab", b"c"], &signature));
        assert!(!key.is_signed("nonce", &[b"ab", b"c"], &signature));
        assert!(!key.is_signed("see", &[b"a", b"bc"], &signature));
        assert!(!key.is_signed("see", &[b"ab", b"c"], &signature[..8]));
        assert!(!Key::random().unwrap().is_signed("see", &[b"ab", b"c"], &signature));
    }
}
