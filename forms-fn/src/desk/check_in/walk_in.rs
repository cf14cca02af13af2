//! Somebody without a registration comes, or hasn't come after all.

use jiff::Timestamp;

use super::let_in::remember;
use super::{Came, Tap, Tapped, WalkIn};
use crate::desk::keys;
use crate::store::{Operation, StoreError, Txn};

/// The longest name that is written down.
const LONGEST: usize = 120;

/// Somebody comes; ready to be attempted.
pub(super) struct Enter<'a> {
    pub(super) tap: Tap<'a>,
    pub(super) name: Option<&'a str>,
    pub(super) people: u32,
    /// What was decided for the first one of an event holds for all of them, so that they are deleted together with their number
    /// in the counter that says so.
    pub(super) kept_until: Timestamp,
}

impl Operation for Enter<'_> {
    type Output = Tapped;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Tapped, StoreError> {
        let tap = self.tap.key("walk-in");
        let (counter, at) = (keys::came(self.tap.event), self.tap.at);
        txn.load(&[tap.clone(), counter.clone()]).await?;
        if let Some(answer) = txn.get::<Tapped>(&tap).await? {
            return Ok(answer);
        }
        let mut came = txn.get::<Came>(&counter).await?.unwrap_or_default();
        came.let_go(txn.now());
        let until = *came.kept_until.get_or_insert(self.kept_until);
        came.walk_ins += 1;
        came.walk_in_people += self.people;
        txn.put(counter, &came);
        let id = self.tap.id("walk-in").unwrap_or_default();
        let name = self.name.map(|name| name.chars().filter(|c| !c.is_control()).take(LONGEST).collect());
        let key = keys::walk_in(self.tap.event, &id);
        txn.put_until(key, &WalkIn { id, name, at, people: self.people }, Some(until));
        let tapped = Tapped::LetIn { at };
        remember(txn, tap, &tapped);
        Ok(tapped)
    }
}

/// Somebody hasn't come after all; ready to be attempted.
pub(super) struct TakeBack<'a> {
    pub(super) tap: Tap<'a>,
    pub(super) id: &'a str,
}

impl Operation for TakeBack<'_> {
    type Output = Tapped;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Tapped, StoreError> {
        let tap = self.tap.key(&format!("walk-back/{}", self.id));
        let (key, counter) = (keys::walk_in(self.tap.event, self.id), keys::came(self.tap.event));
        txn.load(&[tap.clone(), key.clone(), counter.clone()]).await?;
        if let Some(answer) = txn.get::<Tapped>(&tap).await? {
            return Ok(answer);
        }
        let tapped = match txn.get::<WalkIn>(&key).await? {
            Some(walk_in) => {
                let mut came = txn.get::<Came>(&counter).await?.unwrap_or_default();
                came.walk_ins = came.walk_ins.saturating_sub(1);
                came.walk_in_people = came.walk_in_people.saturating_sub(walk_in.people);
                txn.put(counter, &came);
                txn.delete(key);
                Tapped::TakenBack
            }
            None => Tapped::NotHere,
        };
        remember(txn, tap, &tapped);
        Ok(tapped)
    }
}

impl Came {
    /// Those of whom nothing is kept any more are only counted.
    pub(super) fn let_go(&mut self, now: Timestamp) {
        if self.kept_until.is_some_and(|until| now >= until) {
            self.left += self.walk_in_people;
            (self.walk_ins, self.walk_in_people, self.kept_until) = (0, 0, None);
        }
    }
}
