//! What a record says fits together.

use forms::{Definition, Field, Kind, Mark, Role};
use jiff::Timestamp;
use serde_json::Value;

use super::{Dependents, definition_key};
use crate::desk::{Act, Occasion, Record, RecordItem, Status, keys, retention};
use crate::store::Key;

const NEVER_WAITED: &str = "it has a place on a list on which it never was";
pub(super) const RECORD: &str = "restore the record from a copy, or erase it";

pub(super) fn check(seen: &mut Dependents, now: Timestamp) {
    let mut found: Vec<(Key, String)> = Vec::new();
    for (key, record) in seen.records.values() {
        let tell = |what: &str| (key.clone(), what.to_owned());
        let strange = record.answers.iter().filter(|(_, answer)| !is_answer(answer));
        found.extend(
            strange.map(|(name, _)| (key.clone(), format!("its answer `{name}` is none that a form takes"))),
        );
        let Some(definition) = seen.definitions.get(&definition_key(record)) else { continue };
        found.extend(open(record, definition).map(|what| (key.clone(), what)));
        let papers = keys::person(&record.reference);
        let never = seen.letters.get(&papers).is_some_and(|letters| never_waited(record, letters));
        found.extend(never.then(|| tell(NEVER_WAITED)));
        let ends = seen.counters.get(&key.pk).and_then(|counters| counters.ends);
        let lost = lost(record, definition, ends, now);
        let gone = if lost.is_empty() || has_taken_back(seen, &papers) { Vec::new() } else { lost };
        found.extend(gone.into_iter().chain(no_address(record, definition)).map(|what| (key.clone(), what)));
    }
    for (key, what) in found {
        seen.fault(&key, what, RECORD);
    }
}

/// Whether answers went along with a yes that was taken back.
fn has_taken_back(seen: &Dependents, papers: &str) -> bool {
    seen.receipts.iter().any(|(key, receipt)| key.pk == papers && receipt.act == Act::Withdrawn)
}

/// Whoever waited and has a seat was offered it, in a letter. Where somebody called instead, the letters tell nothing.
fn never_waited(record: &Record, letters: &[Occasion]) -> bool {
    let has_had_a_seat = matches!(record.status(), Status::Confirmed | Status::Offered | Status::Lapsed);
    let all = letters.len() == record.letters as usize;
    record.place().is_some() && has_had_a_seat && all && !letters.contains(&Occasion::Offered)
}

/// What no step of this program makes, and what its types can't say: it is looked for in the item as it lies there. A place on
/// the list stays when its time has come, so that it can be taken back.
pub(super) fn impossible(item: &RecordItem) -> Vec<&'static str> {
    let (status, of_event) = (item.status, item.event.is_some());
    let has_no_list = !of_event || status == Status::Held;
    let of_requests = [item.closed_at, item.kept_at, item.asked_at, item.first_meeting];
    let all = [
        (status == Status::Waiting && item.place.is_none(), "it waits and has no place on the list"),
        (item.place.is_some() && has_no_list, NEVER_WAITED),
        (item.place.is_some_and(|place| place.class > 1), "there is no such class of places on the list"),
        (item.offer_until.is_some() && status != Status::Offered, "an offer ends that isn't there"),
        (item.paused && status != Status::Offered, "an offer rests that isn't there"),
        (item.paused && item.offer_until.is_some(), "an offer rests, and has an end"),
        (item.cancelled.is_some() && status != Status::Cancelled, "it was cancelled, and isn't"),
        (item.cancelled.is_none() && status == Status::Cancelled, "nothing says when it was cancelled"),
        (item.closed_at.is_none() && status == Status::Closed, "nothing says when it was closed"),
        (
            of_event && of_requests.iter().any(Option::is_some),
            "it says of a registration what only requests have",
        ),
        (item.contact.is_some() && !of_event, "it is the one of its address at no event"),
    ];
    all.into_iter().filter(|(is_so, _)| *is_so).map(|(_, what)| what).collect()
}

/// Text, a number, a list of texts, or yes.
fn is_answer(answer: &Value) -> bool {
    match answer {
        Value::String(_) | Value::Number(_) | Value::Bool(true) => true,
        Value::Array(values) => values.iter().all(Value::is_string),
        _ => false,
    }
}

/// Sensitive answers lie in an envelope.
fn open(record: &Record, definition: &Definition) -> Option<String> {
    let is_sensitive = |name: &&String| {
        let field = definition.field(name);
        field.is_some_and(|field| field.mark == Mark::Sensitive)
    };
    let names: Vec<&str> = record.answers.keys().filter(is_sensitive).map(String::as_str).collect();
    (!names.is_empty())
        .then(|| format!("these sensitive answers can be read without a key: {}", names.join(", ")))
}

/// Letters go to an answer that is an address.
fn no_address(record: &Record, definition: &Definition) -> Option<String> {
    let name = record.address_field.as_deref()?;
    let is_address = definition.of_role(Role::Email).is_some_and(|field| field.name == name);
    let what = || format!("its letters go to the answer `{name}`, and the form asks for no address there");
    (!is_address).then(what)
}

/// Answers that nobody can have left out and that may be kept still: the address, and what the form asks everybody for. A
/// contact can be missing since the form needs another one now; sensitive answers go with their key.
fn lost(record: &Record, definition: &Definition, ends: Option<Timestamp>, now: Timestamp) -> Vec<String> {
    let is_kept = |field: &&Field| {
        retention::deadline(field.keep, record, ends).is_none_or(|until| now < until)
            && !record.answers.contains_key(&field.name)
            && !record.sealed.contains_key(&field.name)
    };
    let is_contact = |field: &Field| matches!(field.kind, Kind::Email { .. } | Kind::Phone { .. });
    let is_needed = |field: &&Field| {
        let is_open = field.mark != Mark::Sensitive && !is_contact(field);
        field.required && field.when.is_none() && is_open
    };
    let is_address = |field: &&Field| record.address_field.as_ref() == Some(&field.name) && is_contact(field);
    let fields = definition.fields.iter().filter(is_kept);
    let tell = |field: &Field| match is_address(&field) {
        true => Some(format!("its letters go to the answer `{}`, and that is missing", field.name)),
        false => is_needed(&field).then(|| format!("its answer `{}` is missing", field.name)),
    };
    fields.filter_map(tell).collect()
}
