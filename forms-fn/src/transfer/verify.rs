//! Looks at everything in a store and tells what doesn't agree. Nothing is changed.

mod events;
mod kept;
mod seals;
mod seats;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use forms::Definition;
use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::{TransferError, each, marker};
use crate::desk::{ClockNote, ConsentText, Counters, Receipt, Record, keys};
use crate::reference::Reference;
use crate::store::{Item, Key, Store};

pub use events::verify_events;
pub use seals::verify_seals;

const CLOCK: &str = "set the clock right; or, if it is right, run `forms-fn confirm-clock`";

/// Something that doesn't agree.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Which item.
    pub key: Key,
    /// What is off.
    pub what: String,
    /// How to mend it.
    pub hint: &'static str,
}

impl fmt::Display for Fault {
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
    pub faults: Vec<Fault>,
}

/// Everything in the store that depends on something else.
#[derive(Default)]
struct Seen {
    items: usize,
    records: BTreeMap<Reference, (Key, Record)>,
    counters: BTreeMap<String, Counters>,
    places: BTreeMap<Key, Reference>,
    contacts: BTreeMap<Key, Reference>,
    /// Where records are said to be.
    pointers: BTreeMap<Reference, String>,
    receipts: Vec<(Key, Receipt)>,
    texts: BTreeMap<String, ConsentText>,
    definitions: BTreeMap<Key, Definition>,
    due: BTreeSet<Key>,
    erased: BTreeSet<Reference>,
    faults: Vec<Fault>,
}

/// Reads the whole store and checks what must agree. For a store at rest: what is written meanwhile may look half done.
///
/// # Errors
/// When the store fails.
pub async fn verify(store: &Store, now: Timestamp) -> Result<Verified, TransferError> {
    let mut seen = Seen::default();
    each(store, now, |item| {
        seen.see(item);
        Ok(())
    })
    .await?;
    seats::check(&mut seen);
    kept::check(&mut seen, now);
    let Seen { items, records, mut faults, .. } = seen;
    faults.sort();
    Ok(Verified { items, records: records.len(), faults })
}

impl Seen {
    fn fault(&mut self, key: &Key, what: impl Into<String>, hint: &'static str) {
        self.faults.push(Fault { key: key.clone(), what: what.into(), hint });
    }

    /// Sorts an item by its key.
    fn see(&mut self, item: Item) {
        self.items += 1;
        let (pk, sk) = (item.key.pk.clone(), item.key.sk.clone());
        let kind = pk.split_once('#').map_or(pk.as_str(), |(kind, _)| kind);
        match kind {
            "E" | "F" if sk.starts_with("R#") => {
                if let Some(record) = self.read::<Record>(&item) {
                    self.records.insert(record.reference.clone(), (item.key, record));
                }
            }
            "E" if sk == "SEATS" => {
                if let Some(counters) = self.read(&item) {
                    self.counters.insert(pk, counters);
                }
            }
            "E" if sk.starts_with("W#") => {
                if let Some(reference) = self.read(&item) {
                    self.places.insert(item.key, reference);
                }
            }
            "U" => {
                if let Some(reference) = self.read(&item) {
                    self.contacts.insert(item.key, reference);
                }
            }
            "P" if sk == "-" => self.pointer(&item),
            "P" if sk.starts_with("C#") => {
                if let Some(receipt) = self.read(&item) {
                    self.receipts.push((item.key, receipt));
                }
            }
            "TEXT" => {
                if let Some(text) = self.read(&item) {
                    self.texts.insert(pk["TEXT#".len()..].to_owned(), text);
                }
            }
            "DEF" => {
                if let Some(definition) = self.read(&item) {
                    self.definitions.insert(item.key, definition);
                }
            }
            "CLOCK" => {
                let note = self.read::<ClockNote>(&item);
                if let Some(doubt) = note.and_then(|note| note.doubt()) {
                    self.fault(&item.key, doubt, CLOCK);
                }
            }
            "DUE" => drop(self.due.insert(item.key)),
            "TOMB" => self.erased.extend(Reference::parse(&sk)),
            _ if item.key == marker() => {
                self.fault(&item.key, "an import into this store broke off", "import into a new store");
            }
            _ => {}
        }
    }

    /// An item of a known shape; says so when it isn't one.
    fn read<T: DeserializeOwned>(&mut self, item: &Item) -> Option<T> {
        let value = T::deserialize(&item.body).ok();
        if value.is_none() {
            self.fault(&item.key, "it isn't what this program writes", "restore it from a copy");
        }
        value
    }

    fn pointer(&mut self, item: &Item) {
        let reference = item.key.pk.strip_prefix("P#").and_then(Reference::parse);
        let partition = item.body.get("record").and_then(serde_json::Value::as_str);
        match (reference, partition) {
            (Some(reference), Some(partition)) => {
                self.pointers.insert(reference, partition.to_owned());
            }
            // A page that shows a registration that was none.
            (Some(_), None) if item.body.get("decoy").is_some() => {}
            _ => self.fault(&item.key, "it isn't what this program writes", "restore it from a copy"),
        }
    }
}

/// The definition of a record.
fn definition_key(record: &Record) -> Key {
    keys::definition(&record.form, &record.version)
}
