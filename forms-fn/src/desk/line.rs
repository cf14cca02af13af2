//! Many want the same event at once. Whoever changes its counters meets all others who do, so where it is crowded
//! ([`run_unless_crowded`](crate::store::run_unless_crowded)) nobody tries any longer: the registration is stored without them,
//! *in line*, and that touches nothing that anybody else writes. The worker takes people out of the line in the order in which they
//! came, several in one transaction.
//!
//! In line a record is held, for the one reason [`IN_LINE`], and the counters know nothing of it. Whatever takes it out
//! ([`leave`]) counts it. From the first one on everybody stands in line, until [`RUSH`] is over, so that nobody who comes later is
//! seated before.

mod seat;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::attendance::AttendanceState;
use super::listed::Listed;
use super::process::Place;
use super::record::{Record, Status};
use super::seats::Counters;
use super::terms::Terms;
use super::{Desk, keys};
use crate::reference::Reference;
use crate::store::{Change, CommitError, Expected, Key, StoreError, Txn, Write};

use seat::Seat;

/// Why a record is held that stands in line.
pub(crate) const IN_LINE: &str = "in-line";
/// How long everybody stands in line since it was last written. The worker comes once a minute, and goes on writing it while
/// somebody is in line.
const RUSH: SignedDuration = SignedDuration::from_secs(180);
/// With less than this left it is written anew: more than a request takes, so that nobody is still on the way to the line when it
/// is over.
const RENEW: SignedDuration = SignedDuration::from_secs(120);
/// People whom one transaction takes out: each takes at most eight of the hundred parts that DynamoDB allows, where the address had a
/// registration already.
const MOST: usize = 12;
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
                Some(0) | None => break,
                Some(number) => seated += number,
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
