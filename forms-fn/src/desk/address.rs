//! A record gets another address, and its letter is written once more: for whoever mistyped it, and for whoever had none.

use forms::{Definition, Field, Role, Submission};
use jiff::Timestamp;
use serde_json::Value;

use super::attendance::{AttendanceState, Offer};
use super::change::Changed;
use super::facts::{Difference, EventFacts};
use super::letters::{self, Occasion};
use super::record::{self, Record, Status};
use super::seats::Counters;
use super::terms::Terms;
use super::{Desk, draw, keys, queue};
use crate::course::Course;
use crate::reference::Reference;
use crate::store::{Operation, StoreError, Txn};

/// Another address for one record, ready to be attempted.
pub(super) struct Correct<'a> {
    pub(super) desk: &'a Desk,
    pub(super) reference: &'a Reference,
    /// Where the address stands.
    pub(super) field: &'a Field,
    pub(super) address: &'a str,
    /// The event as the site tells it now.
    pub(super) terms: Option<&'a Terms>,
}

impl Operation for Correct<'_> {
    type Output = Changed;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Changed, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else {
            return Ok(Changed::Unknown);
        };
        let course = course(txn, &record, self.terms).await?;
        if !can_correct(&record, course) {
            return Ok(Changed::TooLate(record.status()));
        }
        let is_other = !record.has_address(self.address);
        record.answers.insert(self.field.name.clone(), Value::String(self.address.to_owned()));
        record.address_field = Some(self.field.name.clone());
        record.changed_at = Some(txn.now());
        if let Some(until) = draw::letter(txn, self.desk, &record).await? {
            return Ok(Changed::NotBefore(until));
        }
        if is_other {
            self.go(txn, &mut record).await?;
        }
        write_now(txn, &mut record, self.terms, course).await?;
        txn.put(key, &record);
        Ok(Changed::Done(record.status()))
    }
}

impl Correct<'_> {
    /// The record goes to the owner of the address: whoever had a link before has none now. What was sent with an address that
    /// was registered already isn't any more, so its seat needs no yes.
    async fn go(&self, txn: &mut Txn<'_>, record: &mut Record) -> Result<(), StoreError> {
        record.moved = record.moved.wrapping_add(1);
        move_to(txn, self.desk, record).await?;
        let Some(attendance) = record.attendance_mut() else { return Ok(()) };
        let waits_for_yes = attendance.waits_for_yes();
        attendance.second = false;
        if waits_for_yes {
            attendance.state = AttendanceState::Confirmed { place: None };
            let seats = keys::seats(&attendance.event);
            let mut counters = txn.get::<Counters>(&seats).await?.unwrap_or_default();
            counters.step(None, Some(Status::Offered), Some(Status::Confirmed));
            txn.put(seats, &counters);
        }
        Ok(())
    }
}

/// The letter about how a record stands, once more.
pub(super) struct Resend<'a> {
    pub(super) desk: &'a Desk,
    pub(super) reference: &'a Reference,
    /// The event as the site tells it now.
    pub(super) terms: Option<&'a Terms>,
}

impl Operation for Resend<'_> {
    type Output = Changed;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Changed, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else {
            return Ok(Changed::Unknown);
        };
        let course = course(txn, &record, self.terms).await?;
        if !can_resend(&record, course) {
            return Ok(Changed::TooLate(record.status()));
        }
        if let Some(until) = draw::letter(txn, self.desk, &record).await? {
            return Ok(Changed::NotBefore(until));
        }
        write_now(txn, &mut record, self.terms, course).await?;
        txn.put(key, &record);
        Ok(Changed::Done(record.status()))
    }
}

/// Whether a record may get another address.
pub(super) fn can_correct(record: &Record, course: Option<Course>) -> bool {
    record.status().is_active() && course != Some(Course::Over)
}

/// Whether there is a letter about how a record stands, and somebody who gets it.
pub(super) fn can_resend(record: &Record, course: Option<Course>) -> bool {
    let is_told = record.address_field.is_some() && occasion_of(record).is_some();
    is_told && course != Some(Course::Over)
}

/// The key and the pseudonym under which an address has its first registration for an event. Upper and lower case are one.
///
/// A telephone number makes nothing the first one: a family shares it, and whoever gives no address is shown the own
/// link at once, which would tell a stranger that the number is known.
pub(super) fn contact(desk: &Desk, event: &str, address: &str) -> (crate::store::Key, String) {
    let pseudonym = desk.keyring.pseudonym(event, &record::plain_address(address));
    (keys::contact(event, &pseudonym), pseudonym)
}

/// Makes the address that stands in the record's answers the one by which it is known. Where that address has a registration
/// already, it stays that one's: whoever writes here knows both.
async fn move_to(txn: &mut Txn<'_>, desk: &Desk, record: &mut Record) -> Result<(), StoreError> {
    let Some(event) = record.event().map(str::to_owned) else { return Ok(()) };
    let address = record.address().map(|text| contact(desk, &event, text));
    let wanted = address.as_ref().map(|(_, pseudonym)| pseudonym);
    if wanted.map(String::as_str) == record.contact() {
        return Ok(());
    }
    if let Some(before) = record.contact() {
        txn.delete(keys::contact(&event, before));
    }
    record.set_contact(None);
    if let Some((key, pseudonym)) = address
        && txn.get::<Reference>(&key).await?.is_none()
    {
        txn.put(key, &record.reference);
        record.set_contact(Some(pseudonym));
    }
    Ok(())
}

/// How the record's event goes; none when nothing is known of it, or there is none.
async fn course(
    txn: &mut Txn<'_>,
    record: &Record,
    terms: Option<&Terms>,
) -> Result<Option<Course>, StoreError> {
    let Some(event) = record.event() else { return Ok(None) };
    let seats = txn.get::<Counters>(&keys::seats(event)).await?.unwrap_or_default();
    let known = txn.get::<EventFacts>(&keys::facts(event)).await?;
    Ok(course_of(&seats, known.as_ref(), terms, txn.now()))
}

/// How an event goes, as far as it is known.
pub(super) fn course_of(
    seats: &Counters,
    known: Option<&EventFacts>,
    terms: Option<&Terms>,
    now: Timestamp,
) -> Option<Course> {
    let off = seats.called_off || known.is_some_and(EventFacts::is_cancelled);
    let off = off.then_some(Course::Cancelled);
    terms.map(|terms| Course::under(terms, seats.called_off, now)).or(off)
}

/// Writes how the record and its event stand. An offer whose time hasn't begun begins: now the person hears of it.
async fn write_now(
    txn: &mut Txn<'_>,
    record: &mut Record,
    terms: Option<&Terms>,
    course: Option<Course>,
) -> Result<(), StoreError> {
    let unheard = record.offer().is_some_and(|offer| offer.until().is_none());
    if unheard {
        letters::call_is_off(txn, &record.reference).await?;
        // Without a date there is nothing to say yes to; with the new one the time begins, and its letter goes.
        record.set_offer(Offer::Paused);
    }
    match course {
        Some(Course::Cancelled) => letters::write(txn, record, Occasion::EventCancelled),
        Some(Course::Postponed) => {
            let details = [("differences".to_owned(), Difference::Postponed.as_str().to_owned())].into();
            letters::write_with(txn, record, Occasion::EventChanged, details);
        }
        _ => {
            if let Some(terms) = terms.filter(|_| unheard) {
                queue::hold(txn, terms, record);
            }
            write(txn, record);
        }
    }
    Ok(())
}

/// Writes how the record stands.
pub(super) fn write(txn: &mut Txn<'_>, record: &mut Record) {
    if let Some(occasion) = occasion_of(record) {
        let until = queue::until(record);
        letters::write_with(txn, record, occasion, until);
    }
}

/// What there is to say about a record. Of one that stands in line that is written in a moment.
fn occasion_of(record: &Record) -> Option<Occasion> {
    if record.is_in_line() { None } else { occasion(record.status()) }
}

/// What there is to say about a status; nothing about one that was an end.
fn occasion(status: Status) -> Option<Occasion> {
    Some(match status {
        Status::Confirmed => Occasion::Confirmed,
        Status::Offered => Occasion::Offered,
        Status::Waiting => Occasion::Waiting,
        Status::Held => Occasion::Held,
        Status::Unconfirmed => Occasion::ConfirmAddress,
        Status::Received => Occasion::Received,
        Status::Cancelled | Status::Lapsed | Status::Closed => return None,
    })
}

/// The field that holds the address, filled or not.
pub(super) fn field(definition: &Definition) -> Option<&Field> {
    definition.of_role(Role::Email)
}

/// The name of that field, if it was filled.
pub(super) fn filled<'d>(definition: &'d Definition, submission: &Submission) -> Option<&'d str> {
    let name = &field(definition)?.name;
    submission.answer(name).map(|_| name.as_str())
}
