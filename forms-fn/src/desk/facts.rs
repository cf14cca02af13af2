//! What was last known of an event, and what to tell those who registered when it is otherwise now.
//!
//! Seeing a change, telling each person, and having told everybody are transactions of their own. Each record remembers
//! the number of the last change that it was told about, so that a crash in between loses nobody and tells nobody twice.

use std::collections::BTreeMap;

use forms::{EventStatus, EventTime};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::listed::Listed;
use super::seats::Counters;
use super::{Desk, keys};
use crate::store::{self, Operation, StoreError, Txn};

/// An event as people were told that it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventFacts {
    /// When it starts.
    pub starts: EventTime,
    /// When it ends.
    pub ends: EventTime,
    /// What people know of it: cancelled, too, when the organisers have called it off; scheduled when it is full, which is
    /// nothing to write to those who have a seat.
    pub status: EventStatus,
    /// The title, by language.
    pub title: BTreeMap<String, String>,
    /// Day and time in words, by language.
    pub when: BTreeMap<String, String>,
    /// Where it is, in words by language.
    pub place: BTreeMap<String, String>,
    /// The form by which people register.
    #[serde(default)]
    pub form: Option<String>,
    /// The ids of the partners that give it; the first one answers for it.
    #[serde(default)]
    pub hosts: Vec<String>,
    /// The private link that those with a place have.
    #[serde(default)]
    pub link: Option<String>,
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
    /// What is otherwise.
    #[serde(default)]
    pub differences: Vec<Difference>,
    /// What was otherwise before, in words by language: time, place or both.
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

/// What is otherwise about an event: each has its sentence in the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// It has no date any more.
    Postponed,
    /// It takes place after all, or has a date again.
    Again,
    /// Nobody meets in the room.
    Online,
    /// People meet in a room after all.
    InRoom,
    /// Another time.
    Time,
    /// Another place.
    Place,
    /// The link of an event online is there, or is another one.
    Link,
}

impl Difference {
    /// The key of its sentence.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Postponed => "mail.changedPostponed",
            Self::Again => "mail.changedAgain",
            Self::Online => "mail.changedOnline",
            Self::InRoom => "mail.changedInRoom",
            Self::Time => "mail.changedTime",
            Self::Place => "mail.changedPlace",
            Self::Link => "mail.changedLink",
        }
    }

    /// The word by which a message remembers it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Postponed => "postponed",
            Self::Again => "again",
            Self::Online => "online",
            Self::InRoom => "in_room",
            Self::Time => "time",
            Self::Place => "place",
            Self::Link => "link",
        }
    }

    /// The difference of a word.
    pub(crate) fn parse(word: &str) -> Option<Self> {
        let all =
            [Self::Postponed, Self::Again, Self::Online, Self::InRoom, Self::Time, Self::Place, Self::Link];
        all.into_iter().find(|difference| difference.as_str() == word)
    }
}

impl EventFacts {
    /// Whether there is no date.
    #[must_use]
    pub fn is_postponed(&self) -> bool {
        self.status == EventStatus::Postponed
    }

    /// Whether nobody should come.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.status == EventStatus::Cancelled
    }

    /// Whether nobody meets in the room that was announced.
    fn is_online(&self) -> bool {
        self.status == EventStatus::MovedOnline
    }

    /// What people must be told of these newer facts.
    fn news(&self, seen: &Self, now: Timestamp) -> Option<News> {
        let moved = self.starts != seen.starts || self.ends != seen.ends;
        let news = match (self.is_cancelled(), seen.is_cancelled()) {
            (true, true) => moved.then_some(News::Past),
            (false, true) => Some(News::Cancelled),
            _ if !self.differences(seen).is_empty() => Some(News::Changed),
            // Without a date there is nothing to tell of the old one, but answers are kept by it.
            _ => moved.then_some(News::Past),
        }?;
        // What was postponed is still to come, whenever it was to be at first.
        let ahead = |facts: &Self| facts.is_postponed() || facts.starts.timestamp() > now;
        Some(if ahead(self) || ahead(seen) { news } else { News::Past })
    }

    /// How these newer facts are otherwise.
    fn differences(&self, seen: &Self) -> Vec<Difference> {
        let dated = !seen.is_postponed() && !seen.is_cancelled();
        let moved = self.starts != seen.starts || self.ends != seen.ends;
        let (was_online, is_online) = (self.is_online(), seen.is_online());
        let place = elsewhere(&self.place, &seen.place);
        let all = [
            (Difference::Postponed, seen.is_postponed() && !self.is_postponed()),
            (Difference::Again, dated && (self.is_postponed() || self.is_cancelled())),
            (Difference::Time, dated && moved),
            (Difference::Online, dated && is_online && !was_online),
            (Difference::InRoom, dated && was_online && !is_online),
            (Difference::Place, !seen.is_cancelled() && place && !is_online && !was_online),
            (Difference::Link, dated && seen.link.is_some() && seen.link != self.link),
        ];
        all.into_iter().filter(|(_, holds)| *holds).map(|(difference, _)| difference).collect()
    }

    /// Time and place as they were, in words: only what is otherwise now, so that nothing is called old that still holds.
    fn words(&self, differences: &[Difference]) -> BTreeMap<String, String> {
        let time = [Difference::Postponed, Difference::Time].iter().any(|one| differences.contains(one));
        let place = differences
            .iter()
            .any(|one| matches!(one, Difference::Place | Difference::Online | Difference::InRoom));
        // Nobody was to come to the house while it was online.
        let place = place && !self.is_online();
        let mut words = BTreeMap::new();
        for lang in self.when.keys().chain(self.place.keys()) {
            let when = self.when.get(lang).filter(|_| time);
            let parts: Vec<&str> =
                when.into_iter().chain(self.place.get(lang).filter(|_| place)).map(String::as_str).collect();
            words.insert(lang.clone(), parts.join(" – "));
        }
        words
    }
}

/// A correction of the words in one language is no other place; a place that is elsewhere is so in every language.
fn elsewhere(old: &BTreeMap<String, String>, new: &BTreeMap<String, String>) -> bool {
    let mut both = old.iter().filter_map(|(lang, place)| Some((place, new.get(lang)?))).peekable();
    both.peek().is_some() && both.all(|(old, new)| old != new)
}

/// An event as the site shows it now.
#[derive(Debug, Clone)]
pub(crate) struct ShownEvent<'a> {
    pub(crate) event: &'a str,
    pub(crate) facts: EventFacts,
    pub(crate) ends: Timestamp,
}

/// What is known and how the seats stand, after a look.
#[derive(Debug, Clone)]
pub(crate) struct Known {
    pub(crate) facts: EventFacts,
    pub(crate) counters: Counters,
}

impl Desk {
    /// What was last known of an event.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn facts(&self, event: &str, now: Timestamp) -> Result<Option<EventFacts>, StoreError> {
        self.read(&keys::facts(event), now).await
    }

    /// The same of several events, in their order.
    #[cfg(feature = "office")]
    pub(crate) async fn facts_of(
        &self,
        events: &[String],
        now: Timestamp,
    ) -> Result<Vec<Option<EventFacts>>, StoreError> {
        let keys: Vec<_> = events.iter().map(|event| keys::facts(event)).collect();
        let items = self.store.get_many(&keys, now).await?;
        items.into_iter().map(|item| item.map(|item| super::read::parse(item.body)).transpose()).collect()
    }

    /// Compares an event with what was last known of it. News that are still on their way come first.
    pub(crate) async fn look(&self, seen: &ShownEvent<'_>, now: Timestamp) -> Result<Known, StoreError> {
        store::run(&self.store, now, seen).await
    }
}

impl Operation for ShownEvent<'_> {
    type Output = Known;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Known, StoreError> {
        let (key, seats) = (keys::facts(self.event), keys::seats(self.event));
        let link = keys::link(self.event);
        txn.load(&[key.clone(), seats.clone(), link.clone()]).await?;
        let mut counters = txn.get::<Counters>(&seats).await?.unwrap_or_default();
        let mut seen = self.facts.clone();
        seen.link = txn.get::<String>(&link).await?;
        if counters.called_off {
            seen.status = EventStatus::Cancelled;
        }
        let Some(old) = txn.get::<EventFacts>(&key).await? else {
            txn.put(key, &seen);
            txn.overwrite(keys::listed(self.event), &Listed::default());
            return Ok(Known { facts: seen, counters });
        };
        if old.notify.is_some() {
            return Ok(Known { facts: old, counters });
        }
        seen.reminded_for = old.reminded_for;
        if let Some(kind) = old.news(&seen, txn.now()) {
            seen.sequence = seen.sequence.max(old.sequence + 1);
            let differences = old.differences(&seen);
            let before = old.words(&differences);
            seen.notify = Some(Notify { kind, differences, before, at: txn.now() });
        } else {
            seen.sequence = seen.sequence.max(old.sequence);
        }
        // Every way out of the store goes by this end, so it is the one of now even when there is nothing to tell.
        if counters.ends.is_some_and(|ends| ends != self.ends) {
            counters.ends = Some(self.ends);
            txn.put(seats, &counters);
        }
        if seen != old {
            txn.put(key, &seen);
        }
        Ok(Known { facts: seen, counters })
    }
}
