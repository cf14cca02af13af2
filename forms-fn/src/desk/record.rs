//! One record as it is stored: what somebody sent, and what has become of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::reference::Reference;
use crate::secret::{Purpose, Round};

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

/// What somebody sent, as it lies in the store.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// What the person writes down.
    pub reference: Reference,
    /// The form's id.
    pub form: String,
    /// Which text of the form it was (`Definition::version`); that text is archived.
    pub version: String,
    /// The event's id, for a form that belongs to one.
    pub(super) event: Option<String>,
    /// The language in which the form was read.
    pub lang: String,
    /// What has become of it.
    pub(super) status: Status,
    /// When it arrived.
    pub submitted_at: Timestamp,
    /// When the person last changed an answer.
    #[serde(default)]
    pub changed_at: Option<Timestamp>,
    /// Field name → text, number, list of texts or `true`.
    pub answers: BTreeMap<String, Value>,
    /// Sensitive answers: field name → what only the event's key opens.
    #[serde(default)]
    pub sealed: BTreeMap<String, String>,
    /// The field that holds the e-mail address; none when no message can be sent.
    #[serde(default)]
    pub address_field: Option<String>,
    /// The pseudonym of the address, under which this is the only registration for the event.
    #[serde(default)]
    pub(super) contact: Option<String>,
    /// The nonce that it was sent with.
    pub nonce: String,
    /// Grows with every registration of the event, so that a list keeps the order in which they came.
    #[serde(default)]
    pub(super) number: u64,
    /// The place in the queue: class and number.
    #[serde(default)]
    pub(super) place: Option<Place>,
    /// Until when an offered seat is held.
    #[serde(default)]
    pub(super) offer_until: Option<Timestamp>,
    /// When it was cancelled, and what it was before.
    #[serde(default)]
    pub(super) cancelled: Option<Cancelled>,
    /// When the request was closed.
    #[serde(default)]
    pub(super) closed_at: Option<Timestamp>,
    /// When the person last said that the request still stands.
    #[serde(default)]
    pub(super) kept_at: Option<Timestamp>,
    /// When mentor and mentee met for the first time.
    #[serde(default)]
    pub(super) first_meeting: Option<Timestamp>,
    /// How many messages were written about it: the next one's number.
    #[serde(default)]
    pub letters: u32,
    /// The number of the last change of the event that the person was told about.
    #[serde(default)]
    pub(super) notified: u32,
    /// For which start of the event the person was reminded.
    #[serde(default)]
    pub(super) reminded_for: Option<Timestamp>,
    /// When the person was last asked whether the request still stands.
    #[serde(default)]
    pub(super) asked_at: Option<Timestamp>,
    /// Why it was held.
    #[serde(default)]
    pub(super) doubts: Vec<String>,
    /// Sent with an address that was registered already, and not confirmed from its mailbox yet.
    #[serde(default)]
    pub(super) second: bool,
    /// How often a cancellation was taken back: a button that was drawn before does nothing any more.
    #[serde(default)]
    pub undone: u8,
    /// The time to answer an offer has stopped: the event has no date, or isn't on the site.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) paused: bool,
    /// The event's id when it was registered, if that is another one now: the calendar entry goes by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) first_event: Option<String>,
    /// How often the record got another address: what was sent to the one before opens nothing any more.
    #[serde(default)]
    pub moved: u8,
}

/// A place in the queue. Those of class 0 come before all others: their seat went away while they could still undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// 0 or 1.
    pub class: u8,
    /// Grows with every registration of the event.
    pub number: u64,
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
    /// The event's id, for a form that belongs to one.
    #[must_use]
    pub fn event(&self) -> Option<&str> {
        self.event.as_deref()
    }

    /// What has become of it.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status
    }

    /// The pseudonym of the address, under which this is the only registration for the event.
    #[must_use]
    pub fn contact(&self) -> Option<&str> {
        self.contact.as_deref()
    }

    /// Grows with every registration of the event, so that a list keeps the order in which they came.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// The place in the queue, which stays when its time has come: it may be taken back.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.place
    }

    /// Until when an offered seat is held.
    #[must_use]
    pub fn offer_until(&self) -> Option<Timestamp> {
        self.offer_until
    }

    /// Whether the time to answer an offer has stopped: the event has no date, or isn't on the site.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.paused
    }

    /// When it was cancelled, and what it was before.
    #[must_use]
    pub fn cancelled(&self) -> Option<Cancelled> {
        self.cancelled
    }

    /// When the request was closed.
    #[must_use]
    pub fn closed_at(&self) -> Option<Timestamp> {
        self.closed_at
    }

    /// When the person last said that the request still stands.
    #[must_use]
    pub fn kept_at(&self) -> Option<Timestamp> {
        self.kept_at
    }

    /// When the person was last asked whether the request still stands.
    #[must_use]
    pub fn asked_at(&self) -> Option<Timestamp> {
        self.asked_at
    }

    /// When mentor and mentee met for the first time.
    #[must_use]
    pub fn first_meeting(&self) -> Option<Timestamp> {
        self.first_meeting
    }

    /// Why it is held; empty when nobody doubts.
    #[must_use]
    pub fn doubts(&self) -> &[String] {
        &self.doubts
    }

    /// Whether it was sent with an address that was registered already, and isn't confirmed from its mailbox yet.
    #[must_use]
    pub fn is_second(&self) -> bool {
        self.second
    }

    /// The event's id when it was registered, if that is another one now: the calendar entry goes by it.
    #[must_use]
    pub fn first_event(&self) -> Option<&str> {
        self.first_event.as_deref()
    }

    /// The number of the last change of the event that the person was told about.
    #[must_use]
    pub fn notified(&self) -> u32 {
        self.notified
    }

    /// For which start of the event the person was reminded.
    #[must_use]
    pub fn reminded_for(&self) -> Option<Timestamp> {
        self.reminded_for
    }

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
    pub(crate) fn round(&self, purpose: Purpose) -> Round {
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
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
