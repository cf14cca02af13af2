//! Looks at everything in a store and tells what doesn't agree. Nothing is changed.

mod consents;
mod door;
mod events;
mod fields;
mod kept;
mod leads;
mod seals;
mod seats;
mod shapes;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use forms::Definition;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::{TransferError, each, marker};
use crate::desk::line::InLine;
use crate::desk::{
    Came, CheckIn, ClockNote, ConsentText, Counters, Occasion, Pointer, Receipt, Record, RecordItem, WalkIn,
    keys,
};
use crate::reference::Reference;
use crate::store::{Item, Key, Store, is_newer};

pub use events::verify_events;
pub use seals::verify_seals;

/// What doesn't parse.
const NOT_OURS: &str = "it isn't what this program writes";
/// What another version of this program can read.
const NEWER: &str = "a newer forms-fn wrote it";
const UPDATE: &str = "put that version in place here, too";
const COPY: &str = "restore it from a copy";
const CLOCK: &str = "set the clock right; or, if it is right, run `forms-fn confirm-clock`";

/// Something that doesn't agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Inconsistency {
    /// Which item.
    pub key: Key,
    /// What is off.
    pub what: String,
    /// How to mend it.
    pub hint: &'static str,
}

impl fmt::Display for Inconsistency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` `{}`: {}\n  hint: {}", self.key.pk, self.key.sk, self.what, self.hint)
    }
}

/// What a look at the whole store found.
#[derive(Debug)]
pub struct Verified {
    /// How many items there are.
    pub items: usize,
    /// How many records.
    pub records: usize,
    /// What doesn't agree, by key.
    pub faults: Vec<Inconsistency>,
}

/// Everything in the store that depends on something else.
#[derive(Default)]
struct Dependents {
    items: usize,
    records: BTreeMap<Reference, (Key, Record)>,
    counters: BTreeMap<String, Counters>,
    came: BTreeMap<String, Came>,
    /// Who is there, by where it lies.
    check_ins: BTreeMap<Key, CheckIn>,
    walk_ins: BTreeMap<Key, WalkIn>,
    places: BTreeMap<Key, Reference>,
    /// Who stands in line.
    line: BTreeMap<Key, Reference>,
    contacts: BTreeMap<Key, Reference>,
    /// Where records are said to be.
    pointers: BTreeMap<Reference, String>,
    /// Pages that show a registration that was none.
    decoys: BTreeSet<Reference>,
    /// What is about a record and lies elsewhere: a letter, a call, something due.
    about: Vec<(Key, Reference)>,
    receipts: Vec<(Key, Receipt)>,
    /// What was written about each record, by its partition of papers.
    letters: BTreeMap<String, Vec<Occasion>>,
    texts: BTreeMap<String, ConsentText>,
    definitions: BTreeMap<Key, Definition>,
    due: BTreeSet<Key>,
    erased: BTreeSet<Reference>,
    faults: Vec<Inconsistency>,
}

/// Reads the whole store and checks what must agree. For a store at rest: what is written meanwhile may look half done.
///
/// # Errors
/// When the store fails.
pub async fn verify(store: &Store, now: Timestamp) -> Result<Verified, TransferError> {
    let mut seen = Dependents::default();
    each(store, now, |item| {
        seen.see(item);
        Ok(())
    })
    .await?;
    leads::check(&mut seen);
    fields::check(&mut seen, now);
    consents::check(&mut seen);
    seats::check(&mut seen);
    door::check(&mut seen, now);
    kept::check(&mut seen, now);
    let Dependents { items, records, mut faults, .. } = seen;
    faults.sort();
    Ok(Verified { items, records: records.len(), faults })
}

impl Dependents {
    fn fault(&mut self, key: &Key, what: impl Into<String>, hint: &'static str) {
        self.faults.push(Inconsistency { key: key.clone(), what: what.into(), hint });
    }

    /// Sorts an item by its key.
    fn see(&mut self, item: Item) {
        self.items += 1;
        let (pk, sk) = (item.key.pk.clone(), item.key.sk.clone());
        let (kind, rest) = pk.split_once('#').unwrap_or((pk.as_str(), ""));
        match (kind, sk.as_str()) {
            ("E" | "F", _) if keys::is_record(&item.key) => self.record(item),
            ("E", "SEATS") => {
                let counters = self.read(&item);
                self.counters.extend(counters.map(|counters| (pk, counters)));
            }
            ("E", _) if sk.starts_with("W#") => {
                let reference = self.read(&item);
                self.places.extend(reference.map(|reference| (item.key, reference)));
            }
            ("E", "CAME") => {
                let came = self.read(&item);
                self.came.extend(came.map(|came| (pk, came)));
            }
            ("E", _) if sk.starts_with("D#") => {
                let check_in = self.read(&item);
                self.check_ins.extend(check_in.map(|check_in| (item.key, check_in)));
            }
            ("E", _) if sk.starts_with("G#") => {
                let walk_in = self.read(&item);
                self.walk_ins.extend(walk_in.map(|walk_in| (item.key, walk_in)));
            }
            ("LINE", _) => {
                let entry = self.read::<InLine>(&item);
                self.line.extend(entry.map(|entry| (item.key, entry.reference)));
            }
            ("U", _) => {
                let reference = self.read(&item);
                self.contacts.extend(reference.map(|reference| (item.key, reference)));
            }
            ("P", "-") => self.pointer(&item),
            ("TEXT", _) => {
                let text = self.read(&item);
                self.texts.extend(text.map(|text| (rest.to_owned(), text)));
            }
            ("DEF", _) => {
                let definition = self.read(&item);
                self.definitions.extend(definition.map(|definition| (item.key, definition)));
            }
            ("CLOCK", _) => {
                let note = self.read::<ClockNote>(&item);
                if let Some(doubt) = note.and_then(|note| note.doubt()) {
                    self.fault(&item.key, doubt, CLOCK);
                }
            }
            _ if item.key == marker() => {
                self.fault(&item.key, "an import into this store broke off", "import into a new store");
            }
            _ => shapes::see(self, item),
        }
    }

    fn record(&mut self, item: Item) {
        let Some(stored) = self.read::<RecordItem>(&item) else { return };
        for what in fields::impossible(&stored) {
            self.fault(&item.key, what, fields::RECORD);
        }
        let record = match Record::try_from(stored) {
            Ok(record) => record,
            Err(why) => return self.fault(&item.key, why.to_string(), COPY),
        };
        if keys::record_of(&record) != item.key {
            self.fault(&item.key, "it lies where no record with its form and event lies", COPY);
        }
        if let Some((other, _)) = self.records.get(&record.reference) {
            let what = format!("the record lies under `{}`, too", other.pk);
            self.fault(&item.key, what, "delete the one to which the pointer doesn't lead");
        }
        self.records.insert(record.reference.clone(), (item.key, record));
    }

    /// An item of a known shape; says so when it isn't one.
    fn read<T: DeserializeOwned>(&mut self, item: &Item) -> Option<T> {
        if is_newer(&item.body) {
            self.fault(&item.key, NEWER, UPDATE);
            return None;
        }
        let value = T::deserialize(&item.body).ok();
        if value.is_none() {
            self.fault(&item.key, NOT_OURS, COPY);
        }
        value
    }

    fn pointer(&mut self, item: &Item) {
        let reference = item.key.pk.strip_prefix("P#").and_then(Reference::parse);
        match (reference, self.read::<Pointer>(item)) {
            (Some(reference), Some(Pointer::Record(partition))) => {
                self.pointers.insert(reference, partition);
            }
            (Some(reference), Some(Pointer::Decoy(_))) => drop(self.decoys.insert(reference)),
            (None, Some(_)) => self.fault(&item.key, NOT_OURS, COPY),
            (_, None) => {}
        }
    }
}

/// The definition of a record.
fn definition_key(record: &Record) -> Key {
    keys::definition(&record.form, &record.version)
}
