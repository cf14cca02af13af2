//! A guest with a registration comes, or hasn't come after all.

use super::{Came, CheckIn, REMEMBERED, Tap, Tapped};
use crate::desk::{keys, load};
use crate::reference::Reference;
use crate::store::{Key, Operation, StoreError, Txn};

/// A guest comes; ready to be attempted.
pub(super) struct LetIn<'a> {
    pub(super) tap: Tap<'a>,
    pub(super) reference: &'a Reference,
    pub(super) people: u32,
}

impl Operation for LetIn<'_> {
    type Output = Tapped;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Tapped, StoreError> {
        let tap = self.tap.key(&format!("in/{}", self.reference.plain()));
        if let Some(answer) = txn.get::<Tapped>(&tap).await? {
            return Ok(answer);
        }
        // However it stands: the door refuses nobody.
        let found = load(txn, self.reference).await?;
        if found.is_none_or(|(_, record)| record.event() != Some(self.tap.event)) {
            return Ok(Tapped::Unknown);
        }
        let key = keys::check_in(self.tap.event, self.reference);
        let tapped = match txn.get::<CheckIn>(&key).await? {
            Some(here) => self.again(txn, key, here),
            None => self.first(txn, key).await?,
        };
        remember(txn, tap, &tapped);
        Ok(tapped)
    }
}

impl LetIn<'_> {
    async fn first(&self, txn: &mut Txn<'_>, key: Key) -> Result<Tapped, StoreError> {
        let counter = keys::came(self.tap.event);
        let mut came = txn.get::<Came>(&counter).await?.unwrap_or_default();
        came.parties += 1;
        came.people += self.people;
        txn.put(counter, &came);
        let (reference, at) = (self.reference.clone(), self.tap.at);
        txn.put(key, &CheckIn { reference, at, people: self.people });
        Ok(Tapped::LetIn { at })
    }

    /// The earlier moment is when they came, whichever phone told of it first.
    fn again(&self, txn: &mut Txn<'_>, key: Key, here: CheckIn) -> Tapped {
        let at = here.at.min(self.tap.at);
        if at < here.at {
            txn.put(key, &CheckIn { at, ..here });
        }
        Tapped::Already { at }
    }
}

/// The guest hasn't come after all; ready to be attempted.
pub(super) struct TakeBack<'a> {
    pub(super) tap: Tap<'a>,
    pub(super) reference: &'a Reference,
}

impl Operation for TakeBack<'_> {
    type Output = Tapped;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Tapped, StoreError> {
        let tap = self.tap.key(&format!("back/{}", self.reference.plain()));
        if let Some(answer) = txn.get::<Tapped>(&tap).await? {
            return Ok(answer);
        }
        let (key, counter) = (keys::check_in(self.tap.event, self.reference), keys::came(self.tap.event));
        let tapped = match txn.get::<CheckIn>(&key).await? {
            Some(here) => {
                let mut came = txn.get::<Came>(&counter).await?.unwrap_or_default();
                came.forget(&here);
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
    pub(super) fn forget(&mut self, here: &CheckIn) {
        self.parties = self.parties.saturating_sub(1);
        self.people = self.people.saturating_sub(here.people);
    }
}

/// Remembers the answer to a tap. It names nobody.
pub(super) fn remember(txn: &mut Txn<'_>, tap: Key, tapped: &Tapped) {
    let until = txn.now() + REMEMBERED;
    txn.put_until(tap, tapped, Some(until));
}
