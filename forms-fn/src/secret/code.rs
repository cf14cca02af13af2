//! Small things that all of the secrets share: base 64, randomness, and MACs over lists of parts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// 128 bits of a MAC: nobody guesses one, and links stay short.
pub(super) const MAC: usize = 16;
/// Seconds or milliseconds since 1970 in six bytes: enough for nine thousand years either way.
pub(super) const TIME: usize = 6;
const TIME_MAX: i64 = (1 << (8 * TIME)) - 1;

/// As people see it: no padding, nothing that an address would escape.
pub(super) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// `None` for whatever [`encode`] would not have written, such as a last character with loose bits.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// From the operating system.
///
/// # Panics
/// If it has none to give, which happens nowhere we run: a program without randomness must not sign.
pub(super) fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// A MAC under `key` over parts that each go in with their length, so that no two lists look alike.
pub(super) fn mac(key: &[u8], parts: &[&[u8]]) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac
}

/// A time in six bytes; what they can't hold becomes the nearest that fits.
pub(super) fn pack(time: i64) -> [u8; TIME] {
    let [_, _, packed @ ..] = time.clamp(0, TIME_MAX).to_be_bytes();
    packed
}

/// What [`pack`] packed.
pub(super) fn unpack(packed: [u8; TIME]) -> i64 {
    packed.iter().fold(0, |time, byte| time << 8 | i64::from(*byte))
}
