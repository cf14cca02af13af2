//! Secrets, keys and records belong together: the mark is the same, and every envelope opens whose key wasn't destroyed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Deserialize;

use super::Inconsistency;
use crate::desk::{Desk, Envelope, Record, keys, mark};
use crate::store::Key;
use crate::transfer::{TransferError, each};

const SECRETS: &str = "put the old `secrets.json` back; if it is lost for good, start once with \
                       `forms-fn serve --new-secrets`";
const KEYS: &str = "put the old `keys.sqlite` (or table of keys) back; if it is lost for good, start once with \
                    `forms-fn serve --new-secrets`";
const ENVELOPE: &str = "it is damaged, or its key was lost and made anew: restore the record, or the old keys, from a copy; \
                        or erase it";
const KEY_OF_EVENT: &str = "put the old `keys.sqlite` (or table of keys) back, or what `export-store --keys` wrote; if it is \
                            lost for good, say so with `forms-fn destroy-key`";
const KEY_OF_RECORD: &str = "put the old `keys.sqlite` (or table of keys) back, or what `export-store --keys` wrote; if it is \
                             lost for good, erase the record";

/// Looks whether these secrets and keys are those of the records. Nothing is changed.
///
/// # Errors
/// When a store fails.
pub async fn verify_seals(desk: &Desk, now: Timestamp) -> Result<Vec<Inconsistency>, TransferError> {
    let mut faults = Vec::new();
    let mut fault = |key: &Key, what: &str, hint| {
        faults.push(Inconsistency { key: key.clone(), what: what.to_owned(), hint });
    };
    let ours = desk.check_value();
    let of_records: Option<String> = desk.read(&mark::key(), now).await?;
    let of_keys = desk.mark_of_keys(now).await?;
    let (records, sealed) = sealed(desk, now).await?;
    if of_records.as_ref().is_some_and(|mark| *mark != ours) && records > 0 {
        fault(&mark::key(), "the records were made with other secrets than those in `secrets.json`", SECRETS);
    }
    let marked = of_records.is_some() && of_keys != of_records;
    if marked && !sealed.is_empty() {
        fault(&mark::key(), "the keys of sensitive answers are gone, or are another store's", KEYS);
    }
    let mut without_key: BTreeMap<Key, usize> = BTreeMap::new();
    for (key, record) in sealed {
        let at = keys::data_key(record.event(), &record.reference);
        match look(desk, &at, &record, now).await? {
            SealCheck::Fine => {}
            SealCheck::NoKey => *without_key.entry(at).or_default() += 1,
            SealCheck::OtherSecrets => fault(&at, "this key was wrapped by other secrets", SECRETS),
            SealCheck::Broken(field) => fault(&key, &format!("its answer `{field}` doesn't open"), ENVELOPE),
        }
    }
    for (at, people) in without_key {
        let hint = if at.pk.starts_with("E#") { KEY_OF_EVENT } else { KEY_OF_RECORD };
        let what = format!("sensitive answers of {people} people can't be read: their key is missing");
        fault(&at, &what, hint);
    }
    faults.sort();
    faults.dedup();
    Ok(faults)
}

/// What a look at the envelopes of one record tells.
enum SealCheck {
    /// They open, or may not be read any more.
    Fine,
    NoKey,
    OtherSecrets,
    Broken(String),
}

async fn look(desk: &Desk, at: &Key, record: &Record, now: Timestamp) -> Result<SealCheck, TransferError> {
    for (field, text) in &record.sealed {
        let envelope = desk.try_envelope(now, at, &record.reference, field, text).await?;
        match envelope {
            Envelope::Opens => {}
            Envelope::OtherSecrets => return Ok(SealCheck::OtherSecrets),
            // Whose form can't be read any more is told elsewhere.
            Envelope::NoKey | Envelope::Broken => match desk.lacks_key(record, now).await {
                Ok(true) if envelope == Envelope::NoKey => return Ok(SealCheck::NoKey),
                Ok(true) => return Ok(SealCheck::Broken(field.clone())),
                Ok(false) => {}
                Err(error) if error.is_damage() => {}
                Err(error) => return Err(error.into()),
            },
        }
    }
    Ok(SealCheck::Fine)
}

/// How many records there are, and those with sealed answers.
async fn sealed(desk: &Desk, now: Timestamp) -> Result<(usize, Vec<(Key, Record)>), TransferError> {
    let (mut records, mut found) = (0, Vec::new());
    each(desk.store(), now, |item| {
        if keys::is_record(&item.key) {
            records += 1;
            // One that can't be read is told elsewhere.
            let record = Record::deserialize(&item.body).ok();
            found.extend(record.filter(|record| !record.sealed.is_empty()).map(|record| (item.key, record)));
        }
        Ok(())
    })
    .await?;
    Ok((records, found))
}
