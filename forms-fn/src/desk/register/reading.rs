//! What an attempt reads: all in one go, and the commit follows it.

use jiff::Timestamp;

use super::Register;
use crate::desk::process::Place;
use crate::desk::record::Record;
use crate::desk::seats::Counters;
use crate::desk::{keys, queue};
use crate::reference::Reference;
use crate::store::{Key, StoreError, Txn};

impl Register<'_> {
    /// Everything that the decision needs, in one round trip: the commit follows it, so that only who comes in between is met.
    pub(super) async fn load(
        &self,
        txn: &mut Txn<'_>,
        contact: Option<&(Key, String)>,
    ) -> Result<(), StoreError> {
        let mut wanted = vec![keys::nonce(self.new.nonce.key())];
        let mut beside = Vec::new();
        if let Some(terms) = self.new.terms {
            let seats = keys::seats(&terms.event);
            if self.in_line {
                beside.push(seats)
            } else {
                wanted.push(seats)
            }
            beside.push(keys::rush(&terms.event));
        }
        if let Some((key, _)) = contact {
            wanted.extend([key.clone(), self.record_key(self.prepared.known.as_ref())]);
        }
        wanted.extend(self.new.draws.iter().map(|draw| draw.key.clone()));
        txn.load_beside(&wanted, &beside).await
    }

    /// Until when everybody stands in line, for whoever doesn't. Who takes over a seat or a place has stood there.
    pub(super) fn rush(&self, txn: &Txn<'_>) -> Result<Option<Timestamp>, StoreError> {
        let Some(terms) = self.new.terms.filter(|_| !self.in_line && self.instead_of.is_none()) else {
            return Ok(None);
        };
        let key = keys::rush(&terms.event);
        Ok(txn.beside::<bool>(&key)?.and_then(|_| txn.expires(&key)))
    }

    /// How the event stands; for those in line, how it stood a moment ago.
    pub(super) async fn counters(&self, txn: &mut Txn<'_>) -> Result<Counters, StoreError> {
        let Some(terms) = self.new.terms else { return Ok(Counters::default()) };
        let key = keys::seats(&terms.event);
        let counters = if self.in_line { txn.beside(&key)? } else { txn.get(&key).await? };
        Ok(counters.unwrap_or_default())
    }

    /// The registration that the address has already. A registration of the address makes the same reads as one of a new
    /// address, so that the time doesn't tell which it is.
    pub(super) async fn known(
        &self,
        txn: &mut Txn<'_>,
        contact: Option<&(Key, String)>,
    ) -> Result<Option<Record>, StoreError> {
        let Some((key, _)) = contact else { return Ok(None) };
        let known = txn.get::<Reference>(key).await?;
        txn.get::<Record>(&self.record_key(known.as_ref())).await
    }

    /// Where the record of a reference of this event would lie; without one, the new one.
    fn record_key(&self, reference: Option<&Reference>) -> Key {
        let partition = keys::partition(self.new.submission.form(), self.new.terms.map(|t| t.event.as_str()));
        keys::record(&partition, reference.unwrap_or(&self.prepared.reference))
    }

    /// How many come before. All who wait come before somebody new, and the counters know how many those are.
    pub(super) async fn position(
        &self,
        txn: &Txn<'_>,
        counters: &Counters,
        place: Option<Place>,
    ) -> Result<Option<u32>, StoreError> {
        match place {
            Some(place) if place == Place::last(counters.next) => Ok(Some(counters.waiting + 1)),
            _ => queue::position(txn, self.new.terms, place).await,
        }
    }
}
