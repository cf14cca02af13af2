//! Opens the envelopes of records, of one or of many: the keys of all of them are read together.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde_json::Value;

use super::{Vault, text_of};
use crate::desk::keys;
use crate::desk::record::Record;
use crate::secret::unseal;
use crate::store::{Item, Key, StoreError};

/// What came out of the envelopes of one record.
#[derive(Debug, Default)]
pub(in crate::desk) struct Opened {
    pub(in crate::desk) answers: BTreeMap<String, Value>,
    /// Whether some stayed closed although nobody destroyed their key: it is lost, or it was made anew meanwhile.
    pub(in crate::desk) is_lost: bool,
}

impl Vault {
    /// Opens the envelopes of a record that can be opened. Those whose key was destroyed are left out: they count as deleted.
    pub(in crate::desk) async fn open(
        &self,
        now: Timestamp,
        at: &Key,
        record: &Record,
    ) -> Result<Opened, StoreError> {
        let opened = self.open_many(now, &[(at.clone(), record)]).await?.pop();
        opened.unwrap_or_else(|| Ok(Opened::default()))
    }

    /// The same for many records, each with the place of its key: all keys are read together.
    pub(in crate::desk) async fn open_many(
        &self,
        now: Timestamp,
        records: &[(Key, &Record)],
    ) -> Result<Vec<Result<Opened, StoreError>>, StoreError> {
        let sealed = records.iter().filter(|(_, record)| !record.sealed.is_empty());
        let wrapped = self.items(sealed.map(|(at, _)| at.clone()), now).await?;
        let mut opened = Vec::with_capacity(records.len());
        for (at, record) in records {
            opened.push(self.answers(wrapped.get(at), at, record).await);
        }
        let is_closed = |answers: &Result<BTreeMap<String, Value>, StoreError>, record: &Record| {
            answers.as_ref().is_ok_and(|answers| answers.len() < record.sealed.len())
        };
        let closed = records.iter().zip(&opened).filter(|((_, record), answers)| is_closed(answers, record));
        let destroyed = self.items(closed.map(|((at, _), _)| keys::key_destroyed(at)), now).await?;
        let all = records.iter().zip(opened).map(|((at, record), answers)| {
            let answers = answers?;
            let was_destroyed = || was_destroyed(destroyed.get(&keys::key_destroyed(at)), record);
            let is_lost = answers.len() < record.sealed.len() && !was_destroyed();
            Ok(Opened { answers, is_lost })
        });
        Ok(all.collect())
    }

    /// What stands in the store of keys under some of these names.
    async fn items(
        &self,
        names: impl Iterator<Item = Key>,
        now: Timestamp,
    ) -> Result<BTreeMap<Key, Item>, StoreError> {
        let names: Vec<Key> = names.collect::<BTreeSet<_>>().into_iter().collect();
        let items = self.keys.get_many(&names, now).await?;
        Ok(names.into_iter().zip(items).filter_map(|(name, item)| Some((name, item?))).collect())
    }

    /// What can be opened of a record with this key.
    async fn answers(
        &self,
        wrapped: Option<&Item>,
        at: &Key,
        record: &Record,
    ) -> Result<BTreeMap<String, Value>, StoreError> {
        let Some(item) = wrapped.filter(|_| !record.sealed.is_empty()) else { return Ok(BTreeMap::new()) };
        let key = self.unwrap(text_of(&item.body)?, at).await?;
        let one = |(name, text): (&String, &String)| {
            let plain = unseal(&key, &record.reference, name, text).ok()?;
            Some((name.clone(), serde_json::from_str(&plain).ok()?))
        };
        Ok(record.sealed.iter().filter_map(one).collect())
    }
}

/// Whether what stands beside a key says that it was destroyed after the record was sealed with it.
fn was_destroyed(note: Option<&Item>, record: &Record) -> bool {
    let when = note.and_then(|item| item.body.as_str()?.parse::<Timestamp>().ok());
    when.is_some_and(|when| record.submitted_at <= when)
}
