//! Proof of work by the ALTCHA protocol, version 2: it outweighs one sign of doubt and is never asked for.
//!
//! A challenge is signed and not stored. It expires after twenty minutes, and that it serves once is
//! the caller's affair: keep [`Proof::id`] until [`Proof::expires`].

use std::collections::BTreeMap;

use altcha::{CreateChallengeOptions, Payload, VerifySolutionOptions};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::{SignedDuration, Timestamp};

use crate::secret::Keyring;

/// Rounds of PBKDF2 for each of some 256 tries: a tenth of a second for a computer, some for an old telephone.
const COST: u32 = 1000;
/// How long a challenge may be worked on.
const LIFETIME: SignedDuration = SignedDuration::from_mins(20);
/// The crate looks at the machine's clock for its own `expiresAt`; our time comes from the caller.
const EXPIRES: &str = "expires";
/// What the secret is derived by.
const USAGE: &str = "altcha";
/// A solution has some 700 characters.
const LONGEST: usize = 4096;

/// Work that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The challenge's own random number, in hexadecimal digits.
    pub id: String,
    /// From then on the challenge is refused anyway.
    pub expires: Timestamp,
}

/// A fresh challenge, as the JSON that the ALTCHA widget reads. `None` only if the crate fails.
#[must_use]
pub fn challenge(keyring: &Keyring, now: Timestamp) -> Option<String> {
    let expires = (now + LIFETIME).as_second();
    let options = CreateChallengeOptions {
        cost: COST,
        data: Some(BTreeMap::from([(EXPIRES.to_owned(), expires.into())])),
        hmac_signature_secret: Some(keyring.lend(USAGE).to_string()),
        ..CreateChallengeOptions::default()
    };
    serde_json::to_string(&altcha::create_challenge(options).ok()?).ok()
}

/// The proof in what the widget sends, base 64 of JSON; `None` if it is wrong, expired or not ours.
#[must_use]
pub fn verify(keyring: &Keyring, sent: &str, now: Timestamp) -> Option<Proof> {
    let json = STANDARD.decode(Some(sent).filter(|sent| sent.len() <= LONGEST)?).ok()?;
    let Payload { challenge, solution } = serde_json::from_slice(&json).ok()?;
    let secret = keyring.lend(USAGE).to_string();
    // The signature is checked before any work is done, so nobody else says how much.
    let result = altcha::verify_solution(VerifySolutionOptions::new(&challenge, &solution, &secret)).ok()?;
    let expires = challenge.parameters.data?.get(EXPIRES)?.as_i64()?;
    let expires = Timestamp::from_second(expires).ok()?;
    (result.verified && now < expires).then_some(Proof { id: challenge.parameters.nonce, expires })
}
