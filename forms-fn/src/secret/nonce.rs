//! Signed nonces: they make sending twice the same as sending once, and tell when the form was drawn.
//!
//! A nonce is version ‖ number of the key ‖ time of issue ‖ random ‖ MAC in base 64; form and event
//! are signed with it but not written into it. The time has milliseconds, since a second is long for
//! a program that fills in forms. A nonce never expires here: how old is too old is the
//! screen's affair.

use hmac::Mac;
use jiff::Timestamp;

use super::code::{self, MAC, TIME};
use super::key::SecretKey;
use super::keyring::Keyring;

/// The layout of the bytes.
const VERSION: u8 = 1;
/// 96 bits beside the millisecond of issue: two forms never get the same one by chance.
const RANDOM: usize = 12;
/// Everything of the token that is signed.
const HEAD: usize = 2 + TIME + RANDOM;
/// What the key is derived by.
const USAGE: &str = "nonce";

impl Keyring {
    /// A fresh nonce for a form that is about to be shown: 48 characters, no two alike.
    #[must_use]
    pub fn nonce(&self, form: &str, event: Option<&str>, now: Timestamp) -> String {
        let signing = self.signing();
        let mut nonce = Vec::with_capacity(HEAD + MAC);
        nonce.extend([VERSION, signing.id]);
        nonce.extend(code::pack(now.as_millisecond()));
        nonce.extend(code::random::<RANDOM>());
        let mac = signed(&signing.key, form, event, &nonce).finalize().into_bytes();
        nonce.extend(&mac[..MAC]);
        code::encode(&nonce)
    }

    /// When the nonce was issued; `None` if we didn't issue it, or for another form or event.
    #[must_use]
    pub fn nonce_time(&self, form: &str, event: Option<&str>, nonce: &str) -> Option<Timestamp> {
        let nonce = code::decode(nonce)?;
        let (head, mac) = nonce.split_first_chunk::<HEAD>()?;
        let [version, id, rest @ ..] = head;
        let (issued, _) = rest.split_first_chunk::<TIME>()?;
        let (key, known) = self.verifying(*id);
        let ours = mac.len() == MAC && signed(key, form, event, head).verify_truncated_left(mac).is_ok();
        let issued = Timestamp::from_millisecond(code::unpack(*issued)).ok();
        issued.filter(|_| ours & known & (*version == VERSION))
    }
}

/// No event is not the same as an event without a name.
fn signed(key: &SecretKey, form: &str, event: Option<&str>, head: &[u8]) -> hmac::Hmac<sha2::Sha256> {
    let key = key.derive(USAGE);
    let has_event = [u8::from(event.is_some())];
    code::mac(key.bytes(), &[head, form.as_bytes(), &has_event, event.unwrap_or_default().as_bytes()])
}
