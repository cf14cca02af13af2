//! The names of all items. The table in docs/store.md shows them together.

use jiff::Timestamp;

use super::process::Place;
use super::receipts::Receipt;
use super::record::Record;
use crate::reference::Reference;
use crate::store::{Key, Range};

/// What isn't sorted inside its partition.
const ONLY: &str = "-";
/// What begins the keys of other forms that were sent from one page.
const ANOTHER: &str = "A#";

/// The partition of a record: its event, or its form when it has none.
pub(crate) fn partition(form: &str, event: Option<&str>) -> String {
    event.map_or_else(|| format!("F#{form}"), |event| format!("E#{event}"))
}

/// The counters of an event.
pub(crate) fn seats(event: &str) -> Key {
    Key::new(format!("E#{event}"), "SEATS")
}

/// The partition of the list of all events.
pub(crate) const EVENTS: &str = "EVENTS";

/// An event in the list of all of them.
pub(crate) fn listed(event: &str) -> Key {
    Key::new(EVENTS, event)
}

/// The private link of an event.
pub(crate) fn link(event: &str) -> Key {
    Key::new(format!("E#{event}"), "LINK")
}

/// The partition of letters in own words that wait for their time.
pub(crate) const OWN_LETTERS: &str = "LETTERS";

/// A letter in own words to people of an event.
pub(crate) fn own_letter(event: &str, id: &str) -> Key {
    Key::new(format!("E#{event}"), format!("L#{id}"))
}

pub(crate) fn own_letters(event: &str) -> Range {
    Range::prefix(format!("E#{event}"), "L#")
}

/// That it is to be handed out.
pub(crate) fn pending_letter(leaves: Timestamp, event: &str, id: &str) -> Key {
    Key::new(OWN_LETTERS, format!("{}#{event}#{id}", time(leaves)))
}

/// The last letter in own words of an event.
#[cfg(feature = "office")]
pub(crate) fn last_letter(event: &str) -> Key {
    Key::new(format!("E#{event}"), "LAST-LETTER")
}

/// What somebody writes to people of an event.
#[cfg(feature = "office")]
pub(crate) fn draft(event: &str, account: &str) -> Key {
    Key::new(format!("E#{event}"), format!("DRAFT#{account}"))
}

/// What was last known of an event.
pub(crate) fn facts(event: &str) -> Key {
    Key::new(format!("E#{event}"), "FACTS")
}

pub(crate) fn record(partition: &str, reference: &Reference) -> Key {
    Key::new(partition, format!("R#{}", reference.plain()))
}

pub(crate) fn record_of(record: &Record) -> Key {
    self::record(&partition(&record.form, record.event()), &record.reference)
}

/// Whether a record lies under a key.
pub(crate) fn is_record(key: &Key) -> bool {
    let of_a_form = key.pk.starts_with("E#") || key.pk.starts_with("F#");
    of_a_form && key.sk.starts_with("R#")
}

/// That the whole store was looked through lately.
pub(crate) fn swept() -> Key {
    Key::new("SWEPT", ONLY)
}

pub(crate) fn records(partition: &str) -> Range {
    Range::prefix(partition, "R#")
}

/// A place in the queue of an event.
pub(crate) fn place(event: &str, place: Place) -> Key {
    Key::new(format!("E#{event}"), place_sk(place))
}

pub(crate) fn queue(event: &str) -> Range {
    Range::prefix(format!("E#{event}"), "W#")
}

/// That too many come to an event at once: until it ends, everybody stands in line.
pub(crate) fn rush(event: &str) -> Key {
    Key::new(format!("E#{event}"), "RUSH")
}

/// Somebody who stands in line, in the order in which they came. Apart from the event's other items, which have their own to bear.
pub(crate) fn in_line(event: &str, at: Timestamp, reference: &Reference) -> Key {
    Key::new(format!("LINE#{event}"), format!("{:020}#{}", at.as_nanosecond().max(0), reference.plain()))
}

/// Everybody who stands in line.
pub(crate) fn line(event: &str) -> Range {
    Range::prefix(format!("LINE#{event}"), "")
}

/// Those who come before a place.
pub(crate) fn before(event: &str, place: Place) -> Range {
    Range::between(format!("E#{event}"), "W#", place_sk(place))
}

fn place_sk(place: Place) -> String {
    format!("W#{}#{:012}", place.class, place.number)
}

/// That the guest of a registration is there.
pub(crate) fn check_in(event: &str, reference: &Reference) -> Key {
    Key::new(format!("E#{event}"), format!("D#{}", reference.plain()))
}

pub(crate) fn check_ins(event: &str) -> Range {
    Range::prefix(format!("E#{event}"), "D#")
}

/// Somebody who came without a registration.
pub(crate) fn walk_in(event: &str, id: &str) -> Key {
    Key::new(format!("E#{event}"), format!("G#{id}"))
}

pub(crate) fn walk_ins(event: &str) -> Range {
    Range::prefix(format!("E#{event}"), "G#")
}

/// How many came to an event.
pub(crate) fn came(event: &str) -> Key {
    Key::new(format!("E#{event}"), "CAME")
}

/// That somebody came to an event with a registration, under a pseudonym that is the same at all events.
pub(crate) fn attended(pseudonym: &str, event: &str, reference: &Reference) -> Key {
    Key::new(format!("CAME#{pseudonym}"), format!("{event}#{}", reference.plain()))
}

/// The event of such an item.
pub(crate) fn event_attended(key: &Key) -> Option<&str> {
    key.sk.split_once('#').map(|(event, _)| event)
}

/// The answer to a tap at the door.
pub(crate) fn tap(hash: &str) -> Key {
    Key::new(format!("TAP#{hash}"), ONLY)
}

/// The wrapped key of the sensitive answers: one for an event, one for each record without an event.
pub(crate) fn data_key(event: Option<&str>, reference: &Reference) -> Key {
    match event {
        Some(event) => event_key(event),
        None => Key::new(person(reference), "KEY"),
    }
}

/// The wrapped key of an event.
pub(crate) fn event_key(event: &str) -> Key {
    Key::new(format!("E#{event}"), "KEY")
}

/// When the key of an event was destroyed. It lies beside the keys, as they do.
pub(crate) fn key_destroyed(event_key: &Key) -> Key {
    Key::new(event_key.pk.clone(), "DESTROYED")
}

/// The partition of everything about one record that isn't the record.
pub(crate) fn person(reference: &Reference) -> String {
    format!("P#{}", reference.plain())
}

/// Tells where a record is.
pub(crate) fn pointer(reference: &Reference) -> Key {
    Key::new(person(reference), ONLY)
}

pub(crate) fn receipt(reference: &Reference, receipt: &Receipt) -> Key {
    let Receipt { field, at, number, .. } = receipt;
    Key::new(person(reference), format!("C#{field}#{}#{number:06}", time(*at)))
}

pub(crate) fn letter(reference: &Reference, id: &str) -> Key {
    Key::new(person(reference), format!("M#{id}"))
}

/// The one registration of an address for an event.
pub(crate) fn contact(event: &str, pseudonym: &str) -> Key {
    Key::new(format!("U#{event}#{pseudonym}"), ONLY)
}

pub(crate) fn nonce(hash: &str) -> Key {
    Key::new(format!("N#{hash}"), ONLY)
}

/// Everything that was sent from one page: what it led to first, and the nonces of the forms for others.
pub(crate) fn sent(hash: &str) -> Range {
    Range::prefix(format!("N#{hash}"), "")
}

/// That a form for somebody else was sent from the page of a nonce, with a nonce of its own.
pub(crate) fn another(hash: &str, own: &str) -> Key {
    Key::new(format!("N#{hash}"), format!("{ANOTHER}{own}"))
}

/// The nonce of a form for somebody else.
pub(crate) fn nonce_of_another(key: &Key) -> Option<&str> {
    key.sk.strip_prefix(ANOTHER)
}

pub(crate) fn outgoing(due: Timestamp, id: &str) -> Key {
    Key::new("OUT", format!("{}#{id}", time(due)))
}

pub(crate) fn dead(at: Timestamp, id: &str) -> Key {
    Key::new("DEAD", format!("{}#{id}", time(at)))
}

/// Somebody without an e-mail address who must be told something.
pub(crate) fn call(at: Timestamp, id: &str) -> Key {
    Key::new("CALL", format!("{}#{id}", time(at)))
}

/// Something to do at a time: `what` is the kind of work, `id` what it is about.
pub(crate) fn due(at: Timestamp, what: &str, id: &str) -> Key {
    Key::new("DUE", format!("{}#{what}#{id}", time(at)))
}

/// Everything of a list sorted by time that was due before a moment.
pub(crate) fn until(pk: &str, now: Timestamp) -> Range {
    // `$` sorts behind `#`, so what is due in this very second is inside.
    Range::between(pk, "", format!("{}$", time(now)))
}

/// Everything of a list sorted by time that is due after a moment.
pub(crate) fn after(pk: &str, moment: Timestamp) -> Range {
    Range::between(pk, format!("{}$", time(moment)), "~")
}

pub(crate) fn definition(form: &str, version: &str) -> Key {
    Key::new(format!("DEF#{form}"), version)
}

pub(crate) fn consent_text(hash: &str) -> Key {
    Key::new(format!("TEXT#{hash}"), ONLY)
}

pub(crate) fn tombstone(reference: &Reference) -> Key {
    Key::new("TOMB", reference.plain())
}

/// A token bucket.
pub(crate) fn bucket(kind: &str, pseudonym: &str) -> Key {
    Key::new(format!("B#{kind}#{pseudonym}"), ONLY)
}

/// A proof of work that was spent.
#[cfg(feature = "altcha")]
pub(crate) fn work(id: &str) -> Key {
    Key::new(format!("POW#{id}"), ONLY)
}

/// Deletions of a month, counted by form and field.
pub(crate) fn report(month: &str, form: &str, field: &str) -> Key {
    Key::new(format!("REPORT#{month}"), format!("{form}#{field}"))
}

/// Answers of records that are gone, counted by field and value.
pub(crate) fn statistics(form: &str, event: Option<&str>) -> Key {
    Key::new(format!("STAT#{form}"), event.unwrap_or(ONLY))
}

/// The figures of an event or form as they were last shown.
pub(crate) fn published(form: &str, event: Option<&str>) -> Key {
    Key::new(format!("STAT#{form}"), format!("{}#published", event.unwrap_or(ONLY)))
}

/// How many came in a quarter, as it was last told.
#[cfg(feature = "office")]
pub(crate) fn quarter(quarter: &str) -> Key {
    Key::new("CAME-IN", quarter)
}

/// The reports that were frozen.
#[cfg(feature = "office")]
pub(crate) const FROZEN: &str = "FROZEN";

/// A report that was frozen; its parts lie below its id.
#[cfg(feature = "office")]
pub(crate) fn frozen(id: &str) -> Key {
    Key::new(FROZEN, id)
}

/// A part of a report that was frozen.
#[cfg(feature = "office")]
pub(crate) fn frozen_part(id: &str, number: usize) -> Key {
    Key::new(format!("{FROZEN}#{id}"), format!("{number:03}"))
}

/// All parts of one.
#[cfg(feature = "office")]
pub(crate) fn frozen_parts(id: &str) -> Range {
    Range::prefix(format!("{FROZEN}#{id}"), "")
}

/// What somebody did with personal data.
pub(crate) fn audit(at: Timestamp, id: &str) -> Key {
    Key::new(format!("AUDIT#{}", at.strftime("%Y-%m")), format!("{}#{id}", time(at)))
}

/// The same, for the person whom it is about.
pub(crate) fn audit_of(reference: &Reference, at: Timestamp, id: &str) -> Key {
    Key::new(person(reference), format!("A#{}#{id}", time(at)))
}

/// What is known of the clock.
pub(crate) fn clock() -> Key {
    Key::new("CLOCK", ONLY)
}

/// The last pass of a worker.
pub(crate) fn passed() -> Key {
    Key::new("PASS", ONLY)
}

/// When a copy of the store was made last.
pub(crate) fn copied() -> Key {
    Key::new("COPIED", ONLY)
}

/// The last overview of an organisation.
pub(crate) fn digest(organisation: &str) -> Key {
    Key::new(format!("DIGEST#{organisation}"), ONLY)
}

/// RFC 3339 with whole seconds, in UTC: sorts by time.
pub(crate) fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
