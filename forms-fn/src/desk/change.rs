//! One record goes from one status to another, with its seat, its place in the queue, the next one's turn and the message.

use forms::{Deadlines, Definition};
use jiff::Timestamp;

#[cfg(feature = "office")]
use super::audit::Action;
use super::letters::{self, Occasion};
use super::process::{Circumstances, Process};
use super::record::{Record, Status};
use super::seats::Counters;
use super::terms::Terms;
use super::{Desk, draw, due, keys, line, queue};
use crate::reference::Reference;
use crate::store::{Key, Operation, StoreError, Txn};

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
    /// How the audit calls a step that organisers take; none for what only the person or the clock does.
    #[cfg(feature = "office")]
    pub(crate) fn action(self) -> Option<Action> {
        match self {
            Self::Release => Some(Action::Release),
            Self::Close => Some(Action::Close),
            Self::Keep => Some(Action::Keep),
            Self::Accept => Some(Action::Accept),
            Self::Cancel => Some(Action::Cancel),
            Self::Undo | Self::Lapse | Self::Confirm => None,
        }
    }

    /// The step that the audit calls so.
    #[cfg(feature = "office")]
    pub(crate) fn of_organisers(action: Action) -> Option<Self> {
        let steps = [Self::Release, Self::Close, Self::Keep, Self::Accept, Self::Cancel];
        steps.into_iter().find(|step| step.action() == Some(action))
    }

    /// Whether a record may take this step now; pages offer no other. The deadlines are those of the form that was answered;
    /// `called_off` says that the organisers have called the event off.
    #[must_use]
    pub fn is_allowed(
        self,
        record: &Record,
        deadlines: &Deadlines,
        terms: Option<&Terms>,
        called_off: bool,
        now: Timestamp,
    ) -> bool {
        let (status, over) = (record.status(), terms.is_some_and(|terms| now >= terms.starts));
        // What the site doesn't show, nobody can promise a place at.
        let lost = record.event().is_some() && terms.is_none();
        let undated = lost || terms.is_some_and(Terms::has_no_date);
        let off = lost || called_off || terms.is_some_and(|terms| terms.cancelled);
        match self {
            Self::Cancel => match status {
                Status::Confirmed | Status::Offered | Status::Waiting | Status::Held => !over,
                Status::Unconfirmed | Status::Received => true,
                Status::Cancelled | Status::Lapsed | Status::Closed => false,
            },
            Self::Undo => {
                let in_time =
                    record.cancelled().is_some_and(|cancelled| now <= cancelled.at + deadlines.undo());
                in_time && !over && !off
            }
            // Without an end nobody has told the person yet: the time to say yes hasn't begun.
            Self::Accept => record.offer().is_some_and(|offer| {
                !over && !off && !undated && offer.until().is_none_or(|until| now < until)
            }),
            Self::Lapse => !undated && record.offer_until().is_some_and(|until| now >= until),
            Self::Release => status == Status::Held && !over && !off,
            Self::Confirm => {
                let in_time = now < record.submitted_at + deadlines.confirm();
                status == Status::Unconfirmed && in_time
            }
            Self::Close | Self::Keep => status == Status::Received,
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
        let definition = self.desk.form_of(&record, txn.now()).await?;
        let deadlines = &definition.deadlines;
        if !self.step.is_allowed(&record, deadlines, self.terms, counters.called_off, txn.now()) {
            return Ok(Changed::TooLate(record.status()));
        }
        if self.step == Step::Undo && !self.address_is_free(txn, &record).await? {
            // This rests on two items. Written back as it is, the record was read at the same moment as the address, and an
            // equal step that came between the two readings is seen.
            txn.put(key, &record);
            return Ok(Changed::TooLate(record.status()));
        }
        match self.step {
            Step::Cancel => line::give_up(txn, &mut counters, self.terms, &mut record),
            _ => drop(line::leave(txn, &mut counters, self.terms, &mut record)),
        }
        let circumstances = Circumstances::new(txn.now(), &counters, self.terms);
        let Some(process) = record.process.after(self.step, &circumstances) else {
            return Ok(Changed::TooLate(record.status()));
        };
        match self.step {
            // The next question comes after as long again; nothing else changes.
            Step::Keep => {
                record.process = process;
                due::status(txn, &record, deadlines);
            }
            Step::Cancel
            | Step::Undo
            | Step::Accept
            | Step::Lapse
            | Step::Release
            | Step::Confirm
            | Step::Close => self.go(txn, &mut record, &definition, &mut counters, process).await?,
        }
        txn.put(key, &record);
        Ok(Changed::Done(record.status()))
    }
}

impl Change<'_> {
    /// Whether nobody has registered with the address since it was given up.
    async fn address_is_free(&self, txn: &mut Txn<'_>, record: &Record) -> Result<bool, StoreError> {
        match (record.event(), record.contact()) {
            (Some(event), Some(contact)) => {
                Ok(txn.get::<Reference>(&keys::contact(event, contact)).await?.is_none())
            }
            _ => Ok(true),
        }
    }

    /// Changes everything that belongs to the step.
    async fn go(
        &self,
        txn: &mut Txn<'_>,
        record: &mut Record,
        definition: &Definition,
        counters: &mut Counters,
        process: Process,
    ) -> Result<(), StoreError> {
        let (from, to) = (record.status(), process.status());
        queue::leave(txn, record);
        counters.step(self.terms, Some(from), Some(to));
        // Whose second registration was never confirmed has read about it in one letter, and needs no other.
        let silent = record.is_second() && matches!(to, Status::Cancelled | Status::Lapsed);
        record.process = process;
        self.mark(txn, record);
        if to == Status::Waiting {
            queue::join(txn, counters, record);
        }
        if let Some(terms) = self.terms.filter(|_| frees_a_seat(from, to)) {
            queue::hand_on(txn, counters, terms).await?;
        }
        if let Some(event) = record.event() {
            txn.put(keys::seats(event), counters);
        }
        if let Some(occasion) = self.occasion(to).filter(|_| !silent) {
            match self.later(txn, record).await? {
                Some(until) => letters::write_later(txn, record, occasion, until),
                None => letters::write(txn, record, occasion),
            }
        }
        self.dates(txn, record, definition);
        Ok(())
    }

    /// Cancelling and undoing can be repeated for some time: beyond what an address may get, the letter waits until it may get
    /// one more, and tells how the record stands then. The first cancellation never waits.
    async fn later(&self, txn: &mut Txn<'_>, record: &Record) -> Result<Option<Timestamp>, StoreError> {
        if matches!(self.step, Step::Cancel | Step::Undo) && record.undone > 0 {
            return draw::letter(txn, self.desk, record).await;
        }
        Ok(None)
    }

    /// When what is open comes to its end; from its closing on, a request is kept for some time.
    fn dates(&self, txn: &mut Txn<'_>, record: &Record, definition: &Definition) {
        due::status(txn, record, &definition.deadlines);
        if record.closed_at().is_some() {
            due::retain(txn, record, definition, self.terms.map(|terms| terms.ends));
        }
    }

    /// Whose address it is; and that a cancellation was taken back.
    fn mark(&self, txn: &mut Txn<'_>, record: &mut Record) {
        let contact = record.event().zip(record.contact());
        let contact = contact.map(|(event, contact)| keys::contact(event, contact));
        match (self.step, contact) {
            (Step::Cancel | Step::Lapse, Some(contact)) => txn.delete(contact),
            (Step::Undo, Some(contact)) => txn.put(contact, &record.reference),
            (Step::Cancel | Step::Lapse | Step::Undo, None) => {}
            (Step::Accept | Step::Release | Step::Confirm | Step::Close | Step::Keep, _) => {}
        }
        if self.step == Step::Undo {
            record.undone = record.undone.wrapping_add(1);
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
            (_, Status::Offered | Status::Held | Status::Unconfirmed) => return None,
        })
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
