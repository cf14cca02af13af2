//! A guest with a registration comes, or hasn't come after all.

use super::{Came, CheckIn, CountedGuest, REMEMBERED, Tap, Tapped};
use crate::desk::record::Record;
use crate::desk::{Desk, keys, load};
use crate::reference::Reference;
use crate::store::{Key, Operation, StoreError, Txn};

/// A guest comes; ready to be attempted.
pub(super) struct LetIn<'a> {
    pub(super) desk: &'a Desk,
    pub(super) tap: Tap<'a>,
    pub(super) reference: &'a Reference,
    pub(super) people: u32,
}

impl Operation for LetIn<'_> {
    type Output = Tapped;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Tapped, StoreError> {
        let tap = self.tap.key(&format!("in/{}", self.reference.plain()));
        let key = keys::check_in(self.tap.event, self.reference);
        // Somebody waits at the door, so what can be read at once is.
        let pointer = keys::pointer(self.reference);
        txn.load(&[tap.clone(), pointer, key.clone(), keys::came(self.tap.event)]).await?;
        if let Some(answer) = txn.get::<Tapped>(&tap).await? {
            return Ok(answer);
        }
        // However it stands: the door refuses nobody.
        let found = load(txn, self.reference).await?;
        let here = found.map(|(_, record)| record).filter(|record| record.event() == Some(self.tap.event));
        let Some(record) = here else { return Ok(Tapped::Unknown) };
        let tapped = match txn.get::<CheckIn>(&key).await? {
            Some(here) => self.again(txn, key, here),
            None => self.first(txn, key, &record).await?,
        };
        remember(txn, tap, &tapped);
        Ok(tapped)
    }
}

impl LetIn<'_> {
    async fn first(&self, txn: &mut Txn<'_>, key: Key, record: &Record) -> Result<Tapped, StoreError> {
        let (counter, at) = (keys::came(self.tap.event), self.tap.at);
        let counted = Some(CountedGuest::arrive(txn, self.desk, record, self.tap.event).await?);
        let here = CheckIn { reference: self.reference.clone(), at, people: self.people, counted };
        let mut came = txn.get::<Came>(&counter).await?.unwrap_or_default();
        came.parties += 1;
        came.people += self.people;
        came.guests.add(&here);
        txn.put(counter, &came);
        txn.put(key, &here);
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
        let (key, counter) = (keys::check_in(self.tap.event, self.reference), keys::came(self.tap.event));
        txn.load(&[tap.clone(), key.clone(), counter.clone()]).await?;
        if let Some(answer) = txn.get::<Tapped>(&tap).await? {
            return Ok(answer);
        }
        let tapped = match txn.get::<CheckIn>(&key).await? {
            Some(here) => {
                let mut came = txn.get::<Came>(&counter).await?.unwrap_or_default();
                came.forget(&here);
                came.guests.take_back(&here);
                txn.put(counter, &came);
                txn.delete(key);
                if let Some(guest) = &here.counted {
                    guest.forget(txn, self.tap.event, self.reference);
                }
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
