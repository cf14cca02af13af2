//! All events of the store at once: what is known of each, its seats and its records, with as many requests for a hundred
//! events as for one.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::many::{Closed, Ends, PAGE};
use super::read::parse;
use super::seats::Counters;
use super::{Desk, EventFacts, keys};
use crate::store::{Item, Range, StoreError};

/// What the store has of one event.
#[derive(Debug, Default)]
pub(crate) struct StoredEvent {
    /// As people were told that it is; none before the worker has looked at it.
    pub(crate) facts: Option<EventFacts>,
    pub(crate) counters: Counters,
    /// Whether the private link of an event online is there.
    pub(crate) has_link: bool,
    /// Its records, by whichever form they were made and whoever may see them, with their sensitive answers closed.
    pub(crate) records: Vec<Closed>,
}

/// What a look through the store has found.
#[derive(Debug, Default)]
struct Overview {
    events: BTreeMap<String, StoredEvent>,
    records: Vec<Item>,
    /// The events whose counters are damaged: nobody knows when they end.
    endless: BTreeSet<String>,
}

impl Desk {
    /// All events of the store by id. It is looked through, since events that an older version of this program stored stand in
    /// no list. What is damaged is noted and left out.
    pub(crate) async fn all_events(
        &self,
        now: Timestamp,
    ) -> Result<BTreeMap<String, StoredEvent>, StoreError> {
        let (mut found, mut after) = (Overview::default(), None);
        loop {
            let page = self.store.scan(after.as_ref(), PAGE, now).await?;
            let last = page.last().map(|item| item.key.clone()).filter(|_| page.len() == PAGE);
            for item in page {
                self.see(&mut found, item)?;
            }
            match last {
                Some(last) => after = Some(last),
                None => break,
            }
        }
        self.put_together(found, now).await
    }

    /// The same of these events only, a request for each.
    pub(crate) async fn some_events(
        &self,
        ids: impl Iterator<Item = &str>,
        now: Timestamp,
    ) -> Result<BTreeMap<String, StoredEvent>, StoreError> {
        let mut found = Overview::default();
        for id in ids {
            let partition = keys::partition("", Some(id));
            for item in self.store.query(&Range::prefix(partition, ""), None, now).await? {
                self.see(&mut found, item)?;
            }
        }
        self.put_together(found, now).await
    }

    async fn put_together(
        &self,
        found: Overview,
        now: Timestamp,
    ) -> Result<BTreeMap<String, StoredEvent>, StoreError> {
        let Overview { mut events, records, endless } = found;
        let known = events.iter().filter(|(id, _)| !endless.contains(*id));
        let ends: Ends = known.map(|(id, event)| (id.clone(), event.counters.ends)).collect();
        for closed in self.close(self.records_of(records)?, &ends, now).await? {
            let id = closed.0.record.event();
            if let Some(event) = id.and_then(|id| events.get_mut(id)) {
                event.records.push(closed);
            }
        }
        Ok(events)
    }

    fn see(&self, found: &mut Overview, item: Item) -> Result<(), StoreError> {
        let Some(id) = item.key.pk.strip_prefix("E#").map(str::to_owned) else { return Ok(()) };
        let event = found.events.entry(id.clone()).or_default();
        if item.key == keys::seats(&id) {
            match self.unless_unreadable(&item.key, parse(item.body))? {
                Some(counters) => event.counters = counters,
                None => _ = found.endless.insert(id),
            }
        } else if item.key == keys::facts(&id) {
            event.facts = self.unless_unreadable(&item.key, parse(item.body))?;
        } else if item.key == keys::link(&id) {
            event.has_link = true;
        } else if keys::is_record(&item.key) {
            found.records.push(item);
        }
        Ok(())
    }
}
