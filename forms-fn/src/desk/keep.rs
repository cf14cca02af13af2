//! Deletes what has been kept long enough, counts it for the monthly report, and writes when to look again.

use std::collections::BTreeMap;

use forms::{After, Definition, Keep};
use jiff::Timestamp;

use super::record::Record;
use super::seats::Counters;
use super::{due, erase, keys, overdue, retention};
use crate::reference::Reference;
use crate::store::{Operation, StoreError, Txn};

/// A look at one record, ready to be attempted.
pub(super) struct Retain<'a> {
    pub(super) reference: &'a Reference,
    pub(super) definition: &'a Definition,
    /// The end of the event as the site tells it now; otherwise what was last known counts.
    pub(super) ends: Option<Timestamp>,
}

/// What the look found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retained {
    /// These answers were deleted.
    Fields(Vec<String>),
    /// Nothing that may be kept is left: the record has to go.
    Empty,
    /// There is no such record.
    Unknown,
}

impl Operation for Retain<'_> {
    type Output = Retained;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Retained, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else {
            return Ok(Retained::Unknown);
        };
        let ends = match (record.event(), self.ends) {
            (Some(event), None) => txn.get::<Counters>(&keys::seats(event)).await?.and_then(|c| c.ends),
            (_, ends) => ends,
        };
        let fields = retention::overdue(&record, self.definition, ends, txn.now());
        erase::add(txn, &record, self.definition, |name| fields.iter().any(|field| field == name)).await?;
        retention::prune(&mut record, self.definition, ends, txn.now());
        if self.is_empty(&record) {
            // Nothing of this is written: the erasure counts and deletes in one transaction of its own.
            txn.forget();
            return Ok(Retained::Empty);
        }
        count(txn, &record.form, &fields).await?;
        due::retain(txn, &record, self.definition, ends);
        if !fields.is_empty() {
            txn.put(key, &record);
        }
        Ok(Retained::Fields(fields))
    }
}

impl Retain<'_> {
    /// A yes that nobody can act on any more is nothing to keep a record for.
    fn is_empty(&self, record: &Record) -> bool {
        let until_withdrawn = |name: &String| {
            let keep = self.definition.field(name).map(|field| field.keep);
            matches!(keep, Some(Keep::Days { after: After::Withdrawal, .. }))
        };
        record.answers.keys().chain(record.sealed.keys()).all(until_withdrawn)
    }
}

/// Counts answers that are deleted by month, form and field: those of a whole record as well as single ones. All numbers of a
/// form are one item, because the erasure of a record has to fit into one transaction.
pub(super) async fn count(txn: &mut Txn<'_>, form: &str, fields: &[String]) -> Result<(), StoreError> {
    if fields.is_empty() {
        return Ok(());
    }
    let month = txn.now().strftime("%Y-%m").to_string();
    let key = keys::report(&month, form, overdue::ALL);
    let mut by_field = txn.get::<BTreeMap<String, u32>>(&key).await?.unwrap_or_default();
    for field in fields {
        *by_field.entry(field.clone()).or_default() += 1;
    }
    txn.put(key, &by_field);
    Ok(())
}
