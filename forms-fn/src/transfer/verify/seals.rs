//! Secrets, keys and records belong together: the mark is the same, and one envelope of each key opens.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::Fault;
use crate::desk::{Desk, Envelope, Record, keys, mark};
use crate::reference::Reference;
use crate::store::Key;
use crate::transfer::{TransferError, each};

const SECRETS: &str = "put the old `secrets.json` back; if it is lost for good, start once with \
                       `forms-fn serve --new-secrets`";
const KEYS: &str = "put the old `keys.sqlite` (or table of keys) back; if it is lost for good, start once with \
                    `forms-fn serve --new-secrets`";
const ENVELOPE: &str = "restore the record from a copy, or erase it";

/// Looks whether these secrets and keys are those of the records. Nothing is changed.
///
/// # Errors
/// When a store fails.
pub async fn verify_seals(desk: &Desk, now: Timestamp) -> Result<Vec<Fault>, TransferError> {
    let mut faults = Vec::new();
    let mut fault = |key: &Key, what: &str, hint| {
        faults.push(Fault { key: key.clone(), what: what.to_owned(), hint });
    };
    let ours = desk.check_value();
    let of_records: Option<String> = desk.read(&mark::key(), now).await?;
    let of_keys = desk.mark_of_keys(now).await?;
    let (records, envelopes) = envelopes(desk, now).await?;
    if of_records.as_ref().is_some_and(|mark| *mark != ours) && records > 0 {
        fault(&mark::key(), "the records were made with other secrets than those in `secrets.json`", SECRETS);
    }
    let marked = of_records.is_some() && of_keys != of_records;
    if marked && !envelopes.is_empty() {
        fault(&mark::key(), "the keys of sensitive answers are gone, or are another store's", KEYS);
    }
    for (at, (record, reference, field, text)) in envelopes {
        match desk.try_envelope(now, &at, &reference, &field, &text).await? {
            // What has no key any more was made unreadable on purpose, or all keys are gone: see above.
            Envelope::Opens | Envelope::NoKey => {}
            Envelope::OtherSecrets => fault(&at, "this key was wrapped by other secrets", SECRETS),
            Envelope::Broken => fault(&record, &format!("its answer `{field}` doesn't open"), ENVELOPE),
        }
    }
    faults.sort();
    Ok(faults)
}

/// Which record has it, whose it is, the field and what is sealed.
type Sealed = (Key, Reference, String, String);

/// How many records there are, and one sealed answer for each key.
async fn envelopes(desk: &Desk, now: Timestamp) -> Result<(usize, BTreeMap<Key, Sealed>), TransferError> {
    let (mut records, mut found) = (0, BTreeMap::new());
    each(desk.store(), now, |item| {
        if !item.key.pk.starts_with(['E', 'F']) || !item.key.sk.starts_with("R#") {
            return Ok(());
        }
        records += 1;
        // One that can't be read is told elsewhere.
        let Ok(record) = Record::deserialize(&item.body) else { return Ok(()) };
        if let Some((field, text)) = record.sealed.first_key_value() {
            let at = keys::data_key(record.event.as_deref(), &record.reference);
            let sealed = (item.key, record.reference.clone(), field.clone(), text.clone());
            found.entry(at).or_insert(sealed);
        }
        Ok(())
    })
    .await?;
    Ok((records, found))
}
