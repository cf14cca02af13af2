//! An offer stands still while its event has no date or isn't on the site: nobody can say yes to that, so nobody's time runs
//! out. When there is a date again, the time to answer begins anew, with a letter.

use jiff::Timestamp;

use super::attendance::Offer;
use super::letters::{self, Occasion};
use super::record::Record;
use super::terms::Terms;
use super::{Desk, address, keys, queue};
use crate::reference::Reference;
use crate::store::{self, Operation, StoreError, Txn};

impl Desk {
    /// Stops the time of all offers of an event. The list remembers it first, so that none is forgotten.
    pub(crate) async fn pause_offers(&self, event: &str, now: Timestamp) -> Result<(), StoreError> {
        self.list_event(event, |listed| listed.paused = true, now).await?;
        let runs = |record: &Record| record.offer_until().is_some();
        for record in self.records_where(event, runs, now).await? {
            self.pause(&record.reference, now).await?;
        }
        Ok(())
    }

    /// Stops the time of one offer.
    pub(crate) async fn pause(&self, reference: &Reference, now: Timestamp) -> Result<(), StoreError> {
        store::run(&self.store, now, &Pause { reference }).await
    }

    /// Begins the time of all offers anew that were stopped; returns how many.
    pub(crate) async fn resume_offers(&self, terms: &Terms, now: Timestamp) -> Result<usize, StoreError> {
        let records = self.records_where(&terms.event, Record::is_paused, now).await?;
        for record in &records {
            self.run(now, &Resume { desk: self, reference: &record.reference, terms }).await?;
        }
        self.list_event(&terms.event, |listed| listed.paused = false, now).await?;
        Ok(records.len())
    }
}

struct Pause<'a> {
    reference: &'a Reference,
}

impl Operation for Pause<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else { return Ok(()) };
        if record.offer_until().is_some() {
            record.set_offer(Offer::Paused);
            txn.put(key, &record);
        }
        Ok(())
    }
}

struct Resume<'a> {
    desk: &'a Desk,
    reference: &'a Reference,
    terms: &'a Terms,
}

impl Operation for Resume<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else { return Ok(()) };
        if !record.is_paused() {
            return Ok(());
        }
        record.set_offer(Offer::Untold);
        // Who has no address is called, and the time begins with the call.
        if record.address_field.is_some() {
            queue::hold(txn, self.terms, &mut record);
        }
        let until = queue::until(&record);
        match self.first_of(txn, &record).await? {
            // Whose second form it is reads about it in a letter about the first one.
            Some(mut first) => {
                let details = [(letters::SECOND.to_owned(), record.reference.to_string())].into();
                letters::write_with(txn, &mut first, Occasion::Already, details);
                txn.put(keys::record_of(&first), &first);
            }
            None => letters::write_with(txn, &mut record, Occasion::Offered, until),
        }
        txn.put(key, &record);
        Ok(())
    }
}

impl Resume<'_> {
    /// The registration that the address of an unconfirmed second one belongs to.
    async fn first_of(&self, txn: &mut Txn<'_>, record: &Record) -> Result<Option<Record>, StoreError> {
        let address = record.address_field.as_deref().and_then(|field| record.text(field));
        let (Some(address), Some(event), true) = (address, record.event(), record.is_second()) else {
            return Ok(None);
        };
        let (key, _) = address::contact(self.desk, event, address);
        let Some(first) = txn.get::<Reference>(&key).await? else { return Ok(None) };
        let found = super::load(txn, &first).await?;
        Ok(found.map(|(_, first)| first).filter(|first| first.reference != record.reference))
    }
}
