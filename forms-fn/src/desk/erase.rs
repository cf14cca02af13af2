//! Everything about one record is deleted at once. What stays: counts without a name, and the reference on the list of
//! what was erased, so that a restored backup forgets it again.

use std::collections::BTreeMap;

use forms::Definition;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::record::Record;
use super::register::{Answered, Pointer};
use super::seats::Counters;
use super::terms::Terms;
use super::{check_in, keep, keys, line, queue, statistics};
use crate::reference::Reference;
use crate::store::{Operation, Range, StoreError, Txn};

/// Longer than any backup should be kept.
const TOMBSTONE_LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 400);
/// Longer than it takes until the worker has taken away what still led to a record ([`super::sweep`]).
const UNTIL_SWEPT: SignedDuration = SignedDuration::from_hours(24 * 3);

/// That a record was erased.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// When.
    pub at: Timestamp,
}

/// Counts of answers whose records are gone: field → value → number.
pub type Counts = BTreeMap<String, BTreeMap<String, u32>>;

/// The erasure of one record, ready to be attempted.
pub(super) struct Erase<'a> {
    pub(super) reference: &'a Reference,
    pub(super) terms: Option<&'a Terms>,
    pub(super) definition: Option<&'a Definition>,
    /// Whether somebody asked for it. What merely ran out is remembered for days only: a restored backup finds it run out
    /// again.
    pub(super) asked: bool,
}

impl Operation for Erase<'_> {
    /// Whether there was something to erase.
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        if self.asked {
            remember_for_copies(txn, self.reference).await?;
        }
        let Some((key, mut record)) = super::load(txn, self.reference).await? else {
            // A page that showed a registration that was none; or nothing at all.
            txn.get::<Pointer>(&keys::pointer(self.reference)).await?;
            txn.delete(keys::pointer(self.reference));
            return Ok(false);
        };
        if !self.asked {
            remember(txn, self.reference, UNTIL_SWEPT).await?;
        }
        self.give_back(txn, &mut record).await?;
        check_in::leave(txn, &record).await?;
        self.count(txn, &record).await?;
        for item in txn.query(&Range::prefix(keys::person(self.reference), ""), None).await? {
            txn.delete(item.key);
        }
        let nonce = keys::nonce(&record.nonce);
        // Whoever registered again from the same page has the nonce now.
        let answered = txn.get::<Answered>(&nonce).await?;
        if answered.is_some_and(|answered| answered.reference == *self.reference) {
            txn.delete(nonce);
        }
        if let (Some(event), Some(contact)) = (record.event(), record.contact()) {
            let contact = keys::contact(event, contact);
            // After a cancellation somebody may have registered with the same address again.
            if txn.get::<Reference>(&contact).await?.as_ref() == Some(self.reference) {
                txn.delete(contact);
            }
        }
        txn.delete(key);
        Ok(true)
    }
}

/// Writes that a record was erased, for copies of the store.
pub(super) async fn remember_for_copies(txn: &mut Txn<'_>, reference: &Reference) -> Result<(), StoreError> {
    remember(txn, reference, TOMBSTONE_LIFETIME).await
}

async fn remember(
    txn: &mut Txn<'_>,
    reference: &Reference,
    lifetime: SignedDuration,
) -> Result<(), StoreError> {
    let until = txn.now() + lifetime;
    let tombstone = Tombstone { at: txn.now() };
    let key = keys::tombstone(reference);
    txn.get::<Tombstone>(&key).await?;
    txn.put_until(key, &tombstone, Some(until));
    Ok(())
}

/// Items about a person that the erasure itself deletes at most: a transaction of DynamoDB has a hundred parts, and
/// handing on ten seats takes fifty.
const LAST: usize = 30;
/// Items that are deleted at once before.
const BATCH: usize = 60;

/// Deletes messages and receipts, where there are too many of them for one transaction; ready to be attempted.
pub(super) struct Clear<'a> {
    pub(super) reference: &'a Reference,
}

impl Operation for Clear<'_> {
    /// Whether there may be more.
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let range = Range::prefix(keys::person(self.reference), "");
        let items = txn.query(&range, Some(LAST + BATCH)).await?;
        // Without the pointer and the key nobody would find and read what is left.
        let kept = [keys::pointer(self.reference), keys::data_key(None, self.reference)];
        for item in items.iter().skip(LAST).filter(|item| !kept.contains(&item.key)) {
            txn.delete(item.key.clone());
        }
        Ok(items.len() == LAST + BATCH)
    }
}

impl Erase<'_> {
    /// The seat or the place on the list.
    async fn give_back(&self, txn: &mut Txn<'_>, record: &mut Record) -> Result<(), StoreError> {
        let Some(event) = record.event() else { return Ok(()) };
        let key = keys::seats(event);
        let mut counters = txn.get::<Counters>(&key).await?.unwrap_or_default();
        line::leave(txn, &mut counters, self.terms, record);
        queue::leave(txn, record);
        counters.step(self.terms, Some(record.status()), None);
        if let Some(terms) = self.terms {
            queue::hand_on(txn, &mut counters, terms).await?;
        }
        txn.put(key, &counters);
        Ok(())
    }

    /// What is told as a number only goes to the counts.
    async fn count(&self, txn: &mut Txn<'_>, record: &Record) -> Result<(), StoreError> {
        statistics::leave(txn, record).await?;
        // All that goes with the record goes now, whatever brings it about; also the yes that would have stayed.
        let fields: Vec<String> = record.answers.keys().chain(record.sealed.keys()).cloned().collect();
        keep::count(txn, &record.form, &fields).await?;
        match self.definition {
            Some(definition) => add(txn, record, definition, |_| true).await,
            None => Ok(()),
        }
    }
}

/// Adds the answers that are told as a number, of the fields that are asked for, to the counts of the event or form.
pub(super) async fn add(
    txn: &mut Txn<'_>,
    record: &Record,
    definition: &Definition,
    wanted: impl Fn(&str) -> bool,
) -> Result<(), StoreError> {
    if !statistics::takes_part(record.status()) {
        return Ok(());
    }
    let counted = |name: &&String| wanted(name) && definition.field(name).is_some_and(statistics::is_counted);
    let names: Vec<&String> = record.answers.keys().filter(counted).collect();
    if names.is_empty() {
        return Ok(());
    }
    let key = keys::statistics(&record.form, record.event());
    let mut counts = txn.get::<Counts>(&key).await?.unwrap_or_default();
    for name in names {
        for value in values(&record.answers[name]) {
            *counts.entry(name.clone()).or_default().entry(value).or_default() += 1;
        }
    }
    txn.put(key, &counts);
    Ok(())
}

/// An answer as the words that are counted.
pub(crate) fn values(answer: &Value) -> Vec<String> {
    match answer {
        Value::Array(values) => values.iter().flat_map(values_of).collect(),
        other => values_of(other),
    }
}

fn values_of(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Bool(true) => vec!["yes".to_owned()],
        Value::Number(number) => vec![number.to_string()],
        _ => Vec::new(),
    }
}
