//! The waiting list of an event: joining, leaving, and the next one's turn.

use std::collections::BTreeMap;

use super::attendance::{Attendance, AttendanceState, Offer};
use super::letters::{self, Occasion};
use super::process::Place;
use super::record::{Record, Status};
use super::seats::Counters;
use super::terms::Terms;
use super::{due, keys};
use crate::reference::Reference;
use crate::store::{StoreError, Txn};

/// Seats that one transaction hands on at most; a transaction of DynamoDB has a hundred parts, and each takes six.
pub(crate) const MOST: usize = 10;

/// Writes the place of a record that waits. The number is used up in any case, so that records keep the order in
/// which they came.
pub(crate) fn join(txn: &mut Txn<'_>, counters: &mut Counters, record: &Record) {
    counters.next += 1;
    write_place(txn, record);
}

/// Writes the place of a record that waits and has its number.
pub(crate) fn write_place(txn: &mut Txn<'_>, record: &Record) {
    if let (Status::Waiting, Some(place), Some(event)) = (record.status(), record.place(), record.event()) {
        txn.put(keys::place(event, place), &record.reference);
    }
}

/// Gives up the place of a record that waits.
pub(crate) fn leave(txn: &mut Txn<'_>, record: &Record) {
    if let (Status::Waiting, Some(place), Some(event)) = (record.status(), record.place(), record.event()) {
        txn.delete(keys::place(event, place));
    }
}

/// How many come before a place, and one: 1 is the next to get a seat.
pub(crate) async fn position(
    txn: &Txn<'_>,
    terms: Option<&Terms>,
    place: Option<Place>,
) -> Result<Option<u32>, StoreError> {
    match (terms, place) {
        (Some(terms), Some(place)) => Ok(Some(txn.count(&keys::before(&terms.event, place)).await? + 1)),
        _ => Ok(None),
    }
}

/// Offers the free seats to those who wait, in their order, and returns whom. The caller has read the counters in this
/// transaction and writes them, so that no two hand on the same seat.
pub(crate) async fn hand_on(
    txn: &mut Txn<'_>,
    counters: &mut Counters,
    terms: &Terms,
) -> Result<Vec<Reference>, StoreError> {
    let mut asked = Vec::new();
    let off = counters.called_off || terms.cancelled;
    let over = off || terms.has_no_date() || txn.now() >= terms.starts;
    if counters.waiting == 0 || over || !counters.seat_free(terms) {
        return Ok(asked);
    }
    for item in txn.query(&keys::queue(&terms.event), Some(MOST)).await? {
        if !counters.seat_free(terms) {
            break;
        }
        let reference: Reference = serde_json::from_value(item.body)
            .map_err(|_| StoreError::new("read the waiting list", "a place that names nobody"))?;
        let key = keys::record(&item.key.pk, &reference);
        let Some(mut record) = txn.get::<Record>(&key).await? else { continue };
        if offer(txn, counters, terms, &mut record) {
            txn.put(key, &record);
            asked.push(reference);
        }
        txn.delete(item.key);
    }
    Ok(asked)
}

/// Offers a seat to a record that waits; returns whether it does.
fn offer(txn: &mut Txn<'_>, counters: &mut Counters, terms: &Terms, record: &mut Record) -> bool {
    let Some(Attendance { state, .. }) = record.attendance_mut() else { return false };
    let AttendanceState::Waiting { place } = *state else { return false };
    *state = AttendanceState::Offered { offer: Offer::Untold, place: Some(place) };
    counters.step(Some(terms), Some(Status::Waiting), Some(Status::Offered));
    // Somebody without e-mail can't know before an organiser has called: until then no time runs.
    if record.address_field.is_some() {
        hold(txn, terms, record);
    }
    letters::write_with(txn, record, Occasion::Offered, until(record));
    true
}

/// Holds an offered seat from now on, for as long as the rules say.
pub(crate) fn hold(txn: &mut Txn<'_>, terms: &Terms, record: &mut Record) {
    let until = terms.offer_ends(txn.now());
    record.set_offer(Offer::Until(until));
    due::put(txn, until, due::Duty::OfferEnds, &record.reference);
}

/// Until when an offered seat is held, as a detail of its letter.
pub(crate) fn until(record: &Record) -> BTreeMap<String, String> {
    record.offer_until().map(|until| ("until".to_owned(), until.to_string())).into_iter().collect()
}
