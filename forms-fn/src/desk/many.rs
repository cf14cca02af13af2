//! Many records at once: what they hang on – when their events end, their forms, the keys of their sensitive answers – is read
//! once for all of them, so that a list of two hundred takes no more requests than one of two.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use forms::Definition;
use jiff::Timestamp;

use super::read::parse;
use super::record::{Record, Status};
use super::{Desk, Stored, Visible, keys, retention};
use crate::store::{Item, Key, StoreError};

/// Items that are read at once.
#[cfg(feature = "office")]
pub(super) const PAGE: usize = 500;

/// A record whose sensitive answers are closed, with the form by which it was made.
pub(crate) type Closed = (Stored, Arc<Definition>);

/// When events end, by their ids. One whose counters are damaged isn't in it.
pub(super) type Ends = BTreeMap<String, Option<Timestamp>>;

impl Desk {
    /// The records of a form, of one event or of a form without events, oldest first, with their sensitive answers. What can't
    /// be read is passed over: [`Desk::take_unreadable`] names it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(
        &self,
        form: &str,
        event: Option<&str>,
        visible: Visible,
        now: Timestamp,
    ) -> Result<Vec<Stored>, StoreError> {
        let closed = self.closed_list(form, event, visible, now).await?;
        let mut list: Vec<Stored> = closed.into_iter().map(|(stored, _)| stored).collect();
        self.unseal(&mut list, now).await?;
        Ok(list)
    }

    /// The same with their sensitive answers closed.
    pub(crate) async fn closed_list(
        &self,
        form: &str,
        event: Option<&str>,
        visible: Visible,
        now: Timestamp,
    ) -> Result<Vec<Closed>, StoreError> {
        let mut list = self.closed_partition(form, event, now).await?;
        list.retain(|(stored, _)| {
            let is_seen = visible == Visible::Everything || stored.record.status() != Status::Unconfirmed;
            is_seen && stored.record.form == form
        });
        number_the_queue(&mut list);
        list.sort_by(|(one, _), (other, _)| arrival(one).cmp(&arrival(other)));
        Ok(list)
    }

    /// All records that lie with those of an event, or of a form without events, by whichever form they were made.
    pub(crate) async fn closed_partition(
        &self,
        form: &str,
        event: Option<&str>,
        now: Timestamp,
    ) -> Result<Vec<Closed>, StoreError> {
        let range = keys::records(&keys::partition(form, event));
        self.closed(self.store.query(&range, None, now).await?, now).await
    }

    /// The records of all events and forms that are wanted, oldest first, with their sensitive answers closed. What organisers
    /// don't see isn't found, and what can't be read is passed over. It reads the whole store.
    #[cfg(feature = "office")]
    pub(crate) async fn closed_search(
        &self,
        wanted: impl Fn(&Stored, &Definition) -> bool,
        now: Timestamp,
    ) -> Result<Vec<Closed>, StoreError> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = self.store.scan(after.as_ref(), PAGE, now).await?;
            let last = page.last().map(|item| item.key.clone()).filter(|_| page.len() == PAGE);
            let records = page.into_iter().filter(|item| keys::is_record(&item.key)).collect();
            let seen = self.closed(records, now).await?.into_iter();
            found.extend(seen.filter(|(stored, form)| {
                stored.record.status() != Status::Unconfirmed && wanted(stored, form)
            }));
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        found.sort_by_key(|(stored, _)| stored.record.submitted_at);
        Ok(found)
    }

    /// Opens the envelopes of records. One whose envelopes can't be opened stays without what is in them, and is noted.
    pub(crate) async fn unseal(&self, list: &mut [Stored], now: Timestamp) -> Result<(), StoreError> {
        let envelopes: Vec<(Key, &Record)> =
            list.iter().map(|stored| (key_of(&stored.record), &stored.record)).collect();
        let opened = self.vault.open_many(now, &envelopes).await?;
        for (stored, opened) in list.iter_mut().zip(opened) {
            let key = keys::record_of(&stored.record);
            let Some(opened) = self.unless_unreadable(&key, opened)? else { continue };
            if opened.is_lost {
                self.note_without_key(&stored.record.reference);
            }
            stored.answers.extend(opened.answers);
        }
        Ok(())
    }

    /// Prunes the records of these items to what may still be kept. One that is damaged is noted and left out.
    pub(super) async fn closed(&self, items: Vec<Item>, now: Timestamp) -> Result<Vec<Closed>, StoreError> {
        let records = self.records_of(items)?;
        let ends = self.ends(&records, now).await?;
        self.close(records, &ends, now).await
    }

    /// The records of items, without those that are damaged.
    pub(super) fn records_of(&self, items: Vec<Item>) -> Result<Vec<(Key, Record)>, StoreError> {
        let mut records = Vec::with_capacity(items.len());
        for Item { key, body, .. } in items {
            let record = self.unless_unreadable(&key, parse(body))?;
            records.extend(record.map(|record| (key, record)));
        }
        Ok(records)
    }

    /// Prunes records to what may still be kept, by the ends of their events.
    pub(super) async fn close(
        &self,
        records: Vec<(Key, Record)>,
        ends: &Ends,
        now: Timestamp,
    ) -> Result<Vec<Closed>, StoreError> {
        let mut closed = Vec::with_capacity(records.len());
        for (key, mut record) in records {
            let definition = self.definition(&record.form, &record.version, now).await;
            let Some(definition) = self.unless_unreadable(&key, definition)? else { continue };
            let Some(ends) = ends_of(&record, ends) else { continue };
            retention::prune(&mut record, &definition, ends, now);
            let answers = record.answers.clone();
            closed.push((Stored { record, answers, position: None }, definition));
        }
        Ok(closed)
    }

    /// When the events of these records end.
    async fn ends(&self, records: &[(Key, Record)], now: Timestamp) -> Result<Ends, StoreError> {
        let events: BTreeSet<&str> = records.iter().filter_map(|(_, record)| record.event()).collect();
        let events: Vec<&str> = events.into_iter().collect();
        let all = events.iter().zip(self.counters_of(&events, now).await?);
        Ok(all.filter_map(|(event, counters)| Some(((*event).to_owned(), counters?.ends))).collect())
    }
}

/// When the event of a record ends, as far as that is known; `None` where it can't be read, so that nothing is shown that may
/// not be kept any more.
fn ends_of(record: &Record, ends: &Ends) -> Option<Option<Timestamp>> {
    record.event().map_or(Some(None), |event| ends.get(event).copied())
}

/// Where the key of a record's sensitive answers lies.
fn key_of(record: &Record) -> Key {
    keys::data_key(record.event(), &record.reference)
}

/// In the order in which they came.
fn arrival(stored: &Stored) -> (Timestamp, u64, &crate::reference::Reference) {
    (stored.record.submitted_at, stored.record.number(), &stored.record.reference)
}

fn number_the_queue(list: &mut [Closed]) {
    let stored = list.iter_mut().map(|(stored, _)| stored);
    let mut waiting: Vec<&mut Stored> =
        stored.filter(|stored| stored.record.status() == Status::Waiting).collect();
    waiting.sort_by_key(|stored| stored.record.place());
    for (stored, position) in waiting.into_iter().zip(1..) {
        stored.position = Some(position);
    }
}
