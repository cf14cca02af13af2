//! How many people's answers in confidence somebody opened on a day; of unusually many the stewards are told, once.

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::letter::StaffLetter;
use super::{AccountId, Accounts, keys};
use crate::secret;
use crate::store::{Operation, StoreError, Txn};

/// The count is needed until its day is over everywhere.
const KEPT: SignedDuration = SignedDuration::from_hours(48);
/// How long the letter waits for a mail server.
const WAITS: SignedDuration = SignedDuration::from_hours(48);

/// What somebody opened on a day.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Opened {
    people: usize,
    is_told: bool,
}

/// Somebody opens answers in confidence.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening<'a> {
    /// As the log names them.
    pub(crate) actor: &'a str,
    /// By the clock of the site.
    pub(crate) day: Date,
    /// Of so many people.
    pub(crate) people: usize,
    /// More than this on one day is unusual.
    pub(crate) usual: usize,
}

impl Accounts {
    /// Counts it; whether it is more than usual now, and nobody was told yet.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn count_opened(
        &self,
        opening: Opening<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.desk.run(now, &Count { opening }).await
    }

    /// Writes to the stewards, unless somebody was faster.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn tell_stewards(
        &self,
        opening: Opening<'_>,
        stewards: &[AccountId],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.desk.run(now, &Tell { opening, stewards }).await
    }
}

fn key(opening: Opening<'_>) -> crate::store::Key {
    keys::opened(opening.day, &secret::hash(opening.actor))
}

struct Count<'a> {
    opening: Opening<'a>,
}

impl Operation for Count<'_> {
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let key = key(self.opening);
        let mut opened: Opened = txn.get(&key).await?.unwrap_or_default();
        opened.people += self.opening.people;
        let until = txn.now() + KEPT;
        txn.put_until(key, &opened, Some(until));
        Ok(opened.people > self.opening.usual && !opened.is_told)
    }
}

struct Tell<'a> {
    opening: Opening<'a>,
    stewards: &'a [AccountId],
}

impl Operation for Tell<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let key = key(self.opening);
        let mut opened: Opened = txn.get(&key).await?.unwrap_or_default();
        if opened.is_told {
            return Ok(());
        }
        opened.is_told = true;
        let now = txn.now();
        txn.put_until(key, &opened, Some(now + KEPT));
        let Opening { actor, day, usual, .. } = self.opening;
        for steward in self.stewards {
            let letter =
                StaffLetter::Unusual { account: steward.clone(), actor: actor.to_owned(), day, usual };
            letter.put(txn, now + WAITS);
        }
        Ok(())
    }
}
