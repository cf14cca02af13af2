//! Many want the same event at once. Whoever changes its counters meets all others who do, so where it is crowded
//! ([`store::run_unless_crowded`](crate::store::run_unless_crowded)) nobody tries any longer: the registration is stored without them, *in line*, and that touches nothing that anybody else
//! writes. The worker takes people out of the line in the order in which they came, several in one transaction.
//!
//! In line a record is held, for the one reason [`IN_LINE`], and the counters know nothing of it. Whatever takes it out
//! ([`leave`]) counts it. From the first one on everybody stands in line, until [`RUSH`] is over, so that nobody who comes later is
//! seated before.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::attendance::AttendanceState;
use super::letters::{self, Occasion};
use super::listed::Listed;
use super::process::Place;
use super::record::{Record, Status};
use super::register::told;
use super::seats::Counters;
use super::terms::Terms;
use super::{Desk, address, keys, queue};
use crate::reference::Reference;
use crate::store::{Change, CommitError, Expected, Item, Key, Operation, StoreError, Txn, Write};

/// Why a record is held that stands in line.
pub(crate) const IN_LINE: &str = "in-line";
/// How long everybody stands in line since it was last written. The worker comes once a minute, and goes on writing it while
/// somebody is in line.
const RUSH: SignedDuration = SignedDuration::from_secs(180);
/// With less than this left it is written anew: more than a request takes, so that nobody is still on the way to the line when it
/// is over.
const RENEW: SignedDuration = SignedDuration::from_secs(120);
/// People whom one transaction takes out: each takes at most seven of the hundred parts that DynamoDB allows.
const MOST: usize = 14;

/// Transactions after which the worker looks at the clock.
const ROUNDS: usize = 50;

/// What lies in the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InLine {
    pub(crate) form: String,
    pub(crate) reference: Reference,
}

/// Puts a record at the end of the line.
pub(super) fn enter(txn: &mut Txn<'_>, record: &Record) {
    let Some(event) = record.event() else { return };
    let entry = InLine { form: record.form.clone(), reference: record.reference.clone() };
    txn.put(key(event, record), &entry);
}

/// Takes a record out of the line that another one takes the place of.
pub(super) fn forget(txn: &mut Txn<'_>, record: &Record) {
    if let Some(event) = record.event().filter(|_| record.is_in_line()) {
        txn.delete(key(event, record));
    }
}

fn key(event: &str, record: &Record) -> Key {
    keys::in_line(event, record.submitted_at, &record.reference)
}

/// Takes a record out of the line, if it stands there, and counts it: from then on it is held like any other that is. Nobody's turn
/// comes before others' by that.
pub(super) fn leave(
    txn: &mut Txn<'_>,
    counters: &mut Counters,
    terms: Option<&Terms>,
    record: &mut Record,
) -> bool {
    if !record.is_in_line() {
        return false;
    }
    if let Some(event) = record.event() {
        txn.delete(key(event, record));
        if counters.registered == 0 {
            txn.overwrite(keys::listed(event), &Listed::default());
        }
    }
    counters.step(terms, None, Some(Status::Held));
    let number = counters.next;
    counters.next += 1;
    if let Some(attendance) = record.attendance_mut() {
        attendance.number = number;
        if let AttendanceState::Held { doubts } = &mut attendance.state {
            doubts.retain(|doubt| doubt != IN_LINE);
        }
    }
    true
}

/// The same for somebody who gives up: where nothing else was doubtful, what is given up is a place on the list, since nobody knows
/// whether it would have been a seat.
pub(super) fn give_up(
    txn: &mut Txn<'_>,
    counters: &mut Counters,
    terms: Option<&Terms>,
    record: &mut Record,
) {
    if !leave(txn, counters, terms, record) || !record.doubts().is_empty() {
        return;
    }
    let place = Place::last(record.number());
    if let Some(attendance) = record.attendance_mut() {
        attendance.state = AttendanceState::Waiting { place };
        counters.step(terms, Some(Status::Held), Some(Status::Waiting));
    }
}

impl Desk {
    /// Gives those who stand in line at an event their seats or their places on the list, in their order; returns to how many. Of
    /// very many only some: whoever wants all asks until there is nobody left.
    ///
    /// # Errors
    /// When the store fails or is too busy; who was seated stays so, and the others stand there still.
    pub async fn seat_line(&self, terms: &Terms, now: Timestamp) -> Result<usize, StoreError> {
        let mut seated = 0;
        for _ in 0..ROUNDS {
            let entries = self.store.query(&keys::line(&terms.event), Some(MOST), now).await?;
            if entries.is_empty() {
                break;
            }
            // There may be more than these: nobody who comes now is to be seated before them.
            if entries.len() == MOST {
                let until = self.rush_until(&terms.event, now).await?;
                self.mark_rush(&terms.event, until, now).await?;
            }
            match self.run(now, &Seat { desk: self, terms, entries: &entries }).await? {
                Some(number) => seated += number,
                None => break,
            }
        }
        Ok(seated)
    }

    async fn rush_until(&self, event: &str, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        Ok(self.store.get(&keys::rush(event), now).await?.and_then(|item| item.expires))
    }

    /// Says that everybody stands in line from now on, unless that is said for long enough.
    pub(super) async fn mark_rush(
        &self,
        event: &str,
        until: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if until.is_some_and(|until| until.duration_since(now) > RENEW) {
            return Ok(());
        }
        let change = Change::Put { body: true.into(), expires: Some(now + RUSH) };
        let write = Write { key: keys::rush(event), expected: Expected::Anything, change };
        match self.store.commit(vec![write], now).await {
            // Somebody else is just saying so.
            Ok(()) | Err(CommitError::Conflict) => Ok(()),
            Err(CommitError::Failed(error)) => Err(error),
        }
    }
}

/// The first ones in line, to be seated in one transaction.
struct Seat<'a> {
    desk: &'a Desk,
    terms: &'a Terms,
    entries: &'a [Item],
}

impl Operation for Seat<'_> {
    /// How many were seated; none where nobody can be, since the event doesn't take place.
    type Output = Option<usize>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Option<usize>, StoreError> {
        let mut wanted = vec![keys::seats(&self.terms.event)];
        let mut people = Vec::with_capacity(self.entries.len());
        for entry in self.entries {
            let InLine { form, reference } = super::read::parse(entry.body.clone())?;
            let record = keys::record(&keys::partition(&form, Some(&self.terms.event)), &reference);
            wanted.extend([entry.key.clone(), record.clone()]);
            people.push((entry.key.clone(), record));
        }
        txn.load(&wanted).await?;
        let mut counters = txn.get::<Counters>(&wanted[0]).await?.unwrap_or_default();
        if counters.called_off || self.terms.cancelled {
            return Ok(None);
        }
        let mut seated = 0;
        for (entry, key) in people {
            txn.delete(entry);
            let Some(mut record) = txn.get::<Record>(&key).await? else { continue };
            if leave(txn, &mut counters, Some(self.terms), &mut record) {
                self.seat(txn, &mut counters, &mut record).await?;
                txn.put(key, &record);
                seated += 1;
            }
        }
        txn.put(keys::seats(&self.terms.event), &counters);
        Ok(Some(seated))
    }
}

impl Seat<'_> {
    /// What a newcomer gets. Where there is neither a seat nor a list, it is the list all the same: as when an organiser lets in
    /// somebody who was held.
    async fn seat(
        &self,
        txn: &mut Txn<'_>,
        counters: &mut Counters,
        record: &mut Record,
    ) -> Result<(), StoreError> {
        if !record.doubts().is_empty() {
            return Ok(());
        }
        let first = self.first(txn, record).await?;
        let number = record.number();
        let Some(attendance) = record.attendance_mut() else { return Ok(()) };
        let has_seat = counters.seat_for_newcomer(self.terms);
        let (seat, place) = (AttendanceState::Confirmed { place: None }, Place::last(number));
        attendance.state = if has_seat { seat } else { AttendanceState::Waiting { place } };
        if attendance.second {
            attendance.make_second();
        }
        let status = record.status();
        counters.step(Some(self.terms), Some(Status::Held), Some(status));
        queue::write_place(txn, record);
        if status == Status::Offered {
            queue::hold(txn, self.terms, record);
        }
        match first {
            Some(first) => told::tell_owner(txn, first, record),
            None if status == Status::Waiting => letters::write(txn, record, Occasion::Waiting),
            None => letters::write(txn, record, Occasion::Confirmed),
        }
        Ok(())
    }

    /// The other registration of the address, for one that was sent while that was there. Where it is gone meanwhile, this one is
    /// the first.
    async fn first(&self, txn: &mut Txn<'_>, record: &mut Record) -> Result<Option<Record>, StoreError> {
        let Some(address) = record.address().filter(|_| record.is_second()) else { return Ok(None) };
        let (key, pseudonym) = address::contact(self.desk, &self.terms.event, address);
        if let Some(reference) = txn.get::<Reference>(&key).await?
            && let Some((_, first)) = super::load(txn, &reference).await?
        {
            return Ok(Some(first));
        }
        txn.put(key, &record.reference);
        record.set_contact(Some(pseudonym));
        if let Some(attendance) = record.attendance_mut() {
            attendance.second = false;
        }
        Ok(None)
    }
}
