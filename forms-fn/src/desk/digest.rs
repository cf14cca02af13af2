//! The daily overview of an organisation: whose turn it is to send it, and from when on it counts.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::outbox::Dead;
use super::register::Pointer;
use super::{Desk, keys, outbox};
use crate::reference::Reference;
use crate::store::{self, Operation, Range, StoreError, Txn};

/// Longer than a mail server may take for one message.
const CLAIM: SignedDuration = SignedDuration::from_mins(5);
/// More of them than an overview needs: it only counts.
const MOST: usize = 1000;

/// The last overview, or the one that is being made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Digest {
    /// The day, by the organisation's clock.
    pub(crate) day: Date,
    /// What happened after this …
    pub(crate) since: Timestamp,
    /// … and until this is in it.
    pub(crate) until: Timestamp,
    /// Whether it was sent, or there was nothing to send.
    pub(crate) done: bool,
    /// Until when the one who makes it has it for itself.
    pub(crate) claimed_until: Timestamp,
}

impl Desk {
    /// Takes the overview of a day; none when another worker has it or it was sent.
    pub(crate) async fn claim_digest(
        &self,
        organisation: &str,
        day: Date,
        until: Timestamp,
        now: Timestamp,
    ) -> Result<Option<Digest>, StoreError> {
        store::run(&self.store, now, &Claim { organisation, day, until }).await
    }

    /// The overview was sent, or there was nothing to send.
    pub(crate) async fn digest_done(
        &self,
        organisation: &str,
        day: Date,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        store::run(&self.store, now, &Done { organisation, day }).await
    }

    /// The messages that were given up.
    pub(crate) async fn given_up(&self, now: Timestamp) -> Result<Vec<Dead>, StoreError> {
        let letters = self.readable(&Range::prefix("DEAD", ""), Some(MOST), now).await?;
        Ok(letters.into_iter().map(|(_, letter)| letter).collect())
    }

    /// The event or, for a form without events, the form that a record belongs to.
    pub(crate) async fn belongs_to(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Option<Belongs>, StoreError> {
        let Some(Pointer::Record(partition)) = self.pointer(reference, now).await? else { return Ok(None) };
        Ok(match partition.split_once('#') {
            Some(("E", event)) => Some(Belongs::Event(event.to_owned())),
            Some(("F", form)) => Some(Belongs::Form(form.to_owned())),
            _ => None,
        })
    }
}

/// What a record belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Belongs {
    Event(String),
    Form(String),
}

impl Belongs {
    /// The event's id.
    pub(crate) fn event(&self) -> Option<&str> {
        match self {
            Self::Event(event) => Some(event),
            Self::Form(_) => None,
        }
    }
}

struct Claim<'a> {
    organisation: &'a str,
    day: Date,
    until: Timestamp,
}

impl Operation for Claim<'_> {
    type Output = Option<Digest>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Option<Digest>, StoreError> {
        let (key, now) = (keys::digest(self.organisation), txn.now());
        let claimed_until = now + CLAIM;
        let new = |since| Digest { day: self.day, since, until: self.until, done: false, claimed_until };
        let digest = match txn.get::<Digest>(&key).await? {
            None => new(self.until - SignedDuration::from_hours(24)),
            Some(last) if outbox::is_claimed(last.claimed_until, now) && !last.done => return Ok(None),
            // A clock that was wrong made it.
            Some(last) if last.day > self.day => new(self.until - SignedDuration::from_hours(24)),
            Some(last) if last.day == self.day && last.done => return Ok(None),
            // The same overview again: what it counts stays the same, as does its Message-ID.
            Some(last) if last.day == self.day => Digest { claimed_until, ..last },
            Some(last) if last.done => new(last.until),
            // Yesterday's never left, so today's counts for both days.
            Some(last) => new(last.since),
        };
        txn.put(key, &digest);
        Ok(Some(digest))
    }
}

struct Done<'a> {
    organisation: &'a str,
    day: Date,
}

impl Operation for Done<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let key = keys::digest(self.organisation);
        if let Some(digest) = txn.get::<Digest>(&key).await?.filter(|digest| digest.day == self.day) {
            txn.put(key, &Digest { done: true, ..digest });
        }
        Ok(())
    }
}
