//! Whether the clock can be believed when something is to be deleted: a computer that wakes up in another year would
//! otherwise delete everything that isn't due.
//!
//! The store remembers the newest time at which a worker was here. A clock that is beyond it by more than a day is doubted:
//! nothing is deleted, ended, or told. After some days of rest an hour in which it goes on evenly is enough. Beyond [`LEAP`]
//! somebody has to look at another clock and say that this one is right (`forms-fn confirm-clock`): a year of answers
//! doesn't come back, and what is kept for a day too long does no such harm, since nobody can read it any more.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::record::Record;
use super::{Desk, keys};
use crate::store::{self, Item, Key, Operation, StoreError, Txn};

/// A worker that runs once a day rests for so long: 24 hours, one more on the day on which summer time ends, and one by which
/// its run may be late. A server whose zone was set wrong is off by less, too. A shorter time would doubt each of these; so
/// what is kept for 30 days may go a day early when a clock leaps by just that much.
const REST: SignedDuration = SignedDuration::from_hours(26);
/// Longer than a server is usually off.
const LEAP: SignedDuration = SignedDuration::from_hours(24 * 8);
/// For so long a clock has to go on evenly after a rest of days …
const SECOND_LOOK: SignedDuration = SignedDuration::from_hours(1);
/// … and for so long one that was set back. What is due by it is due in any case.
const BACK: SignedDuration = SignedDuration::from_hours(48);
/// Items that are read at once when a store has no note of the time yet.
const PAGE: usize = 500;

/// What the store remembers of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockNote {
    /// The newest time that was believed.
    pub believed: Timestamp,
    /// A clock that says something far from it.
    #[serde(default)]
    pub doubted: Option<DoubtedClock>,
}

/// A clock that is far from the time that was last believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoubtedClock {
    /// What it said first.
    pub first: Timestamp,
    /// What it said last.
    pub last: Timestamp,
}

/// What a look at the clock found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockLook {
    /// It goes on from where it was.
    Right,
    /// It is so far beyond the time that was last believed that nothing may be deleted by it.
    Ahead {
        /// What the store remembers now.
        note: ClockNote,
        /// From when on it is believed, if it goes on evenly; none when somebody has to say so.
        until: Option<Timestamp>,
    },
}

impl ClockNote {
    /// What verification and readiness say of a clock that is doubted; nothing of one that has only gone back.
    #[must_use]
    pub fn doubt(&self) -> Option<String> {
        let doubted = self.doubted.filter(|doubted| doubted.last > self.believed)?;
        Some(format!(
            "the clock says {}, but the worker was last here at {}: nothing is deleted",
            keys::time(doubted.last),
            keys::time(self.believed)
        ))
    }

    /// The note after a look at the clock.
    fn after(&self, now: Timestamp) -> (Self, ClockLook) {
        let believe = |at| (Self { believed: at, doubted: None }, ClockLook::Right);
        let leap = now.duration_since(self.believed);
        if leap.abs() <= REST {
            return believe(self.believed.max(now));
        }
        let goes_on = |last: &DoubtedClock| {
            let step = now.duration_since(last.last);
            !step.is_negative() && step <= REST && (last.first > self.believed) == leap.is_positive()
        };
        let first = self.doubted.filter(goes_on).map_or(now, |doubted| doubted.first);
        let patience = if leap.is_negative() { BACK } else { SECOND_LOOK };
        // How far it leapt when it was first doubted, since meanwhile it goes on.
        let until = (first.duration_since(self.believed) <= LEAP).then(|| first + patience);
        if until.is_some_and(|until| now >= until) {
            return believe(now);
        }
        let note = Self { believed: self.believed, doubted: Some(DoubtedClock { first, last: now }) };
        (note, if leap.is_negative() { ClockLook::Right } else { ClockLook::Ahead { note, until } })
    }
}

impl Desk {
    /// Compares the clock with the time at which a worker was last here, and remembers it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn look_at_clock(&self, now: Timestamp) -> Result<ClockLook, StoreError> {
        let first = match self.clock_note(now).await? {
            Some(_) => None,
            None => self.newest_time(now).await?,
        };
        store::run(&self.store, now, &ClockReading { first }).await
    }

    /// Why nothing may be removed by this clock; nothing when it is believed. Remembers nothing of it, since it is no worker
    /// that asks.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn doubt_of_clock(&self, now: Timestamp) -> Result<Option<String>, StoreError> {
        let note = match self.clock_note(now).await? {
            Some(note) => Some(note),
            None => self.newest_time(now).await?.map(|believed| ClockNote { believed, doubted: None }),
        };
        Ok(note.and_then(|note| match note.after(now).1 {
            ClockLook::Right => None,
            ClockLook::Ahead { note, .. } => note.doubt(),
        }))
    }

    /// Somebody has looked at another clock and says that this one is right.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn confirm_clock(&self, now: Timestamp) -> Result<(), StoreError> {
        store::run(&self.store, now, &Confirm).await
    }

    /// What the store remembers of the clock; nothing before the first pass of a worker.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn clock_note(&self, now: Timestamp) -> Result<Option<ClockNote>, StoreError> {
        self.read(&keys::clock(), now).await
    }

    /// The newest time that stands in the store: when a record came in, an overview went out or the store was looked
    /// through. Only asked once, for a store that an earlier version of this program wrote. What lies in the future was
    /// written by a clock that was wrong.
    async fn newest_time(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let mut newest = None;
        let mut after: Option<Key> = None;
        loop {
            // By the beginning of time, nothing has passed its date.
            let items = self.store.scan(after.as_ref(), PAGE, Timestamp::UNIX_EPOCH).await?;
            newest = newest.max(items.iter().filter_map(written_at).filter(|at| *at <= now).max());
            if items.len() < PAGE {
                return Ok(newest);
            }
            after = items.last().map(|item| item.key.clone());
        }
    }
}

fn written_at(item: &Item) -> Option<Timestamp> {
    if keys::is_record(&item.key) {
        return Record::deserialize(&item.body).ok().map(|record| record.submitted_at);
    }
    if item.key == keys::swept() {
        return Timestamp::deserialize(&item.body).ok();
    }
    let is_overview = item.key.pk.starts_with("DIGEST#");
    is_overview.then(|| Digest::deserialize(&item.body).ok()).flatten().map(|digest| digest.until)
}

struct ClockReading {
    /// What is believed when nothing has been noted yet.
    first: Option<Timestamp>,
}

impl Operation for ClockReading {
    type Output = ClockLook;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<ClockLook, StoreError> {
        let (key, now) = (keys::clock(), txn.now());
        let known = txn.get::<ClockNote>(&key).await?;
        let before = known.unwrap_or(ClockNote { believed: self.first.unwrap_or(now), doubted: None });
        let (note, look) = before.after(now);
        // A worker that looks every few seconds needn't write every time.
        let is_worth_it = |known: &ClockNote| {
            let at = |note: &ClockNote| note.doubted.map_or(note.believed, |doubted| doubted.last);
            known.doubted.is_some() != note.doubted.is_some()
                || at(&note).duration_since(at(known)).abs() >= SignedDuration::from_mins(10)
        };
        if known.as_ref().is_none_or(is_worth_it) {
            txn.overwrite(key, &note);
        }
        Ok(look)
    }
}

struct Confirm;

impl Operation for Confirm {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        txn.overwrite(keys::clock(), &ClockNote { believed: txn.now(), doubted: None });
        Ok(())
    }
}
