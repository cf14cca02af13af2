//! Somebody who waits goes before all others, because an organiser says so and why.

use jiff::Timestamp;

use super::attendance::AttendanceState;
use super::change::Changed;
use super::process::Place;
use super::record::{Record, Status};
use super::seats::Counters;
use super::terms::Terms;
use super::{Desk, keys, queue};
use crate::reference::Reference;
use crate::store::{Operation, StoreError, Txn};

/// Whether a record can go ahead: it waits, for an event that is to come, behind those whose seat went away.
pub(super) fn can_go_ahead(record: &Record, terms: Option<&Terms>, called_off: bool, now: Timestamp) -> bool {
    let is_behind = record.place().is_some_and(|place| !place.is_ahead());
    let to_come = terms.is_some_and(|terms| !called_off && !terms.cancelled && now < terms.starts);
    record.status() == Status::Waiting && is_behind && to_come
}

/// One record that goes ahead, ready to be attempted. Whoever waits finds no seat free, so none is handed on here.
struct GoAhead<'a> {
    reference: &'a Reference,
    terms: &'a Terms,
}

impl Operation for GoAhead<'_> {
    type Output = Changed;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Changed, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else {
            return Ok(Changed::Unknown);
        };
        let seats = keys::seats(&self.terms.event);
        let mut counters = txn.get::<Counters>(&seats).await?.unwrap_or_default();
        if !can_go_ahead(&record, Some(self.terms), counters.called_off, txn.now()) {
            return Ok(Changed::TooLate(record.status()));
        }
        queue::leave(txn, &record);
        if let Some(attendance) = record.attendance_mut() {
            attendance.state = AttendanceState::Waiting { place: Place::first(counters.next) };
        }
        queue::join(txn, &mut counters, &record);
        txn.put(key, &record);
        txn.put(seats, &counters);
        Ok(Changed::Done(record.status()))
    }
}

impl Desk {
    /// Puts a record that waits before all others who never had a seat.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub(crate) async fn go_ahead(
        &self,
        reference: &Reference,
        terms: &Terms,
        now: Timestamp,
    ) -> Result<Changed, StoreError> {
        self.run(now, &GoAhead { reference, terms }).await
    }
}
