//! Every yes that a record tells of is proven.

use std::collections::BTreeMap;

use forms::Definition;

use super::{Dependents, definition_key};
use crate::desk::{Receipt, Record, keys, standing_of};
use crate::store::Key;

const PROOF: &str = "restore the receipts from a copy, or ask the person again";

pub(super) fn check(seen: &mut Dependents) {
    let mut receipts: BTreeMap<&str, Vec<Receipt>> = BTreeMap::new();
    for (key, receipt) in &seen.receipts {
        receipts.entry(key.pk.as_str()).or_default().push(receipt.clone());
    }
    let mut found: Vec<(Key, String)> = Vec::new();
    for (_, record) in seen.records.values() {
        let Some(definition) = seen.definitions.get(&definition_key(record)) else { continue };
        let person = keys::person(&record.reference);
        let given = standing_of(receipts.remove(person.as_str()).unwrap_or_default()).given;
        for field in consents(record, definition).filter(|field| !given.contains_key(*field)) {
            let key = Key::new(person.clone(), format!("C#{field}"));
            found.push((key, format!("the record says yes to `{field}`, and no receipt proves it")));
        }
    }
    for (key, what) in found {
        seen.fault(&key, what, PROOF);
    }
}

/// The consents that are ticked.
fn consents<'r>(record: &'r Record, definition: &Definition) -> impl Iterator<Item = &'r str> {
    let names = record.answers.keys().chain(record.sealed.keys());
    let is_consent = |name: &&String| definition.field(name).is_some_and(forms::Field::is_consent);
    let ticked: Vec<&str> = names.filter(is_consent).map(String::as_str).collect();
    ticked.into_iter()
}
