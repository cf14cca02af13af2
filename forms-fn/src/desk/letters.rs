//! Puts messages into the outbox. A message names its occasion and its record; address and words are looked up when it is
//! sent, so that what is deleted meanwhile is never sent.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::keys;
use super::record::Record;
use crate::reference::Reference;
use crate::store::{Range, StoreError, Txn};

/// What a message to a person is about. The names are those of `mails` in the form's definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Occasion {
    /// Has a seat.
    Confirmed,
    /// Is on the waiting list.
    Waiting,
    /// Is asked whether a seat is still wanted.
    Offered,
    /// Did not answer in time.
    Lapsed,
    /// Has cancelled.
    Cancelled,
    /// The event has another time or place.
    EventChanged,
    /// The event doesn't take place.
    EventCancelled,
    /// It is tomorrow.
    Reminder,
    /// Somebody sent the form again with this address.
    Already,
    /// An organiser looks at it first.
    Held,
    /// Is asked to confirm the address.
    ConfirmAddress,
    /// The request is here.
    Received,
    /// Is asked whether a mentor is still wanted.
    StillWanted,
    /// The request is closed.
    Closed,
    /// An organiser writes in words of their own. No form has words for it.
    OwnWords,
}

impl Occasion {
    /// The name in the definition.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Lapsed => "lapsed",
            Self::Cancelled => "cancelled",
            Self::EventChanged => "event_changed",
            Self::EventCancelled => "event_cancelled",
            Self::Reminder => "reminder",
            Self::Already => "already",
            Self::Held => "held",
            Self::ConfirmAddress => "confirm_address",
            Self::Received => "received",
            Self::StillWanted => "still_wanted",
            Self::Closed => "closed",
            Self::OwnWords => "own_words",
        }
    }
}

/// The detail of [`Occasion::Already`] that names the registration that was sent later.
pub(crate) const SECOND: &str = "second";
/// The detail of a letter that had to wait: only the last one of a record tells how it stands.
pub(crate) const LATER: &str = "later";

/// The detail of [`Occasion::OwnWords`] that names the letter: its event and its id, with a slash between them.
pub(crate) const OWN_LETTER: &str = "letter";

/// A message that waits to be sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outgoing {
    /// The same at every try: it becomes the Message-ID.
    pub id: String,
    /// What it is about.
    pub occasion: Occasion,
    /// Whom it is for.
    pub reference: Reference,
    /// Which message about the record it is; each later one has a higher number.
    #[serde(default)]
    pub number: u32,
    /// What isn't in the record: times, a place in the queue.
    #[serde(default)]
    pub details: BTreeMap<String, String>,
    /// When it was written.
    pub at: Timestamp,
    /// How often sending was begun.
    #[serde(default)]
    pub tries: u32,
    /// How often nobody knows what came of it: the mail server had it and said nothing, or the one who sent it vanished.
    #[serde(default)]
    pub unknown: u32,
    /// Until when the one who sends it has it for itself.
    #[serde(default)]
    pub claimed_until: Option<Timestamp>,
}

/// That a message was written and perhaps sent; what the person sees of it. Stays as long as the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logged {
    /// What it was about.
    pub occasion: Occasion,
    /// When it was written.
    pub at: Timestamp,
    /// When the mail server took it.
    pub sent_at: Option<Timestamp>,
    /// Why it was given up, in the mail server's kind of words; no address.
    #[serde(default)]
    pub failed: Option<String>,
    /// What stood above it, where an organiser wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
}

/// Why a message isn't sent that isn't needed any more, for example because the event is over or the seat was given back.
pub(super) const NOT_NEEDED: &str = "not needed any more";

impl Logged {
    /// Whether it wasn't sent because nobody needs it any more: nothing went wrong.
    #[must_use]
    pub fn is_dropped(&self) -> bool {
        self.failed.as_deref() == Some(NOT_NEEDED)
    }
}

/// Somebody whom no message reaches: an organiser has to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// Whom.
    pub reference: Reference,
    /// About what.
    pub occasion: Occasion,
    /// Since when.
    pub at: Timestamp,
}

/// Writes a message to the person of a record, in the same transaction as what it tells.
pub(crate) fn write(txn: &mut Txn<'_>, record: &mut Record, occasion: Occasion) {
    write_with(txn, record, occasion, BTreeMap::new());
}

/// Nobody has to call about a record any more; returns how many calls that were.
pub(crate) async fn call_is_off(txn: &mut Txn<'_>, reference: &Reference) -> Result<usize, StoreError> {
    let mut made = 0;
    for item in txn.query(&Range::prefix("CALL", ""), None).await? {
        // One that is damaged is somebody else's.
        let Ok(call) = super::read::parse::<Call>(item.body) else { continue };
        if call.reference == *reference {
            txn.delete(item.key);
            made += 1;
        }
    }
    Ok(made)
}

/// The same, not before some moment.
pub(super) fn write_later(txn: &mut Txn<'_>, record: &mut Record, occasion: Occasion, from: Timestamp) {
    put(txn, record, occasion, [(LATER.to_owned(), from.to_string())].into(), from);
}

/// The same, with what isn't in the record.
pub(crate) fn write_with(
    txn: &mut Txn<'_>,
    record: &mut Record,
    occasion: Occasion,
    details: BTreeMap<String, String>,
) {
    let now = txn.now();
    put(txn, record, occasion, details, now);
}

/// Writes a letter in an organiser's own words to somebody.
pub(super) fn write_own(txn: &mut Txn<'_>, record: &mut Record, event: &str, id: &str, subject: &str) {
    let (now, reference) = (txn.now(), record.reference.clone());
    let details = [(OWN_LETTER.to_owned(), format!("{event}/{id}"))].into();
    let written = put(txn, record, Occasion::OwnWords, details, now);
    if record.address_field.is_some() {
        let (occasion, subject) = (Occasion::OwnWords, Some(subject.to_owned()));
        let logged = Logged { occasion, at: now, sent_at: None, failed: None, subject };
        txn.put(keys::letter(&reference, &written), &logged);
    }
}

/// Returns the id of the message.
fn put(
    txn: &mut Txn<'_>,
    record: &mut Record,
    occasion: Occasion,
    details: BTreeMap<String, String>,
    from: Timestamp,
) -> String {
    let now = txn.now();
    record.letters += 1;
    let id = format!("{}.{}.{}", record.reference.plain().to_lowercase(), record.letters, occasion.as_str());
    let reference = record.reference.clone();
    if record.address_field.is_none() {
        txn.put(keys::call(now, &id), &Call { reference, occasion, at: now });
        return id;
    }
    txn.put(
        keys::letter(&reference, &id),
        &Logged { occasion, at: now, sent_at: None, failed: None, subject: None },
    );
    let outgoing = Outgoing {
        id: id.clone(),
        occasion,
        reference,
        number: record.letters,
        details,
        at: now,
        tries: 0,
        unknown: 0,
        claimed_until: None,
    };
    txn.put(keys::outgoing(from, &id), &outgoing);
    id
}
