//! Signed links: what a person may do with one record, until when.
//!
//! A token is version ‖ number of the key ‖ purpose ‖ expiry ‖ reference ‖ MAC in base 64. Each
//! purpose has a key of its own, so a link that cancels never changes. Nothing is stored: who wants
//! a link to work once remembers that it was used.

use hmac::Mac;
use jiff::Timestamp;

use super::code::{self, MAC, TIME};
use super::keyring::Keyring;
use crate::reference::{PACKED, Reference};

/// The layout of the bytes. The other half of its byte is [`Round::moved`].
const VERSION: u8 = 1;
/// The bits of the version.
const VERSION_BITS: u8 = 4;
/// Everything that is signed.
const HEAD: usize = 3 + TIME + PACKED;

/// How many rounds are told apart.
const ROUNDS: u8 = 16;

/// Which of the links that a record had one after the other. Each number counts from anew after fifteen.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Round {
    /// How often the record went to another address: whoever had a link before has none now.
    pub(crate) moved: u8,
    /// How often what the link does was taken back.
    pub(crate) undone: u8,
}

impl Round {
    pub(crate) fn new(moved: u8, undone: u8) -> Self {
        Self { moved: moved % ROUNDS, undone: undone % ROUNDS }
    }
}

/// What a link lets its bearer do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum LinkPurpose {
    /// See the record's page.
    See = 1,
    /// Give the seat back, or leave the waiting list.
    Cancel = 2,
    /// Take a cancellation back.
    Undo = 3,
    /// Accept a seat that was offered.
    Accept = 4,
    /// Change the answers.
    Change = 5,
    /// Download everything that is stored.
    Export = 6,
    /// Erase everything that is stored.
    Erase = 7,
    /// Withdraw a consent.
    Withdraw = 8,
    /// Confirm the mail address.
    Confirm = 9,
    /// Say that a request still stands.
    Keep = 10,
    /// Be found at the door. It lets its bearer do nothing: whoever stands there is let see whose it is.
    Door = 11,
}

impl LinkPurpose {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::See,
        Self::Cancel,
        Self::Undo,
        Self::Accept,
        Self::Change,
        Self::Export,
        Self::Erase,
        Self::Withdraw,
        Self::Confirm,
        Self::Keep,
        Self::Door,
    ];

    /// Only a cancellation can be done again after it was taken back, and only that can be taken back again: a button of
    /// one round does nothing in the next.
    pub(crate) fn has_rounds(self) -> bool {
        matches!(self, Self::Cancel | Self::Undo)
    }

    /// What the purpose's key is derived by: never change one, or every link that was sent dies.
    fn usage(self) -> &'static str {
        match self {
            Self::See => "link/see",
            Self::Cancel => "link/cancel",
            Self::Undo => "link/undo",
            Self::Accept => "link/accept",
            Self::Change => "link/change",
            Self::Export => "link/export",
            Self::Erase => "link/erase",
            Self::Withdraw => "link/withdraw",
            Self::Confirm => "link/confirm",
            Self::Keep => "link/keep",
            Self::Door => "link/door",
        }
    }
}

impl Keyring {
    /// A token of 43 characters for one purpose and record, good until `expires`.
    #[must_use]
    pub fn link(&self, purpose: LinkPurpose, reference: &Reference, expires: Timestamp) -> String {
        self.link_in(Round::default(), purpose, reference, expires)
    }

    /// The same for one round: what may be done once more after it was taken back has a token of its own each time, and so
    /// has a record with another address. How often something was taken back is signed and not written.
    #[must_use]
    pub(crate) fn link_in(
        &self,
        round: Round,
        purpose: LinkPurpose,
        reference: &Reference,
        expires: Timestamp,
    ) -> String {
        let signing = self.signing();
        let mut token = Vec::with_capacity(HEAD + MAC);
        token.extend([VERSION | (round.moved << VERSION_BITS), signing.id, purpose as u8]);
        token.extend(code::pack(expires.as_second()));
        token.extend(reference.to_bytes());
        let undone = [round.undone];
        let parts: [&[u8]; 2] = [&token, written(&undone)];
        let mac = code::mac(signing.key.derive(purpose.usage()).bytes(), &parts).finalize().into_bytes();
        token.extend(&mac[..MAC]);
        code::encode(&token)
    }

    /// The record that the token is for. One answer, `None`, for a token that is unknown, expired,
    /// tampered with or for another purpose, and the same work for all that have a token's length.
    #[must_use]
    pub fn open(&self, purpose: LinkPurpose, token: &str, now: Timestamp) -> Option<Reference> {
        let opened = self.open_in(0, purpose, token, now);
        opened.filter(|(_, round)| *round == Round::default()).map(|(reference, _)| reference)
    }

    /// The record that the token is for, and its round.
    #[must_use]
    pub(crate) fn open_any(
        &self,
        purpose: LinkPurpose,
        token: &str,
        now: Timestamp,
    ) -> Option<(Reference, Round)> {
        let rounds = if purpose.has_rounds() { ROUNDS } else { 1 };
        let all: Vec<_> = (0..rounds).map(|undone| self.open_in(undone, purpose, token, now)).collect();
        all.into_iter().flatten().next()
    }

    fn open_in(
        &self,
        undone: u8,
        purpose: LinkPurpose,
        token: &str,
        now: Timestamp,
    ) -> Option<(Reference, Round)> {
        let token = code::decode(token)?;
        let (head, mac) = token.split_first_chunk::<HEAD>()?;
        let [version, id, said, rest @ ..] = head;
        let (expires, packed) = rest.split_first_chunk::<TIME>()?;
        let (key, known) = self.verifying(*id);
        let signed = mac.len() == MAC
            && code::mac(key.derive(purpose.usage()).bytes(), &[head, written(&[undone])])
                .verify_truncated_left(mac)
                .is_ok();
        // All of it is looked at before any of it counts.
        let (layout, moved) = (version & ((1 << VERSION_BITS) - 1), version >> VERSION_BITS);
        let meant = (layout == VERSION) & (*said == purpose as u8) & known;
        let live = now.as_second() < code::unpack(*expires);
        let reference = Reference::from_bytes(packed.try_into().ok()?);
        reference.filter(|_| signed & meant & live).map(|reference| (reference, Round { moved, undone }))
    }
}

/// The first round is signed as if there were none: links that were sent before go on working.
fn written(round: &[u8; 1]) -> &[u8] {
    if *round == [0] { &[] } else { round }
}
