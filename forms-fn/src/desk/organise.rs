//! What only organisers do: call an event off, tick off telephone calls, write down a first meeting, destroy a key.

use forms::Definition;
use jiff::Timestamp;

use super::change::Changed;
use super::letters::{self, Call, Outgoing};
use super::record::{Record, Status};
use super::seats::Counters;
use super::terms::Terms;
use super::{Desk, due, keys, queue};
use crate::reference::Reference;
use crate::store::{Operation, Range, StoreError, Txn, run};

/// No more registrations from now on. Everybody who is registered hears of it from the worker.
struct CallOff<'a> {
    event: &'a str,
}

impl Operation for CallOff<'_> {
    /// Whether that is new.
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let key = keys::seats(self.event);
        let mut counters = txn.get::<Counters>(&key).await?.unwrap_or_default();
        let is_new = !counters.called_off;
        if is_new {
            counters.called_off = true;
            txn.put(key, &counters);
        }
        Ok(is_new)
    }
}

/// Somebody was told by telephone, so nobody has to call any more.
struct Called<'a> {
    reference: &'a Reference,
    terms: Option<&'a Terms>,
}

impl Operation for Called<'_> {
    /// How many calls that were.
    type Output = usize;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<usize, StoreError> {
        let made = letters::call_is_off(txn, self.reference).await?;
        if let Some(terms) = self.terms.filter(|terms| made > 0 && !terms.has_no_date() && !terms.cancelled) {
            self.begin(txn, terms).await?;
        }
        Ok(made)
    }
}

impl Called<'_> {
    /// Now the person knows of the offer: from here the time to say yes runs.
    async fn begin(&self, txn: &mut Txn<'_>, terms: &Terms) -> Result<(), StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else { return Ok(()) };
        if record.offer().is_some_and(|offer| offer.until().is_none()) {
            queue::hold(txn, terms, &mut record);
            txn.put(key, &record);
        }
        Ok(())
    }
}

/// Mentor and mentee have met: from then on some answers are kept only a little longer.
struct Met<'a> {
    reference: &'a Reference,
    on: Timestamp,
    definition: &'a Definition,
}

impl Operation for Met<'_> {
    type Output = Changed;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Changed, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else {
            return Ok(Changed::Unknown);
        };
        let Some(follow_up) = record.follow_up_mut() else {
            return Ok(Changed::TooLate(record.status()));
        };
        follow_up.first_meeting = Some(self.on);
        due::retain(txn, &record, self.definition, None);
        txn.put(key, &record);
        Ok(Changed::Done(record.status()))
    }
}

impl Desk {
    /// Calls an event off: registration closes at once, and the worker tells everybody. Returns whether that is new.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn call_off(&self, event: &str, now: Timestamp) -> Result<bool, StoreError> {
        run(&self.store, now, &CallOff { event }).await
    }

    /// Whom organisers have to call, oldest first. Those whose record is gone are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn calls(&self, now: Timestamp) -> Result<Vec<Call>, StoreError> {
        let mut calls = Vec::new();
        for (_, call) in self.readable::<Call>(&Range::prefix("CALL", ""), None, now).await? {
            if self.pointer(&call.reference, now).await?.is_some() {
                calls.push(call);
            }
        }
        Ok(calls)
    }

    /// Ticks off all calls about a record; returns how many there were. With the terms of the event the time to answer an
    /// offer begins.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn called(
        &self,
        reference: &Reference,
        terms: Option<&Terms>,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        run(&self.store, now, &Called { reference, terms }).await
    }

    /// The messages that were given up, oldest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn dead_letters(&self, now: Timestamp) -> Result<Vec<Outgoing>, StoreError> {
        let letters = self.readable(&Range::prefix("DEAD", ""), None, now).await?;
        Ok(letters.into_iter().map(|(_, letter)| letter).collect())
    }

    /// Writes down when mentor and mentee first met.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn met(
        &self,
        reference: &Reference,
        on: Timestamp,
        now: Timestamp,
    ) -> Result<Changed, StoreError> {
        let Some(definition) = self.definition_of(reference, now).await? else { return Ok(Changed::Unknown) };
        run(&self.store, now, &Met { reference, on, definition: &definition }).await
    }

    /// How many of those who come, may come or wait have no e-mail address, so that somebody has to call them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn without_address(&self, event: &str, now: Timestamp) -> Result<usize, StoreError> {
        let is_told = |status: Status| status.has_seat() || status == Status::Waiting;
        let to_call = |record: &Record| is_told(record.status()) && record.address_field.is_none();
        Ok(self.records_where(event, to_call, now).await?.len())
    }

    /// Makes the sensitive answers of an event unreadable for good. Returns whether there was a key.
    ///
    /// # Errors
    /// When the store fails or is too busy.
    pub async fn destroy_key(&self, event: &str, now: Timestamp) -> Result<bool, StoreError> {
        let found = self.vault.destroy(now, &keys::event_key(event)).await?;
        if found {
            self.wipe().await?;
        }
        Ok(found)
    }

    /// Says that the lost key of an event counts as destroyed. Returns how many people's sensitive answers are given up
    /// with it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn give_up_key(&self, event: &str, now: Timestamp) -> Result<usize, StoreError> {
        let mut people = 0;
        for record in self.records_where(event, |record| !record.sealed.is_empty(), now).await? {
            people += usize::from(self.lacks_key(&record, now).await?);
        }
        if people > 0 {
            self.vault.note_destroyed(now, &keys::event_key(event)).await?;
        }
        Ok(people)
    }
}
