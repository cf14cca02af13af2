//! Gives every record the entry that leads to its end, once a day: what an older version stored without one gets one, too. And
//! takes away what leads to records that are gone: letters, calls, and what was due; and what is left of an event without any.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::Deserialize;

use super::record::{Record, Status};
use super::seats::Counters;
use super::{Desk, due, keys};
use crate::reference::Reference;
use crate::store::{self, Item, Key, Operation, StoreError, Txn};

/// How often the whole store is looked through.
const EVERY: SignedDuration = SignedDuration::from_hours(24);
/// Items that are read at once.
const PAGE: usize = 500;

impl Desk {
    /// Looks through the store, unless that was done within a day. Returns how many records it saw.
    pub(crate) async fn sweep(&self, now: Timestamp) -> Result<usize, StoreError> {
        if self.store.get(&keys::swept(), now).await?.is_some() {
            return Ok(0);
        }
        let (mut after, mut seen, mut events) = (None, 0, BTreeSet::new());
        loop {
            let page = self.store.scan(after.as_ref(), PAGE, now).await?;
            events.extend(page.iter().filter_map(|item| item.key.pk.strip_prefix("E#").map(str::to_owned)));
            for item in page.iter().filter(|item| keys::is_record(&item.key)) {
                let swept = store::run(&self.store, now, &Sweep { desk: self, record: &item.key }).await;
                seen += usize::from(self.unless_unreadable(&item.key, swept)?.is_some());
            }
            self.forget(&page, now).await?;
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
                _ => break,
            }
        }
        // The list of events is as old as the first version that wrote it.
        for event in &events {
            self.list_event(event, |_| (), now).await?;
            self.clear_event(event, now).await?;
        }
        store::run(&self.store, now, &Swept).await?;
        Ok(seen)
    }

    /// A record and what leads to it come in one transaction, so whoever is not there now is gone.
    async fn forget(&self, page: &[Item], now: Timestamp) -> Result<(), StoreError> {
        let about: Vec<(&Item, Key)> = page.iter().filter_map(|item| Some((item, of_whom(item)?))).collect();
        let pointers: Vec<Key> = about.iter().map(|(_, pointer)| pointer.clone()).collect();
        let found = self.store.get_many(&pointers, now).await?;
        for ((item, _), _) in about.iter().zip(found).filter(|(_, found)| found.is_none()) {
            self.duty_done(item, now).await?;
        }
        Ok(())
    }
}

/// The pointer to the record that an item of a list is about.
fn of_whom(item: &Item) -> Option<Key> {
    let is_list = matches!(item.key.pk.as_str(), "OUT" | "DEAD" | "CALL" | "DUE");
    let reference = item.body.get("reference").filter(|_| is_list)?;
    Some(keys::pointer(&Reference::deserialize(reference).ok()?))
}

struct Sweep<'a> {
    desk: &'a Desk,
    record: &'a Key,
}

impl Operation for Sweep<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let Some(record) = txn.get::<Record>(self.record).await? else { return Ok(()) };
        let desk = self.desk;
        let definition = desk.archive.get(&desk.store, &record.form, &record.version, txn.now()).await?;
        let ends = match record.event() {
            Some(event) => txn.get::<Counters>(&keys::seats(event)).await?.and_then(|counters| counters.ends),
            None => None,
        };
        due::status(txn, &record, &definition.deadlines);
        due::retain(txn, &record, &definition, ends);
        if let (Status::Offered, Some(until)) = (record.status(), record.offer_until()) {
            due::put(txn, until, due::Duty::OfferEnds, &record.reference);
        }
        Ok(())
    }
}

/// Remembers for a day that it was done.
struct Swept;

impl Operation for Swept {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        txn.overwrite_until(keys::swept(), &txn.now(), Some(txn.now() + EVERY));
        Ok(())
    }
}
