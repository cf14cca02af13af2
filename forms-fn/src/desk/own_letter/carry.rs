//! Letters go along with an event that gets another id, and are gone with the last record of one that is over.

use jiff::{SignedDuration, Timestamp};

use super::{OwnLetter, Pending, is_over};
use crate::desk::facts::EventFacts;
use crate::desk::seats::Counters;
use crate::desk::{Desk, keys};
use crate::store::{Operation, StoreError, Txn};

/// Letters that go over at once.
const BATCH: usize = 20;
/// How long after its end an event without records keeps its link: somebody may register afterwards whom an organiser forgot.
const AFTER_END: SignedDuration = SignedDuration::from_hours(24);

/// Letters go over to another id of their event, some at once; to be run as long as it says so.
pub(in crate::desk) struct CarryLetters<'a> {
    pub(in crate::desk) from: &'a str,
    pub(in crate::desk) to: &'a str,
}

impl Operation for CarryLetters<'_> {
    /// Whether there may be more.
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let items = txn.query(&keys::own_letters(self.from), Some(BATCH)).await?;
        for item in &items {
            let Some(letter) = txn.get::<OwnLetter>(&item.key).await? else { continue };
            let old = keys::pending_letter(letter.leaves_at, self.from, &letter.id);
            if txn.get::<Pending>(&old).await?.is_some() {
                let pending = Pending { event: self.to.to_owned(), id: letter.id.clone() };
                txn.put(keys::pending_letter(letter.leaves_at, self.to, &letter.id), &pending);
                txn.delete(old);
            }
            txn.put_until(keys::own_letter(self.to, &letter.id), &letter, item.expires);
            txn.delete(item.key.clone());
        }
        Ok(items.len() == BATCH)
    }
}

impl Desk {
    /// Deletes the private link and the letters of an event that is over and of whose people nothing is kept any more.
    pub(in crate::desk) async fn clear_event(&self, event: &str, now: Timestamp) -> Result<(), StoreError> {
        let link = self.store.get(&keys::link(event), now).await?.is_some();
        if !link && self.store.query(&keys::own_letters(event), Some(1), now).await?.is_empty() {
            return Ok(());
        }
        crate::store::run(&self.store, now, &Clear { event }).await
    }
}

struct Clear<'a> {
    event: &'a str,
}

impl Operation for Clear<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        // Whoever registers writes the counters, too.
        let counters = txn.get::<Counters>(&keys::seats(self.event)).await?.unwrap_or_default();
        let facts = txn.get::<EventFacts>(&keys::facts(self.event)).await?;
        let known = facts.as_ref().map(|facts| facts.ends.timestamp());
        let latest = Counters { ends: counters.ends.max(known), ..counters };
        if !is_over(&latest, txn.now() - AFTER_END) {
            return Ok(());
        }
        if !txn.query(&keys::records(&keys::partition("", Some(self.event))), Some(1)).await?.is_empty() {
            return Ok(());
        }
        txn.delete(keys::link(self.event));
        for item in txn.query(&keys::own_letters(self.event), Some(BATCH)).await? {
            txn.delete(item.key);
        }
        if let Some(facts) = facts.filter(|facts| facts.link.is_some()) {
            txn.put(keys::facts(self.event), &EventFacts { link: None, ..facts });
        }
        Ok(())
    }
}
