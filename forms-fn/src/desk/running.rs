//! How the program fares, as far as the store tells: when a worker was last here, when a copy was last made, which letters
//! don't leave. All processes of a store write and read the same, so a function knows as much as a server.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::letters::Outgoing;
use super::outbox::WAITS;
use super::{Desk, keys, mark, read};
use crate::accounts;
use crate::store::{Change, Expected, Item, Key, Range, Store, StoreError, Write};

/// A worker that looks every few seconds needn't write every time.
const WORTH_IT: SignedDuration = SignedDuration::from_mins(1);
/// Letters that are looked at; if more of them wait, the oldest of these is old enough.
const LETTERS: usize = 500;

/// Longer than a mail server is usually away, and than the first three tries take.
const LETTER_IS_LATE: SignedDuration = SignedDuration::from_mins(40);
/// A function works once a minute, a server twice; a host that is started anew needs a few.
const WORKER_IS_SILENT: SignedDuration = SignedDuration::from_mins(20);
/// A nightly copy may fail once, and somebody may be away for a weekend.
const COPY_IS_OLD: SignedDuration = SignedDuration::from_hours(24 * 4);
/// By so much a clock may be set back after a copy.
const AHEAD: SignedDuration = SignedDuration::from_hours(1);

/// Something that isn't as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Concern {
    /// Letters don't leave; the oldest waits since then.
    LettersWait(Timestamp),
    /// So many letters were given up.
    GivenUp(u32),
    /// No worker was here since then.
    WorkerIsSilent(Timestamp),
    /// No copy was made since then; or the last one was made by a clock that was ahead, and nobody knows when.
    NoCopySince(Timestamp),
    /// No copy was ever made, and the store is some days old.
    NeverCopied,
}

/// The last pass of a worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pass {
    /// When it ended.
    pub(crate) at: Timestamp,
    /// Pieces of work that failed in it.
    pub(crate) failures: usize,
    /// When the first pass of this store ended.
    pub(crate) first: Timestamp,
}

/// What whoever runs the program wants to know.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunningFacts {
    /// When a worker last ended a pass; exact to a minute. None before the first.
    pub last_pass: Option<Timestamp>,
    /// When the first of all passes ended.
    pub first_pass: Option<Timestamp>,
    /// Pieces of work that failed in the last pass.
    pub failures: usize,
    /// When a copy was last made with `forms-fn backup`; of a table nobody makes one.
    pub last_copy: Option<Timestamp>,
    /// Since when the letter that should have left first waits; one that waits for the morning isn't meant.
    pub oldest_letter: Option<Timestamp>,
    /// Letters that were given up and are still known.
    pub dead_letters: u32,
}

impl RunningFacts {
    /// When a copy was last made; nothing if a clock that was ahead says so, since that one would be fresh for years.
    #[must_use]
    pub fn copied_at(&self, now: Timestamp) -> Option<Timestamp> {
        self.last_copy.filter(|at| at.duration_since(now) <= AHEAD)
    }

    /// What isn't as it should be. `is_copied` tells whether copies are made by us: of a table AWS keeps each moment.
    #[must_use]
    pub fn concerns(&self, is_copied: bool, now: Timestamp) -> Vec<Concern> {
        let is_over = |at: &Timestamp, limit| now.duration_since(*at) > limit;
        let letters = self.oldest_letter.filter(|at| is_over(at, LETTER_IS_LATE)).map(Concern::LettersWait);
        let given_up = (self.dead_letters > 0).then_some(Concern::GivenUp(self.dead_letters));
        let silent = self.last_pass.filter(|at| is_over(at, WORKER_IS_SILENT)).map(Concern::WorkerIsSilent);
        let is_old = self.first_pass.is_some_and(|at| is_over(&at, COPY_IS_OLD));
        let copy = match self.last_copy {
            Some(at) => {
                let is_fresh = self.copied_at(now).is_some_and(|at| !is_over(&at, COPY_IS_OLD));
                (!is_fresh).then_some(Concern::NoCopySince(at))
            }
            None => is_old.then_some(Concern::NeverCopied),
        };
        [letters, given_up, silent, copy.filter(|_| is_copied)].into_iter().flatten().collect()
    }
}

impl Desk {
    /// Whether copies of the store are made by `forms-fn backup`.
    #[must_use]
    pub fn is_copied(&self) -> bool {
        match &self.store {
            #[cfg(feature = "sqlite")]
            Store::Sqlite(_) => true,
            #[cfg(feature = "aws")]
            Store::DynamoDb(_) => false,
        }
    }

    /// What the store tells of how the program fares.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn running(&self, now: Timestamp) -> Result<RunningFacts, StoreError> {
        let (passed, copied, dead) = (keys::passed(), keys::copied(), Range::prefix("DEAD", ""));
        let (pass, copied, letter, dead) = tokio::join!(
            self.read::<Pass>(&passed, now),
            self.read(&copied, now),
            self.oldest_letter(now),
            self.store.count(&dead, now)
        );
        let pass = pass?;
        Ok(RunningFacts {
            last_pass: pass.as_ref().map(|pass| pass.at),
            first_pass: pass.as_ref().map(|pass| pass.first),
            failures: pass.map_or(0, |pass| pass.failures),
            last_copy: copied?,
            oldest_letter: letter?,
            dead_letters: dead?,
        })
    }

    /// A worker has ended a pass.
    pub(crate) async fn note_pass(&self, failures: usize, now: Timestamp) -> Result<(), StoreError> {
        let before: Option<Pass> = self.read(&keys::passed(), now).await?;
        let is_fresh =
            |pass: &Pass| pass.failures == failures && now.duration_since(pass.at).abs() < WORTH_IT;
        if before.as_ref().is_some_and(is_fresh) {
            return Ok(());
        }
        let first = before.map_or(now, |pass| pass.first);
        self.put_alone(keys::passed(), &Pass { at: now, failures, first }, now).await
    }

    /// A copy was made and is where it belongs.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note_copy(&self, at: Timestamp) -> Result<(), StoreError> {
        self.put_alone(keys::copied(), &at, at).await
    }

    /// Writes an item whatever stands there: the last one is right.
    async fn put_alone(&self, key: Key, value: &impl Serialize, now: Timestamp) -> Result<(), StoreError> {
        let body = serde_json::to_value(value).expect("our own types have text keys");
        let write = Write { key, expected: Expected::Anything, change: Change::Put { body, expires: None } };
        self.store.commit(vec![write], now).await.map_err(mark::failed)
    }

    async fn oldest_letter(&self, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
        let (guests, organisers) = (Range::prefix("OUT", ""), accounts::waiting_letters());
        let (items, organisers) = tokio::join!(
            self.store.query(&guests, Some(LETTERS), now),
            self.store.query(&organisers, Some(1), now)
        );
        // Those are tried at once, so the first of them waits since it was written.
        let mut oldest = organisers?.iter().find_map(|item| moment(&item.key)).filter(|since| *since < now);
        for item in items? {
            if let Some(since) = waits_since(item, now)? {
                oldest = Some(oldest.map_or(since, |oldest| oldest.min(since)));
            }
        }
        Ok(oldest)
    }
}

/// When a letter should have left; none for one that isn't due and that nobody has tried to send.
fn waits_since(item: Item, now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let Some(due) = moment(&item.key) else { return Ok(None) };
    let letter: Outgoing = read::parse(item.body)?;
    // The try that is under way hasn't put it off yet.
    let failed = letter.tries.saturating_sub(u32::from(letter.claimed_until.is_some()));
    if due > now && failed == 0 {
        return Ok(None);
    }
    let put_off: SignedDuration = WAITS.iter().take(failed as usize).copied().sum();
    Ok(Some(due.checked_sub(put_off).unwrap_or(due).max(letter.at).min(now)))
}

/// The time with which the keys of letters begin.
fn moment(key: &Key) -> Option<Timestamp> {
    key.sk.split_once('#').and_then(|(time, _)| time.parse().ok())
}
