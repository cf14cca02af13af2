//! The list of all events that anybody registered for or that the worker saw: what the site has lost stands here still, and
//! what is over and done is looked at no more.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Desk, keys};
use crate::store::{self, Operation, Range, StoreError, Txn};

/// Items that are read at once.
const PAGE: usize = 500;

/// What the list says of one event.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Since when the site doesn't show it.
    #[serde(default)]
    pub lost_since: Option<Timestamp>,
    /// The end of the event for which nothing is left to be done.
    #[serde(default)]
    pub finished_for: Option<Timestamp>,
    /// Whether offers wait until the event has a date, or is there, again.
    #[serde(default)]
    pub paused: bool,
    /// The id under which the site shows it now: it is on its way there.
    #[serde(default)]
    pub moves_to: Option<String>,
}

impl Listed {
    /// Whether an event that ends so is over, and nothing is left to be done.
    #[must_use]
    pub fn is_finished(&self, ends: Timestamp, now: Timestamp) -> bool {
        now >= ends && self.finished_for == Some(ends)
    }
}

impl Desk {
    /// All events of the store by id.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn listed(&self, now: Timestamp) -> Result<BTreeMap<String, Listed>, StoreError> {
        let items = self.store.query(&Range::prefix(keys::EVENTS, ""), None, now).await?;
        items.into_iter().map(|item| Ok((item.key.sk, super::read::parse(item.body)?))).collect()
    }

    /// The ids of all events of the store, also of those that an older version of this program stored: it is looked through.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn events(&self, now: Timestamp) -> Result<BTreeSet<String>, StoreError> {
        let (mut events, mut after) = (BTreeSet::new(), None);
        loop {
            let page = self.store.scan(after.as_ref(), PAGE, now).await?;
            events.extend(page.iter().filter_map(|item| item.key.pk.strip_prefix("E#").map(str::to_owned)));
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
                _ => return Ok(events),
            }
        }
    }

    /// The forms by which people registered for an event; without anybody, the one by which they would.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forms_of(&self, event: &str, now: Timestamp) -> Result<BTreeSet<String>, StoreError> {
        let records = self.records_where(event, |_| true, now).await?;
        let mut forms: BTreeSet<String> = records.into_iter().map(|record| record.form).collect();
        if forms.is_empty() {
            forms.extend(self.facts(event, now).await?.and_then(|facts| facts.form));
        }
        Ok(forms)
    }

    /// The forms that somebody answered. It reads the whole store, so it is for organisers' commands only.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forms(&self, now: Timestamp) -> Result<BTreeSet<String>, StoreError> {
        let (mut forms, mut after) = (BTreeSet::new(), None);
        loop {
            let page = self.store.scan(after.as_ref(), PAGE, now).await?;
            forms.extend(page.iter().filter_map(|item| item.key.pk.strip_prefix("DEF#").map(str::to_owned)));
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
                _ => return Ok(forms),
            }
        }
    }

    /// Changes what the list says of an event; puts it there if it isn't.
    pub(crate) async fn list_event(
        &self,
        event: &str,
        change: impl Fn(&mut Listed) + Sync,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        store::run(&self.store, now, &Note { event, change }).await
    }
}

struct Note<'a, F> {
    event: &'a str,
    change: F,
}

impl<F: Fn(&mut Listed) + Sync> Operation for Note<'_, F> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let key = keys::listed(self.event);
        let before = txn.get::<Listed>(&key).await?;
        let mut after = before.clone().unwrap_or_default();
        (self.change)(&mut after);
        if before.as_ref() != Some(&after) {
            txn.put(key, &after);
        }
        Ok(())
    }
}
