//! One record: what somebody sent, and what has become of it. How it stands is told in
//! `record_process`, how it is stored in `record_item`.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::process::Process;
use super::record_item::RecordItem;
use crate::reference::Reference;
use crate::secret::{LinkPurpose, Round};

/// What a record means for the person who sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Has a seat.
    Confirmed,
    /// A seat is held until the person says yes, or a time is over.
    Offered,
    /// Waits for a seat.
    Waiting,
    /// Gave the seat or the place on the list back.
    Cancelled,
    /// Did not answer an offer in time.
    Lapsed,
    /// Looks doubtful: an organiser decides.
    Held,
    /// Sent with a form without seats; the address is not confirmed yet, so nobody sees it.
    Unconfirmed,
    /// Sent with a form without seats.
    Received,
    /// A request that is done.
    Closed,
}

impl Status {
    /// All of them, in the order of a table.
    pub const ALL: [Self; 9] = [
        Self::Confirmed,
        Self::Offered,
        Self::Waiting,
        Self::Held,
        Self::Cancelled,
        Self::Lapsed,
        Self::Unconfirmed,
        Self::Received,
        Self::Closed,
    ];

    /// The word that is stored and sent to programs.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Offered => "offered",
            Self::Waiting => "waiting",
            Self::Cancelled => "cancelled",
            Self::Lapsed => "lapsed",
            Self::Held => "held",
            Self::Unconfirmed => "unconfirmed",
            Self::Received => "received",
            Self::Closed => "closed",
        }
    }

    /// Whether a seat is taken by it, for good or for a time.
    #[must_use]
    pub fn has_seat(self) -> bool {
        matches!(self, Self::Confirmed | Self::Offered)
    }

    /// Whether the person comes, may come, or is looked at: one of these for each address and event.
    #[must_use]
    pub fn is_active(self) -> bool {
        !matches!(self, Self::Cancelled | Self::Lapsed | Self::Closed)
    }
}

/// What somebody sent, and what has become of it.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RecordItem", into = "RecordItem")]
pub struct Record {
    /// What the person writes down.
    pub reference: Reference,
    /// The form's id.
    pub form: String,
    /// Which text of the form it was (`Definition::version`); that text is archived.
    pub version: String,
    /// The language in which the form was read.
    pub lang: String,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// When the person last changed an answer.
    pub changed_at: Option<Timestamp>,
    /// Field name → text, number, list of texts or `true`.
    pub answers: BTreeMap<String, Value>,
    /// Sensitive answers: field name → what only the event's key opens.
    pub sealed: BTreeMap<String, String>,
    /// The field that holds the e-mail address; none when no message can be sent.
    pub address_field: Option<String>,
    /// The nonce that it was sent with.
    pub nonce: String,
    /// How many messages were written about it: the next one's number.
    pub letters: u32,
    /// How often a cancellation was taken back: a button that was drawn before does nothing any more.
    pub undone: u8,
    /// How often the record got another address: what was sent to the one before opens nothing any more.
    pub moved: u8,
    /// What it is about, and how that stands.
    pub(crate) process: Process,
}

/// A cancellation that may still be undone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    /// When.
    pub at: Timestamp,
    /// The status before.
    pub was: Status,
}

impl Record {
    /// The answer of a field as text.
    #[must_use]
    pub fn text(&self, field: &str) -> Option<&str> {
        self.answers.get(field).and_then(Value::as_str)
    }

    /// The e-mail address, as it was written.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.address_field.as_deref().and_then(|field| self.text(field))
    }

    /// Whether letters about it go to this address. Upper and lower case are one.
    #[must_use]
    pub fn has_address(&self, address: &str) -> bool {
        self.address().is_some_and(|own| plain_address(own) == plain_address(address))
    }

    /// The round of the links that open it now.
    pub(crate) fn round(&self, purpose: LinkPurpose) -> Round {
        Round::new(self.moved, if purpose.has_rounds() { self.undone } else { 0 })
    }
}

/// The one way to write an address by which two are compared.
pub(crate) fn plain_address(address: &str) -> String {
    address.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// Ids only: answers belong in no log.
impl std::fmt::Debug for Record {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Record")
            .field("reference", &self.reference)
            .field("status", &self.status())
            .finish_non_exhaustive()
    }
}
