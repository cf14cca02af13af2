//! A message leaves the outbox: one worker takes it for itself for a while, and says afterwards what became of it.
//!
//! A crash between sending and saying so sends the message once more, with the same Message-ID, and not for ever: a try
//! is counted when it begins.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::letters::{Logged, NOT_NEEDED, Outgoing};
use super::{Desk, keys, own_letter};
use crate::store::{self, Item, Key, Operation, StoreError, Txn};

/// Longer than a mail server may take for one message, and than a function lives.
const CLAIM: SignedDuration = SignedDuration::from_mins(10);
/// A message is begun so often, and then given up.
pub(crate) const TRIES: u32 = 8;
/// How long to wait after each failure; after the last one a message is given up. Two days in all.
pub(crate) const WAITS: [SignedDuration; TRIES as usize - 1] = [
    SignedDuration::from_mins(1),
    SignedDuration::from_mins(5),
    SignedDuration::from_mins(30),
    SignedDuration::from_hours(2),
    SignedDuration::from_hours(6),
    SignedDuration::from_hours(12),
    SignedDuration::from_hours(24),
];
/// A message of which nobody knows so often what came of it is given up: somebody may have it as often already.
const UNKNOWN: u32 = 2;
/// Longer than any message is put off.
const FARTHEST: SignedDuration = SignedDuration::from_hours(48);
/// Messages that are brought forward in one pass.
const MOST: usize = 200;

/// A message that was given up. An organiser sees it and reaches the person in another way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dead {
    /// The message.
    #[serde(flatten)]
    pub letter: Outgoing,
    /// Why, without an address.
    pub why: String,
    /// When.
    pub given_up_at: Timestamp,
}

/// What became of a message that a worker had taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// The mail server has it.
    Sent,
    /// It could not be sent and is tried again then.
    Again(Timestamp),
    /// Nobody knows whether it was sent; it is tried once more then.
    Unknown(Timestamp),
    /// It isn't the time to send it; this was no try.
    Wait(Timestamp),
    /// No try will help.
    GivenUp(String),
    /// Nobody needs it any more.
    Dropped,
}

/// What came of taking a message.
#[derive(Debug)]
pub(crate) enum Claimed {
    /// It is ours for a while.
    Ours(Outgoing),
    /// It was begun too often without an end, and is given up.
    GivenUp(Outgoing),
    /// Another worker has it, or it is gone.
    Others,
}

impl Desk {
    /// What is due in the outbox, the oldest first.
    pub(crate) async fn outbox(&self, limit: usize, now: Timestamp) -> Result<Vec<Item>, StoreError> {
        self.store.query(&keys::until("OUT", now), Some(limit), now).await
    }

    /// Makes messages due that a clock which was wrong has put off to a time that is not near: nothing is put off for
    /// longer than a day and a quarter.
    pub(crate) async fn bring_forward(&self, now: Timestamp) -> Result<(), StoreError> {
        for item in self.store.query(&keys::after("OUT", now + FARTHEST), Some(MOST), now).await? {
            let letter: Outgoing = super::read::parse(item.body)?;
            store::run(&self.store, now, &BringForward { key: &item.key, letter: &letter }).await?;
        }
        Ok(())
    }

    /// Takes a message, which counts as a try.
    pub(crate) async fn claim(&self, key: &Key, now: Timestamp) -> Result<Claimed, StoreError> {
        store::run(&self.store, now, &Claim { key }).await
    }

    /// Says what became of a message that was taken.
    pub(crate) async fn settle(
        &self,
        key: &Key,
        letter: &Outgoing,
        end: &End,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        store::run(&self.store, now, &Settle { key, letter, end }).await
    }
}

struct BringForward<'a> {
    key: &'a Key,
    letter: &'a Outgoing,
}

impl Operation for BringForward<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        if txn.get::<Outgoing>(self.key).await?.is_some() {
            txn.delete(self.key.clone());
            let free = Outgoing { claimed_until: None, ..self.letter.clone() };
            txn.put(keys::outgoing(txn.now(), &self.letter.id), &free);
        }
        Ok(())
    }
}

struct Claim<'a> {
    key: &'a Key,
}

impl Operation for Claim<'_> {
    type Output = Claimed;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Claimed, StoreError> {
        let Some(mut letter) = txn.get::<Outgoing>(self.key).await? else { return Ok(Claimed::Others) };
        let now = txn.now();
        match letter.claimed_until {
            Some(until) if is_claimed(until, now) => return Ok(Claimed::Others),
            // Whoever had it vanished, perhaps after the mail server had it.
            Some(_) => letter.unknown += 1,
            None => {}
        }
        if letter.unknown >= UNKNOWN || letter.tries >= TRIES {
            let end = End::GivenUp("it was begun several times and nobody knows what came of it".to_owned());
            Settle { key: self.key, letter: &letter, end: &end }.write(txn, &letter).await?;
            return Ok(Claimed::GivenUp(letter));
        }
        // Counted now, since nobody might be left to do it afterwards.
        letter.tries += 1;
        letter.claimed_until = Some(now + CLAIM);
        txn.put(self.key.clone(), &letter);
        Ok(Claimed::Ours(letter))
    }
}

/// Whether a claim still holds. One that would hold for longer than any claim does was made by a clock that was wrong.
pub(super) fn is_claimed(until: Timestamp, now: Timestamp) -> bool {
    now < until && until.duration_since(now) <= CLAIM + CLAIM
}

struct Settle<'a> {
    key: &'a Key,
    letter: &'a Outgoing,
    end: &'a End,
}

impl Operation for Settle<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let Some(stored) = txn.get::<Outgoing>(self.key).await? else { return Ok(()) };
        // Whoever has taken it over meanwhile decides; but sent is sent.
        if stored.claimed_until != self.letter.claimed_until && *self.end != End::Sent {
            return Ok(());
        }
        self.write(txn, &stored).await
    }
}

impl Settle<'_> {
    async fn write(&self, txn: &mut Txn<'_>, stored: &Outgoing) -> Result<(), StoreError> {
        txn.delete(self.key.clone());
        own_letter::count(txn, self.letter, self.end).await?;
        let now = txn.now();
        match self.end {
            End::Sent => self.log(txn, |logged| logged.sent_at = Some(now)).await,
            End::Again(at) => {
                self.put_off(txn, *at, stored.tries, stored.unknown);
                Ok(())
            }
            End::Unknown(at) => {
                self.put_off(txn, *at, stored.tries, stored.unknown + 1);
                Ok(())
            }
            End::Wait(at) => {
                self.put_off(txn, *at, stored.tries.saturating_sub(1), stored.unknown);
                Ok(())
            }
            End::GivenUp(why) => {
                let dead = Dead {
                    letter: self.free(stored.tries, stored.unknown),
                    why: why.clone(),
                    given_up_at: now,
                };
                txn.put(keys::dead(now, &self.letter.id), &dead);
                self.log(txn, |logged| logged.failed = Some(why.clone())).await
            }
            End::Dropped => self.log(txn, |logged| logged.failed = Some(NOT_NEEDED.to_owned())).await,
        }
    }

    fn put_off(&self, txn: &mut Txn<'_>, at: Timestamp, tries: u32, unknown: u32) {
        txn.put(keys::outgoing(at, &self.letter.id), &self.free(tries, unknown));
    }

    /// The message, taken by nobody.
    fn free(&self, tries: u32, unknown: u32) -> Outgoing {
        Outgoing { tries, unknown, claimed_until: None, ..self.letter.clone() }
    }

    /// The note goes with the record, so it may be gone.
    async fn log(&self, txn: &mut Txn<'_>, change: impl Fn(&mut Logged)) -> Result<(), StoreError> {
        let key = keys::letter(&self.letter.reference, &self.letter.id);
        if let Some(mut logged) = txn.get::<Logged>(&key).await? {
            change(&mut logged);
            txn.put(key, &logged);
        }
        Ok(())
    }
}
