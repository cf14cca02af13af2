//! Those who stand in line get their seats and their places on the list, several in one transaction.

use super::{InLine, leave};
use crate::desk::attendance::AttendanceState;
use crate::desk::letters::{self, Occasion};
use crate::desk::process::Place;
use crate::desk::record::{Record, Status};
use crate::desk::register::told;
use crate::desk::seats::Counters;
use crate::desk::terms::Terms;
use crate::desk::{self, Desk, address, keys, queue, read};
use crate::reference::Reference;
use crate::store::{Item, Operation, StoreError, Txn};

/// The first ones in line, to be seated in one transaction.
pub(super) struct Seat<'a> {
    pub(super) desk: &'a Desk,
    pub(super) terms: &'a Terms,
    pub(super) entries: &'a [Item],
}

impl Operation for Seat<'_> {
    /// How many were seated; none where nobody can be, since the event doesn't take place.
    type Output = Option<usize>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Option<usize>, StoreError> {
        let mut wanted = vec![keys::seats(&self.terms.event)];
        let mut people = Vec::with_capacity(self.entries.len());
        for entry in self.entries {
            let InLine { form, reference } = match read::parse(entry.body.clone()) {
                Ok(entry) => entry,
                damaged => {
                    self.desk.unless_unreadable(&entry.key, damaged)?;
                    continue;
                }
            };
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
            // One that is damaged stays in line, and those behind it are seated.
            let record = txn.get::<Record>(&key).await;
            let Some(record) = self.desk.unless_unreadable(&key, record)? else { continue };
            txn.delete(entry);
            let Some(mut record) = record else { continue };
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
            && let Some((_, first)) = desk::load(txn, &reference).await?
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
