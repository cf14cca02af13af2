//! Forms and consents are archived as they were read, and nothing is kept longer than its form says.

use std::collections::BTreeSet;

use forms::Definition;
use jiff::Timestamp;

use super::{Dependents, definition_key};
use crate::desk::{Duty, Record, due, retention};
use crate::store::Key;

const ARCHIVE: &str = "restore the archived form from a copy or from the site's history";
const TEXT: &str = "restore the archived words from a copy";
const UNDATED: &str = "run the worker; it writes once a day what is missing";
const OVERDUE: &str = "run the worker; it deletes what has been kept long enough";

pub(super) fn check(seen: &mut Dependents, now: Timestamp) {
    for (key, receipt) in std::mem::take(&mut seen.receipts) {
        match seen.texts.get(&receipt.text_hash) {
            Some(text) if text.hash() == receipt.text_hash => {}
            Some(_) => seen.fault(&key, "the archived words are not those that were agreed to", TEXT),
            None => seen.fault(&key, "the words that were agreed to are not archived", TEXT),
        }
    }
    let mut missing: Vec<(Key, String)> = Vec::new();
    let mut undated: Vec<(Key, String)> = Vec::new();
    let mut overdue: Vec<(Key, String)> = Vec::new();
    let entries = entries(&seen.due);
    for (key, record) in seen.records.values() {
        let Some(definition) = seen.definitions.get(&definition_key(record)) else {
            missing.push((
                key.clone(),
                format!("the form `{}` {} is not archived", record.form, record.version),
            ));
            continue;
        };
        let ends = seen.counters.get(&key.pk).and_then(|counters| counters.ends);
        if let Some(what) = endless(&entries, record, definition, ends) {
            undated.push((key.clone(), what));
        }
        let fields = retention::overdue(record, definition, ends, now);
        if !fields.is_empty() {
            overdue.push((key.clone(), format!("kept for too long: {}", fields.join(", "))));
        }
    }
    for (key, what) in missing {
        seen.fault(&key, what, ARCHIVE);
    }
    for (key, what) in undated {
        seen.fault(&key, what, UNDATED);
    }
    for (key, what) in overdue {
        seen.fault(&key, what, OVERDUE);
    }
}

/// What is due for which reference, whenever.
fn entries(due: &BTreeSet<Key>) -> BTreeSet<(&str, &str)> {
    due.iter().filter_map(|key| key.sk.split_once('#')?.1.split_once('#')).collect()
}

/// Why nothing would ever delete a record: an answer without a date whose request has no end, or an end that nobody will look
/// at because its entry is missing.
fn endless(
    entries: &BTreeSet<(&str, &str)>,
    record: &Record,
    definition: &Definition,
    ends: Option<Timestamp>,
) -> Option<String> {
    let has = |duty: &Duty| entries.contains(&(duty.as_str(), record.reference.plain()));
    let undated = retention::without_date(record, definition, ends);
    let end = due::end_of(record, &definition.deadlines);
    // The counters say when the event ends, and may not know of anybody in line yet; the entry says it for them.
    let is_to_come = record.is_in_line() && has(&Duty::Retain);
    if !undated.is_empty() && end.is_none() && !is_to_come {
        return Some(format!("nothing says until when these answers are kept: {}", undated.join(", ")));
    }
    let dated = retention::next(record, definition, ends).map(|_| Duty::Retain);
    let mut needed = dated.into_iter().chain(end.map(|(_, duty)| duty));
    let missing = needed.find(|duty| !has(duty))?;
    Some(format!("the entry `{}` that leads to its end is missing", missing.as_str()))
}
