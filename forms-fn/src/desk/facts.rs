//! What was last known of an event, and what to tell those who registered when it is otherwise now.
//!
//! Seeing a change, telling each person, and having told everybody are transactions of their own. Each record remembers
//! the number of the last change that it was told about, so that a crash in between loses nobody and tells nobody twice.

use std::collections::BTreeMap;

use jiff::{Timestamp, Zoned};
use serde::{Deserialize, Serialize};

use super::seats::Counters;
use super::{Desk, keys};
use crate::store::{self, Operation, StoreError, Txn};

/// The status that says that nobody should come.
pub(crate) const CANCELLED: &str = "cancelled";

/// An event as people were told that it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// When it starts, as RFC 9557.
    pub starts: String,
    /// When it ends, likewise.
    pub ends: String,
    /// `scheduled`, `moved_online`, `postponed` or `cancelled`; this one also when the organisers have called it off.
    pub status: String,
    /// The title, by language.
    pub title: BTreeMap<String, String>,
    /// Day and time in words, by language.
    pub when: BTreeMap<String, String>,
    /// Where it is, in words by language.
    pub place: BTreeMap<String, String>,
    /// Grows with every change that people were told about.
    pub sequence: u32,
    /// For which start everybody was reminded.
    #[serde(default)]
    pub reminded_for: Option<Timestamp>,
    /// What people are being told; none when everybody knows.
    #[serde(default)]
    pub notify: Option<Notify>,
}

/// News that are on their way to everybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notify {
    /// What kind.
    pub kind: News,
    /// Time and place before, in words by language.
    pub before: BTreeMap<String, String>,
    /// When it was seen. Those who registered later knew.
    pub at: Timestamp,
}

/// What has become of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum News {
    /// Another time or place, or it takes place after all.
    Changed,
    /// It doesn't take place.
    Cancelled,
    /// It was in the past: nobody is told, but answers are kept until another day.
    Past,
}

impl Facts {
    /// Whether nobody should come.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.status == CANCELLED
    }

    /// When it starts; none when an older version wrote it otherwise.
    #[must_use]
    pub fn starts(&self) -> Option<Zoned> {
        self.starts.parse().ok()
    }

    /// What people must be told of these newer facts.
    fn news(&self, seen: &Self, now: Timestamp) -> Option<News> {
        let moved = self.starts != seen.starts || self.ends != seen.ends;
        let news = match (self.is_cancelled(), seen.is_cancelled()) {
            (true, true) => moved.then_some(News::Past),
            (false, true) => Some(News::Cancelled),
            _ if moved || self.status != seen.status || elsewhere(&self.place, &seen.place) => {
                Some(News::Changed)
            }
            _ => None,
        }?;
        let ahead = |facts: &Self| facts.starts().is_some_and(|starts| starts.timestamp() > now);
        Some(if ahead(self) || ahead(seen) { news } else { News::Past })
    }

    /// Time and place as they were, in words.
    fn words(&self) -> BTreeMap<String, String> {
        let one = |(lang, when): (&String, &String)| {
            let text = match self.place.get(lang) {
                Some(place) => format!("{when} – {place}"),
                None => when.clone(),
            };
            (lang.clone(), text)
        };
        self.when.iter().map(one).collect()
    }
}

/// A correction of the words in one language is no other place; a place that is elsewhere is so in every language.
fn elsewhere(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> bool {
    let mut both = old.iter().filter_map(|(lang, place)| Some((place, new.get(lang)?))).peekable();
    both.peek().is_some() && both.all(|(old, new)| old != new)
}

/// An event as the site shows it now.
#[derive(Debug, Clone)]
pub(crate) struct Seen<'a> {
    pub(crate) event: &'a str,
    pub(crate) facts: Facts,
    pub(crate) ends: Timestamp,
}

/// What is known and how the seats stand, after a look.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) facts: Facts,
    pub(crate) counters: Counters,
}

impl Desk {
    /// What was last known of an event.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn facts(&self, event: &str, now: Timestamp) -> Result<Option<Facts>, StoreError> {
        self.read(&keys::facts(event), now).await
    }

    /// Compares an event with what was last known of it. News that are still on their way come first.
    pub(crate) async fn look(&self, seen: &Seen<'_>, now: Timestamp) -> Result<Known, StoreError> {
        store::run(&self.store, now, seen).await
    }
}

impl Operation for Seen<'_> {
    type Output = Known;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Known, StoreError> {
        let (key, seats) = (keys::facts(self.event), keys::seats(self.event));
        txn.load(&[key.clone(), seats.clone()]).await?;
        let mut counters = txn.get::<Counters>(&seats).await?.unwrap_or_default();
        let mut seen = self.facts.clone();
        if counters.called_off {
            CANCELLED.clone_into(&mut seen.status);
        }
        let Some(old) = txn.get::<Facts>(&key).await? else {
            txn.put(key, &seen);
            return Ok(Known { facts: seen, counters });
        };
        if old.notify.is_some() {
            return Ok(Known { facts: old, counters });
        }
        seen.reminded_for = old.reminded_for;
        if let Some(kind) = old.news(&seen, txn.now()) {
            seen.sequence = seen.sequence.max(old.sequence + 1);
            seen.notify = Some(Notify { kind, before: old.words(), at: txn.now() });
            if counters.ends.is_some_and(|ends| ends != self.ends) {
                counters.ends = Some(self.ends);
                txn.put(seats, &counters);
            }
        } else {
            seen.sequence = seen.sequence.max(old.sequence);
        }
        if seen != old {
            txn.put(key, &seen);
        }
        Ok(Known { facts: seen, counters })
    }
}
