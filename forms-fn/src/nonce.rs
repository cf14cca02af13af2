//! What makes sending twice the same as sending once.
//!
//! A form that we drew carries a random nonce. A static page can't, so there the fingerprint of
//! form, event and answers takes its place. What came with a nonce that we didn't sign counts together with the answers.
//! Either is stored as a hash that also covers form and
//! event, so that the nonce of one form never answers for another.

use forms::Submission;
use sha2::{Digest, Sha256};

/// The hidden field that carries it.
pub(crate) const FIELD: &str = "nonce";
/// Other programs may send their own, within reason.
const LENGTHS: std::ops::RangeInclusive<usize> = 16..=64;

/// The key under which one act of sending is known to the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(String);

impl Nonce {
    /// From the nonce that came with the form; `None` when it doesn't look like one.
    #[must_use]
    pub fn sent(form: &str, event: Option<&str>, text: &str) -> Option<Self> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let shape = LENGTHS.contains(&text.len()) && text.bytes().all(plain);
        shape.then(|| Self(hash(&["sent", form, event.unwrap_or_default(), text])))
    }

    /// From what another program sent as its nonce, together with the answers: one that sends a constant must not take two
    /// people for one.
    #[must_use]
    pub(crate) fn of_program(form: &str, event: Option<&str>, text: &str, answers: &Self) -> Option<Self> {
        Self::sent(form, event, text).map(|sent| sent.and(answers))
    }

    /// Another act of sending than this one, with these answers.
    #[must_use]
    pub(crate) fn and(&self, answers: &Self) -> Self {
        Self(hash(&["and", &self.0, &answers.0]))
    }

    /// From the checked answers, for a form that came without a nonce.
    #[must_use]
    pub fn fingerprint(event: Option<&str>, submission: &Submission) -> Self {
        let answers =
            serde_json::to_string(submission.answers()).expect("texts, lists, numbers and `true` are JSON");
        Self(hash(&["answers", submission.form(), event.unwrap_or_default(), &answers]))
    }

    /// As the store knows it.
    pub(crate) fn of_key(key: &str) -> Self {
        Self(key.to_owned())
    }

    pub(crate) fn key(&self) -> &str {
        &self.0
    }
}

/// Each part goes in with its length, so that no two lists of parts look alike.
fn hash(parts: &[&str]) -> String {
    let mut sha = Sha256::new();
    for part in parts {
        sha.update(part.len().to_be_bytes());
        sha.update(part.as_bytes());
    }
    hex(&sha.finalize())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
