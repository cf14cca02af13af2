//! Counters, places in the queue, addresses, offers and pointers agree with the records.

use std::collections::{BTreeMap, BTreeSet};

use super::Dependents;
use crate::desk::{Record, Status, keys};
use crate::reference::Reference;
use crate::store::Key;

const COUNT: &str = "set the counters to what was counted, while nothing else writes";
const QUEUE: &str = "delete the place, or write the one that the record names";
const LINE: &str =
    "delete the item; or, if the record is held as `in-line`, write it, or release the record by hand";
const CONTACT: &str = "delete the item, or let it name the record that is active";
const POINTER: &str = "write the pointer to the record's partition, or erase the reference";
const DUE: &str = "write the entry, or let the offer lapse by hand";

pub(super) fn check(seen: &mut Dependents) {
    counters(seen);
    numbers(seen);
    let waiting = named(seen, |record| {
        let place = record.place().filter(|_| record.status() == Status::Waiting)?;
        Some(keys::place(record.event()?, place))
    });
    agree(seen, &seen.places.clone(), &waiting, QUEUE);
    let in_line = named(seen, |record| {
        let event = record.event().filter(|_| record.is_in_line())?;
        Some(keys::in_line(event, record.submitted_at, &record.reference))
    });
    agree(seen, &seen.line.clone(), &in_line, LINE);
    let active = named(seen, |record| {
        let contact = record.contact().filter(|_| record.status().is_active())?;
        Some(keys::contact(record.event()?, contact))
    });
    agree(seen, &seen.contacts.clone(), &active, CONTACT);
    offers(seen);
    pointers(seen);
}

/// Numbers are given once. A place of class 0 may have got a later one when its event was moved.
fn numbers(seen: &mut Dependents) {
    let mut found = Vec::new();
    // Who stands in line hasn't got a number.
    let numbered = |record: &Record| record.event().is_some() && !record.is_in_line();
    for (key, record) in seen.records.values().filter(|(_, record)| numbered(record)) {
        let place = record.place().filter(|place| place.class > 0).map_or(0, |place| place.number);
        let last = record.number().max(place);
        let next = seen.counters.get(&key.pk).map(|counters| counters.next);
        if let Some(next) = next.filter(|next| last >= *next) {
            let what = format!("the next number is {next}, and {} has {last} already", record.reference);
            found.push((Key::new(&key.pk, "SEATS"), what));
        }
    }
    for (key, what) in found {
        seen.fault(&key, what, COUNT);
    }
}

fn counters(seen: &mut Dependents) {
    let mut counted: BTreeMap<String, [u32; 3]> = BTreeMap::new();
    for (key, record) in seen.records.values().filter(|(_, record)| record.event().is_some()) {
        let counts = counted.entry(key.pk.clone()).or_default();
        match record.status() {
            Status::Confirmed => counts[0] += 1,
            Status::Offered => counts[1] += 1,
            Status::Waiting => counts[2] += 1,
            Status::Held | Status::Cancelled | Status::Lapsed => {}
            Status::Unconfirmed | Status::Received | Status::Closed => {}
        }
    }
    let events: BTreeSet<String> = counted.keys().chain(seen.counters.keys()).cloned().collect();
    for event in events {
        let is = seen.counters.get(&event).map(|c| [c.confirmed, c.offered, c.waiting]).unwrap_or_default();
        let should = counted.get(&event).copied().unwrap_or_default();
        if is != should {
            let [confirmed, offered, waiting] = should;
            let what = format!(
                "the counters say {} confirmed, {} offered, {} waiting; the records say {confirmed}, {offered}, {waiting}",
                is[0], is[1], is[2]
            );
            seen.fault(&Key::new(event, "SEATS"), what, COUNT);
        }
    }
}

/// What the records say must be there, by key.
fn named(seen: &Dependents, key: impl Fn(&Record) -> Option<Key>) -> BTreeMap<Key, Reference> {
    let records = seen.records.values();
    records.filter_map(|(_, record)| Some((key(record)?, record.reference.clone()))).collect()
}

/// Both name the same references under the same keys.
fn agree(
    seen: &mut Dependents,
    found: &BTreeMap<Key, Reference>,
    wanted: &BTreeMap<Key, Reference>,
    hint: &'static str,
) {
    for key in found.keys().chain(wanted.keys()).collect::<BTreeSet<_>>() {
        match (found.get(key), wanted.get(key)) {
            (Some(found), Some(wanted)) if found == wanted => {}
            (found, Some(wanted)) => {
                let is = found.map_or_else(|| "is missing".to_owned(), |found| format!("names {found}"));
                seen.fault(key, format!("it {is}, and the record of {wanted} needs it"), hint);
            }
            (Some(found), None) => seen.fault(key, format!("it names {found}, whose record doesn't"), hint),
            (None, None) => {}
        }
    }
}

fn offers(seen: &mut Dependents) {
    let offered = |record: &&(Key, Record)| record.1.status() == Status::Offered;
    for (key, record) in seen.records.values().filter(offered).cloned().collect::<Vec<_>>() {
        let due = record.offer_until().map(|until| keys::due(until, "offer", record.reference.plain()));
        match due {
            // Nobody has called yet: the time to say yes hasn't begun.
            None if record.address_field.is_none() || record.is_paused() => {}
            Some(due) if seen.due.contains(&due) => {}
            Some(due) => {
                seen.fault(&due, format!("the end of the offer to {} is missing", record.reference), DUE)
            }
            None => seen.fault(&key, "an offer without an end", DUE),
        }
    }
}

/// Every record is found by its reference, where the pointer says; what was erased is not there.
fn pointers(seen: &mut Dependents) {
    let records: BTreeMap<Reference, Key> =
        seen.records.iter().map(|(reference, (key, _))| (reference.clone(), key.clone())).collect();
    for (reference, key) in &records {
        if seen.pointers.get(reference) != Some(&key.pk) {
            seen.fault(&keys::pointer(reference), format!("it doesn't lead to `{}`", key.pk), POINTER);
        }
        if seen.erased.contains(reference) {
            seen.fault(key, "it was erased and is here again", "run `forms-fn erase` for it once more");
        }
    }
    for reference in seen.pointers.keys().filter(|r| !records.contains_key(r)).cloned().collect::<Vec<_>>() {
        seen.fault(&keys::pointer(&reference), "it leads to a record that isn't there", POINTER);
    }
}
