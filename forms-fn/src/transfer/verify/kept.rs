//! Forms and consents are archived as they were read, and nothing is kept longer than its form says.

use jiff::Timestamp;

use super::{Seen, definition_key};
use crate::desk::retention;
use crate::store::Key;

const ARCHIVE: &str = "restore the archived form from a copy or from the site's history";
const TEXT: &str = "restore the archived words from a copy";
const OVERDUE: &str = "run the worker; it deletes what has been kept long enough";

pub(super) fn check(seen: &mut Seen, now: Timestamp) {
    for (key, receipt) in std::mem::take(&mut seen.receipts) {
        match seen.texts.get(&receipt.text_hash) {
            Some(text) if text.hash() == receipt.text_hash => {}
            Some(_) => seen.fault(&key, "the archived words are not those that were agreed to", TEXT),
            None => seen.fault(&key, "the words that were agreed to are not archived", TEXT),
        }
    }
    let mut missing: Vec<(Key, String)> = Vec::new();
    let mut overdue: Vec<(Key, String)> = Vec::new();
    for (key, record) in seen.records.values() {
        let Some(definition) = seen.definitions.get(&definition_key(record)) else {
            missing.push((
                key.clone(),
                format!("the form `{}` {} is not archived", record.form, record.version),
            ));
            continue;
        };
        let ends = seen.counters.get(&key.pk).and_then(|counters| counters.ends);
        let fields = retention::overdue(record, definition, ends, now);
        if !fields.is_empty() {
            overdue.push((key.clone(), format!("kept for too long: {}", fields.join(", "))));
        }
    }
    for (key, what) in missing {
        seen.fault(&key, what, ARCHIVE);
    }
    for (key, what) in overdue {
        seen.fault(&key, what, OVERDUE);
    }
}
