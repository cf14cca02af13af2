//! What the store tells of an event: the people as the model knows them, and everything that must agree with them.

use std::collections::{BTreeMap, BTreeSet};

use forms_fn::{Act, Counters, Item, Key, Logged, Occasion, Receipt, Record, Reference, Status};
use serde::de::DeserializeOwned;

use super::event::Person;
use crate::guests::{EVENT, records};

/// An event as it lies in the store.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) people: BTreeMap<usize, Person>,
    pub(crate) queue: Vec<usize>,
    pub(crate) next: u64,
    pub(crate) registered: u64,
    pub(crate) cancelled: u64,
}

/// The name that a person gives. Nothing else in the store looks like it.
pub(crate) fn name(who: usize, answers: usize) -> String {
    format!("kanarie-{who}-{answers}.")
}

pub(crate) fn address(number: usize) -> String {
    format!("person{number}@example.org")
}

/// Reads the event and who is who. Whatever contradicts itself is an error.
pub(crate) fn told(items: &BTreeMap<Key, Item>) -> Result<(Told, BTreeMap<usize, Reference>), String> {
    let records = records(items);
    let mut people = BTreeMap::new();
    let mut references = BTreeMap::new();
    for (reference, record) in &records {
        let (who, person) = person(items, record)?;
        people.insert(who, person);
        references.insert(who, reference.clone());
    }
    let names: BTreeMap<&Reference, usize> = references.iter().map(|(who, r)| (r, *who)).collect();
    let event = format!("E#{EVENT}");
    let counters: Counters = items.get(&Key::new(&*event, "SEATS")).map(read).unwrap_or_default();
    let of = |status| records.values().filter(|record| record.status() == status).count() as u32;
    let counted = (of(Status::Confirmed), of(Status::Offered), of(Status::Waiting));
    same("counters", &(counters.confirmed, counters.offered, counters.waiting), &counted)?;
    let places = items.values().filter(|item| item.key.pk == event && item.key.sk.starts_with("W#"));
    let queue: Vec<Reference> = places.map(read).collect();
    line(items, &records)?;
    contacts(items, &records)?;
    pointers(items, &records)?;
    offers(items, &records)?;
    let queue =
        queue.iter().map(|r| names.get(r).copied().ok_or("a place of nobody")).collect::<Result<_, _>>()?;
    let told = Told {
        people,
        queue,
        next: counters.next,
        registered: counters.registered,
        cancelled: counters.cancelled,
    };
    Ok((told, references))
}

fn person(items: &BTreeMap<Key, Item>, record: &Record) -> Result<(usize, Person), String> {
    let (who, answers) = record
        .text("full_name")
        .and_then(|name| name.strip_prefix("kanarie-")?.strip_suffix('.')?.split_once('-'))
        .ok_or("a record without its name")?;
    let number = |text: &str| text.parse::<usize>().map_err(|e| e.to_string());
    let consents = consents(items, record);
    let ticked = record.answers.contains_key("news");
    same("the tick and its receipts", &ticked, &consents.last().copied().unwrap_or(false))?;
    let person = Person {
        status: record.status(),
        at: record.submitted_at,
        in_line: record.is_in_line(),
        address: record
            .text("email")
            .and_then(|email| email.strip_prefix("person")?.split('@').next()?.parse().ok()),
        place: record.place().map(|place| (place.class, place.number)),
        offer_until: record.offer_until(),
        first: record.contact().is_some(),
        second: record.is_second(),
        cancelled: record.cancelled().map(|cancelled| (cancelled.at, cancelled.was)),
        letters: letters(items, record)?,
        consents,
        answers: number(answers)?,
        nonce: 0,
    };
    Ok((number(who)?, person))
}

/// In the order in which they were written; each that can be sent lies in the outbox too, once.
fn letters(items: &BTreeMap<Key, Item>, record: &Record) -> Result<Vec<Occasion>, String> {
    let plain = record.reference.to_string().replace('-', "");
    let mut letters: Vec<(u32, Occasion)> = Vec::new();
    let mut ids = BTreeSet::new();
    for (key, item) in items {
        let id = match key.pk.as_str() {
            "CALL" => key.sk.split_once('#').map(|(_, id)| id),
            pk if pk.strip_prefix("P#") == Some(&plain) => key.sk.strip_prefix("M#"),
            _ => None,
        };
        let Some(id) = id.filter(|id| id.starts_with(&plain.to_lowercase())) else { continue };
        let number = id.split('.').nth(1).and_then(|n| n.parse().ok()).ok_or("a letter without a number")?;
        letters.push((
            number,
            serde_json::from_value(item.body["occasion"].clone()).map_err(|e| e.to_string())?,
        ));
        if key.pk != "CALL" {
            ids.insert(id.to_owned());
            let _: Logged = read(item);
        }
    }
    let out = items.keys().filter(|key| key.pk == "OUT").filter_map(|key| key.sk.split_once('#'));
    let out: Vec<String> =
        out.map(|(_, id)| id.to_owned()).filter(|id| id.starts_with(&plain.to_lowercase())).collect();
    same("outbox and log", &out.iter().cloned().collect(), &ids)?;
    same("letters once each", &out.len(), &ids.len())?;
    letters.sort_by_key(|(number, _)| *number);
    let numbers: Vec<u32> = letters.iter().map(|(number, _)| *number).collect();
    same("numbers of letters", &numbers, &(1..=record.letters).collect())?;
    Ok(letters.into_iter().map(|(_, occasion)| occasion).collect())
}

fn consents(items: &BTreeMap<Key, Item>, record: &Record) -> Vec<bool> {
    let pk = format!("P#{}", record.reference.to_string().replace('-', ""));
    let receipts = items.values().filter(|item| item.key.pk == pk && item.key.sk.starts_with("C#"));
    let mut receipts: Vec<Receipt> = receipts.map(read).collect();
    receipts.sort_by_key(|receipt| receipt.number);
    receipts.iter().map(|receipt| receipt.act == Act::Given).collect()
}

/// Whoever stands in line is found there, once.
fn line(items: &BTreeMap<Key, Item>, records: &BTreeMap<Reference, Record>) -> Result<(), String> {
    let entries = items.values().filter(|item| item.key.pk == format!("LINE#{EVENT}"));
    let mut found: Vec<Reference> = entries
        .map(|item| serde_json::from_value(item.body["reference"].clone()).map_err(|e| e.to_string()))
        .collect::<Result<_, _>>()?;
    found.sort();
    let wanted = records.values().filter(|record| record.is_in_line());
    same("the line", &found, &wanted.map(|record| record.reference.clone()).collect())
}

/// One registration for each address: the active one.
fn contacts(items: &BTreeMap<Key, Item>, records: &BTreeMap<Reference, Record>) -> Result<(), String> {
    let found: BTreeMap<String, Reference> = items
        .values()
        .filter(|item| item.key.pk.starts_with("U#"))
        .map(|item| (item.key.pk.clone(), read(item)))
        .collect();
    let active = records.values().filter(|record| record.status().is_active());
    let wanted: BTreeMap<String, Reference> = active
        .filter_map(|record| Some((format!("U#{EVENT}#{}", record.contact()?), record.reference.clone())))
        .collect();
    same("addresses", &found, &wanted)
}

/// Every record is found by its reference, and what is found is a record or was none from the beginning.
fn pointers(items: &BTreeMap<Key, Item>, records: &BTreeMap<Reference, Record>) -> Result<(), String> {
    let pointers = items.values().filter(|item| item.key.pk.starts_with("P#") && item.key.sk == "-");
    let found: BTreeSet<Reference> = pointers
        .filter(|item| item.body.get("record").is_some())
        .map(|item| Reference::parse(&item.key.pk[2..]).unwrap())
        .collect();
    same("pointers", &found, &records.keys().cloned().collect())
}

/// Every offer is on the worker's list.
fn offers(items: &BTreeMap<Key, Item>, records: &BTreeMap<Reference, Record>) -> Result<(), String> {
    for record in records.values().filter(|record| record.status() == Status::Offered) {
        if record.offer_until().is_none() && record.address_field.is_none() {
            continue;
        }
        let until = record.offer_until().ok_or("an offer without an end")?;
        let plain = record.reference.to_string().replace('-', "");
        let key = Key::new("DUE", format!("{}#offer#{plain}", until.strftime("%Y-%m-%dT%H:%M:%SZ")));
        same("the end of an offer is due", &items.contains_key(&key), &true)?;
    }
    Ok(())
}

pub(crate) fn same<T: PartialEq + std::fmt::Debug>(what: &str, found: &T, wanted: &T) -> Result<(), String> {
    if found == wanted { Ok(()) } else { Err(format!("{what}: {found:?} instead of {wanted:?}")) }
}

fn read<T: DeserializeOwned>(item: &Item) -> T {
    serde_json::from_value(item.body.clone()).unwrap()
}
