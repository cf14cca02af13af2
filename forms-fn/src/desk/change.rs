//! One record goes from one status to another, with its seat, its place in the queue, the next one's turn and the message.

use jiff::{SignedDuration, Timestamp};

use super::letters::{self, Occasion};
use super::record::{Cancelled, Place, Record, Status};
use super::seats::Counters;
use super::terms::Terms;
use super::{Desk, draw, due, keys, queue};
use crate::reference::Reference;
use crate::store::{Key, Operation, StoreError, Txn};

/// How long a cancellation can be undone.
pub const UNDO_WITHIN: SignedDuration = SignedDuration::from_mins(15);

/// What a person or an organiser asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The person gives the seat or the place on the list back.
    Cancel,
    /// The person wants it back after all.
    Undo,
    /// The person takes the seat that was offered.
    Accept,
    /// The time to say yes is over.
    Lapse,
    /// An organiser has looked at it and lets it in.
    Release,
    /// The person has confirmed the address.
    Confirm,
    /// The request is done.
    Close,
    /// The person still wants what was asked for; nothing else changes.
    Keep,
}

impl Step {
    /// Whether a record may take this step now; pages offer no other. `called_off` says that the organisers have
    /// called the event off.
    #[must_use]
    pub fn is_allowed(
        self,
        record: &Record,
        terms: Option<&Terms>,
        called_off: bool,
        now: Timestamp,
    ) -> bool {
        use Status::{Cancelled, Closed, Confirmed, Held, Lapsed, Offered, Received, Unconfirmed, Waiting};
        let over = terms.is_some_and(|terms| now >= terms.starts);
        // What the site doesn't show, nobody can promise a place at.
        let lost = record.event().is_some() && terms.is_none();
        let undated = lost || terms.is_some_and(Terms::has_no_date);
        let off = lost || called_off || terms.is_some_and(|terms| terms.cancelled);
        match (self, record.status()) {
            (Self::Cancel, Confirmed | Offered | Waiting | Held) => !over,
            (Self::Cancel, Unconfirmed | Received) => true,
            (Self::Undo, Cancelled) => {
                let in_time = record.cancelled().is_some_and(|cancelled| now <= cancelled.at + UNDO_WITHIN);
                in_time && !over && !off
            }
            // Without an end nobody has told the person yet: the time to say yes hasn't begun.
            (Self::Accept, Offered) => {
                !over && !off && !undated && record.offer_until().is_none_or(|until| now < until)
            }
            (Self::Lapse, Offered) => !undated && record.offer_until().is_some_and(|until| now >= until),
            (Self::Release, Held) => !over && !off,
            (Self::Confirm, Unconfirmed) => now < record.submitted_at + super::register::CONFIRM_WITHIN,
            (Self::Close | Self::Keep, Received) => true,
            (_, Closed | Lapsed | _) => false,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Changed {
    /// The record is in this status now.
    Done(Status),
    /// Neither the status nor the time allows it; nothing has changed.
    TooLate(Status),
    /// The address has had as many letters as it may for now, and this one may be written from then on; nothing has changed.
    NotBefore(Timestamp),
    /// There is no such record.
    Unknown,
}

/// One step of one record, ready to be attempted.
pub(super) struct Change<'a> {
    pub(super) desk: &'a Desk,
    pub(super) reference: &'a Reference,
    pub(super) step: Step,
    /// The event as the site tells it now; none for a form without events, and for an event that the site doesn't know.
    pub(super) terms: Option<&'a Terms>,
}

impl Operation for Change<'_> {
    type Output = Changed;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Changed, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else {
            return Ok(Changed::Unknown);
        };
        let mut counters = match record.event() {
            Some(event) => txn.get::<Counters>(&keys::seats(event)).await?.unwrap_or_default(),
            None => Counters::default(),
        };
        if !self.step.is_allowed(&record, self.terms, counters.called_off, txn.now()) {
            return Ok(Changed::TooLate(record.status()));
        }
        if self.step == Step::Keep {
            self.keep(txn, &mut record);
            txn.put(key, &record);
            return Ok(Changed::Done(record.status()));
        }
        let Some(to) = self.target(txn, &record, &counters).await? else {
            // This rests on two items. Written back as it is, the record was read at the same moment as the address, and an
            // equal step that came between the two readings is seen.
            txn.put(key, &record);
            return Ok(Changed::TooLate(record.status()));
        };
        self.go(txn, &mut record, &mut counters, to).await?;
        if let Some(event) = record.event() {
            txn.put(keys::seats(event), &counters);
        }
        txn.put(key, &record);
        Ok(Changed::Done(to))
    }
}

impl Change<'_> {
    /// The status to go to; `None` when it isn't possible any more.
    async fn target(
        &self,
        txn: &mut Txn<'_>,
        record: &Record,
        counters: &Counters,
    ) -> Result<Option<Status>, StoreError> {
        Ok(match self.step {
            Step::Cancel => Some(Status::Cancelled),
            Step::Accept => Some(Status::Confirmed),
            Step::Lapse => Some(Status::Lapsed),
            Step::Confirm | Step::Keep => Some(Status::Received),
            Step::Close => Some(Status::Closed),
            Step::Release => match self.terms {
                Some(terms) => Some(counters.for_newcomer(terms).unwrap_or(Status::Waiting)),
                None => Some(Status::Received),
            },
            Step::Undo if !self.address_is_free(txn, record).await? => None,
            Step::Undo => Some(self.undone(record, counters)),
        })
    }

    /// Whether nobody has registered with the address since it was given up.
    async fn address_is_free(&self, txn: &mut Txn<'_>, record: &Record) -> Result<bool, StoreError> {
        match (record.event(), record.contact()) {
            (Some(event), Some(contact)) => {
                Ok(txn.get::<Reference>(&keys::contact(event, contact)).await?.is_none())
            }
            _ => Ok(true),
        }
    }

    /// The status before the cancellation; when somebody else has the seat, first in the queue.
    fn undone(&self, record: &Record, counters: &Counters) -> Status {
        let was = record.cancelled().map_or(Status::Waiting, |cancelled| cancelled.was);
        let seat = self.terms.is_some_and(|terms| counters.seat_left(terms));
        match was {
            Status::Confirmed | Status::Offered if seat => Status::Confirmed,
            Status::Confirmed | Status::Offered => Status::Waiting,
            other => other,
        }
    }

    /// Changes everything that belongs to the step.
    async fn go(
        &self,
        txn: &mut Txn<'_>,
        record: &mut Record,
        counters: &mut Counters,
        to: Status,
    ) -> Result<(), StoreError> {
        let (from, now) = (record.status(), txn.now());
        queue::leave(txn, record);
        counters.step(self.terms, Some(from), Some(to));
        record.status = to;
        record.offer_until = None;
        record.paused = false;
        self.mark(txn, record, counters, from, now);
        if to == Status::Waiting {
            queue::join(txn, counters, record);
        }
        if let Some(terms) = self.terms.filter(|_| frees_a_seat(from, to)) {
            queue::hand_on(txn, counters, terms).await?;
        }
        // Whose second registration was never confirmed has read about it in one letter, and needs no other.
        let silent = record.is_second() && matches!(to, Status::Cancelled | Status::Lapsed);
        if let Some(occasion) = self.occasion(to).filter(|_| !silent) {
            match self.later(txn, record).await? {
                Some(until) => letters::write_later(txn, record, occasion, until),
                None => letters::write(txn, record, occasion),
            }
        }
        record.second &= to != Status::Confirmed;
        due::status(txn, record);
        self.dates(txn, record).await
    }

    /// Cancelling and undoing can be repeated for a quarter of an hour: beyond what an address may get, the letter waits until
    /// it may get one more, and tells how the record stands then. The first cancellation never waits.
    async fn later(&self, txn: &mut Txn<'_>, record: &Record) -> Result<Option<Timestamp>, StoreError> {
        if matches!(self.step, Step::Cancel | Step::Undo) && record.undone > 0 {
            return draw::letter(txn, self.desk, record).await;
        }
        Ok(None)
    }

    /// From its closing on, a request is kept for some time.
    async fn dates(&self, txn: &mut Txn<'_>, record: &Record) -> Result<(), StoreError> {
        if record.closed_at().is_none() {
            return Ok(());
        }
        let desk = self.desk;
        let definition = desk.archive.get(&desk.store, &record.form, &record.version, txn.now()).await?;
        due::retain(txn, record, &definition, self.terms.map(|terms| terms.ends));
        Ok(())
    }

    /// What the record remembers of the step.
    fn mark(
        &self,
        txn: &mut Txn<'_>,
        record: &mut Record,
        counters: &Counters,
        from: Status,
        now: Timestamp,
    ) {
        let contact = record.event().zip(record.contact());
        let contact = contact.map(|(event, contact)| keys::contact(event, contact));
        match (self.step, contact) {
            (Step::Cancel | Step::Lapse, Some(contact)) => txn.delete(contact),
            (Step::Undo, Some(contact)) => txn.put(contact, &record.reference),
            _ => {}
        }
        match self.step {
            Step::Cancel => record.cancelled = Some(Cancelled { at: now, was: from }),
            Step::Undo => {
                record.cancelled = None;
                record.undone = record.undone.wrapping_add(1);
                // A request is closed by its cancellation, and counts as open again.
                record.closed_at = None;
            }
            Step::Close => record.closed_at = Some(now),
            Step::Release => record.doubts.clear(),
            _ => {}
        }
        match (self.step, record.status()) {
            // The place that was there already is the better one.
            (Step::Undo, Status::Waiting) if record.place().is_none() => {
                record.place = Some(Place { class: 0, number: counters.next });
            }
            (Step::Release, Status::Waiting) => {
                record.place = Some(Place { class: 1, number: counters.next })
            }
            _ => {}
        }
        if self.step == Step::Cancel && record.event().is_none() {
            record.closed_at = Some(now);
        }
    }

    /// What the person is told.
    fn occasion(&self, to: Status) -> Option<Occasion> {
        Some(match (self.step, to) {
            (Step::Cancel, _) if self.terms.is_none() => return None,
            (_, Status::Cancelled) => Occasion::Cancelled,
            (_, Status::Confirmed) => Occasion::Confirmed,
            (_, Status::Waiting) => Occasion::Waiting,
            (_, Status::Lapsed) => Occasion::Lapsed,
            (_, Status::Received) => Occasion::Received,
            (_, Status::Closed) => Occasion::Closed,
            _ => return None,
        })
    }

    /// The person answered the question whether a mentor is still wanted: the next one comes after as long again.
    fn keep(&self, txn: &mut Txn<'_>, record: &mut Record) {
        record.kept_at = Some(txn.now());
        due::status(txn, record);
    }
}

fn frees_a_seat(from: Status, to: Status) -> bool {
    from.has_seat() && !to.has_seat()
}

/// Offers free seats to those who wait, for an event that got more of them.
pub(super) struct HandOn<'a> {
    pub(super) terms: &'a Terms,
}

impl Operation for HandOn<'_> {
    type Output = usize;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<usize, StoreError> {
        let key: Key = keys::seats(&self.terms.event);
        let Some(mut counters) = txn.get::<Counters>(&key).await? else { return Ok(0) };
        let asked = queue::hand_on(txn, &mut counters, self.terms).await?;
        if !asked.is_empty() {
            txn.put(key, &counters);
        }
        Ok(asked.len())
    }
}
