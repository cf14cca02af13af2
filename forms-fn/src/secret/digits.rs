//! What organisers sign in with: digits that are typed, and tokens of which the store knows the hash.

use hmac::Mac;
use sha2::{Digest, Sha256};

use super::code;
use super::keyring::Keyring;

/// Eight digits: a guess within five tries succeeds once in twenty million times.
const DIGITS: u32 = 8;

impl Keyring {
    /// Eight digits for a text, which nobody without the keyring can tell. Others in another context, and after a rotation.
    #[must_use]
    pub(crate) fn digits(&self, context: &str, text: &str) -> String {
        let key = self.signing().key.derive("digits");
        let mac = code::mac(key.bytes(), &[context.as_bytes(), text.as_bytes()]).finalize().into_bytes();
        let (first, _) = mac.split_first_chunk::<8>().expect("a MAC has 32 bytes");
        let number = u64::from_be_bytes(*first) % 10_u64.pow(DIGITS);
        format!("{number:0width$}", width = DIGITS as usize)
    }
}

/// 256 random bits as text.
#[must_use]
pub(crate) fn fresh_token() -> String {
    code::encode(&code::random::<32>())
}

/// What the store keeps of a token: 64 hexadecimal digits from which nobody gets back to it.
#[must_use]
pub(crate) fn hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_eight_and_hang_on_keyring_context_and_text() {
        let keyring = Keyring::generate();
        let digits = keyring.digits("sign-in", "a");
        assert!(digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()), "{digits}");
        assert_eq!(digits, keyring.digits("sign-in", "a"));
        let others = [
            keyring.digits("sign-in", "b"),
            keyring.digits("other", "a"),
            Keyring::generate().digits("sign-in", "a"),
        ];
        assert!(others.iter().all(|other| *other != digits), "{digits} {others:?}");
    }

    #[test]
    fn tokens_differ_and_their_hash_is_that_of_the_standard() {
        assert_ne!(fresh_token(), fresh_token());
        assert_eq!(fresh_token().len(), 43);
        // FIPS 180-4, the example "abc".
        assert_eq!(hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
