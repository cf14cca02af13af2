//! An event whose folder got another name: everything under the old id goes to the new one, one record at a time, so that a
//! run that broke off goes on where it was. Links in letters name references and go on working; the calendar entry of each
//! record keeps the id that it was made with.

use forms::Definition;
use jiff::Timestamp;

use super::erase::Counts;
use super::facts::EventFacts;
use super::listed::Listed;
use super::own_letter::CarryLetters;
use super::process::Place;
use super::record::{Record, Status};
use super::register::Pointer;
use super::seats::Counters;
use super::terms::Terms;
use super::{Desk, address, check_in, due, keys, queue};
use crate::reference::Reference;
use crate::store::{self, Operation, StoreError, Txn};

/// What was moved.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// How many records.
    pub records: usize,
    /// Whether more people have a place now than there are: nobody loses one.
    pub too_many: bool,
}

/// Why nothing was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoMove {
    /// The store knows nothing of the old event.
    Unknown,
    /// Both are the same.
    Same,
}

impl Desk {
    /// Moves everything about an event to another id, which the site shows. Begun anew it goes on.
    ///
    /// # Errors
    /// When the store fails or is too busy; what was moved stays moved.
    pub async fn move_event(
        &self,
        from: &str,
        to: &Terms,
        now: Timestamp,
    ) -> Result<Result<Moved, NoMove>, StoreError> {
        if from == to.event {
            return Ok(Err(NoMove::Same));
        }
        // Whoever stands in line is seated first: the places there are by the counters of the old name.
        while self.seat_line(&Terms { event: from.to_owned(), ..to.clone() }, now).await? > 0 {}
        if !self.knows(from, now).await? {
            return Ok(Err(NoMove::Unknown));
        }
        let mut records = 0;
        loop {
            let mut left = self.records_where(from, |_| true, now).await?;
            if left.is_empty() {
                break;
            }
            // In the order of the list, so that nobody overtakes anybody.
            left.sort_by_key(|record| (record.place(), record.number()));
            for record in left {
                let definition = self.definition(&record.form, &record.version, now).await?;
                let reference = &record.reference;
                let one = One { desk: self, reference, from, to, definition: &definition };
                records += usize::from(store::run(&self.store, now, &one).await?);
            }
        }
        while store::run(&self.store, now, &check_in::carry_walk_ins(from, &to.event)).await? {}
        while store::run(&self.store, now, &CarryLetters { from, to: &to.event }).await? {}
        self.vault.drop_key(now, &keys::event_key(from)).await?;
        self.run(now, &Rest { from, to }).await?;
        let counters = self.counters(&to.event, now).await?;
        let too_many = to.capacity.is_some_and(|capacity| counters.taken() > capacity);
        Ok(Ok(Moved { records, too_many }))
    }

    /// How many records of an event were moved to another id before.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn moved_from(&self, old: &str, new: &str, now: Timestamp) -> Result<usize, StoreError> {
        let moved = |record: &Record| record.first_event() == Some(old);
        Ok(self.records_where(new, moved, now).await?.len())
    }

    /// Whether the store has anything about an event.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn knows(&self, event: &str, now: Timestamp) -> Result<bool, StoreError> {
        let known = [keys::listed(event), keys::facts(event), keys::seats(event)];
        Ok(self.store.get_many(&known, now).await?.iter().any(Option::is_some))
    }
}

/// One record goes over, with its seat, its place in the queue and its address.
struct One<'a> {
    desk: &'a Desk,
    reference: &'a Reference,
    from: &'a str,
    to: &'a Terms,
    definition: &'a Definition,
}

impl Operation for One<'_> {
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else { return Ok(false) };
        if record.event() != Some(self.from) {
            return Ok(false);
        }
        let (old, new) = (keys::seats(self.from), keys::seats(&self.to.event));
        let mut before = txn.get::<Counters>(&old).await?.unwrap_or_default();
        let mut after = txn.get::<Counters>(&new).await?.unwrap_or_default();
        self.leave(txn, &mut record, &mut before);
        self.seal(txn, &mut record).await?;
        if let Some(attendance) = record.attendance_mut() {
            attendance.first_event.get_or_insert_with(|| self.from.to_owned());
            attendance.event.clone_from(&self.to.event);
        }
        self.arrive(txn, &mut record, &mut after).await?;
        check_in::carry(txn, &record, self.from, &self.to.event).await?;
        txn.put(old, &before);
        txn.put(new, &after);
        txn.delete(key);
        let partition = keys::partition(&record.form, record.event());
        txn.put(keys::record(&partition, &record.reference), &record);
        txn.put(keys::pointer(&record.reference), &Pointer::Record(partition));
        due::retain(txn, &record, self.definition, Some(self.to.ends));
        Ok(true)
    }
}

impl One<'_> {
    fn leave(&self, txn: &mut Txn<'_>, record: &mut Record, before: &mut Counters) {
        queue::leave(txn, record);
        before.step(None, Some(record.status()), None);
        before.registered = before.registered.saturating_sub(1);
        if record.status() == Status::Cancelled {
            before.cancelled = before.cancelled.saturating_sub(1);
        }
        if let Some(contact) = record.contact() {
            txn.delete(keys::contact(self.from, contact));
        }
    }

    /// Sensitive answers open with the key of their event. What was made unreadable on purpose counts as deleted, and is; what
    /// merely can't be read stays with the old event, whose key may be found.
    async fn seal(&self, txn: &Txn<'_>, record: &mut Record) -> Result<(), StoreError> {
        let (vault, now) = (&self.desk.vault, txn.now());
        let (old, new) = (keys::event_key(self.from), keys::event_key(&self.to.event));
        let opened = vault.open(now, &old, record).await?;
        if opened.is_lost {
            let why = format!(
                "the key of the sensitive answers to `{0}` is missing; put the old keys back, or, if they are lost for good, \
                 say so with `forms-fn destroy-key {0}`",
                self.from
            );
            return Err(StoreError::damage("move sensitive answers", why));
        }
        record.sealed = vault.close(now, &new, &record.reference, &opened.answers).await?;
        Ok(())
    }

    async fn arrive(
        &self,
        txn: &mut Txn<'_>,
        record: &mut Record,
        after: &mut Counters,
    ) -> Result<(), StoreError> {
        after.step(Some(self.to), None, Some(record.status()));
        if record.status() == Status::Cancelled {
            after.cancelled += 1;
        }
        after.next = after.next.max(record.number() + 1);
        if let Some(place) = record.place() {
            let new = self.place(txn, place, record.status()).await?;
            if let Some(attendance) = record.attendance_mut() {
                attendance.state.set_place(new);
            }
            after.next = after.next.max(place.number + 1);
        }
        if let (Status::Waiting, Some(place)) = (record.status(), record.place()) {
            txn.put(keys::place(&self.to.event, place), &record.reference);
        }
        self.known_by(txn, record).await
    }

    /// The same place. Where somebody has it who came under the new name, one before all of those.
    async fn place(
        &self,
        txn: &mut Txn<'_>,
        place: Place,
        status: Status,
    ) -> Result<Option<Place>, StoreError> {
        for class in [place.class, 0] {
            let place = Place { class, ..place };
            if txn.get::<Reference>(&keys::place(&self.to.event, place)).await?.is_none() {
                return Ok(Some(place));
            }
        }
        if status != Status::Waiting {
            return Ok(None);
        }
        let mut place = Place { class: 0, number: place.number + 1 };
        while txn.get::<Reference>(&keys::place(&self.to.event, place)).await?.is_some() {
            place.number += 1;
        }
        Ok(Some(place))
    }

    /// The pseudonym of an address is another one for each event. An address that registered under the new name, too, stays
    /// that one's.
    async fn known_by(&self, txn: &mut Txn<'_>, record: &mut Record) -> Result<(), StoreError> {
        let was_known = record.contact().is_some();
        record.set_contact(None);
        let address = record.address_field.as_deref().and_then(|field| record.text(field));
        let Some(address) = address.filter(|_| was_known) else { return Ok(()) };
        let (key, pseudonym) = address::contact(self.desk, &self.to.event, address);
        if txn.get::<Reference>(&key).await?.is_none() {
            txn.put(key, &record.reference);
            record.set_contact(Some(pseudonym));
        }
        Ok(())
    }
}

/// What is about the event and about nobody, when all records are over.
struct Rest<'a> {
    from: &'a str,
    to: &'a Terms,
}

impl Operation for Rest<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let to = self.to.event.as_str();
        let facts = self.facts(txn).await?;
        self.counts(txn, facts.as_ref().and_then(|facts| facts.form.as_deref())).await?;
        let link = txn.get::<String>(&keys::link(self.from)).await?;
        if let (Some(link), None) = (link, txn.get::<String>(&keys::link(to)).await?) {
            txn.put(keys::link(to), &link);
        }
        txn.delete(keys::link(self.from));
        let before = txn.get::<Counters>(&keys::seats(self.from)).await?.unwrap_or_default();
        let mut after = txn.get::<Counters>(&keys::seats(to)).await?.unwrap_or_default();
        after.registered += before.registered;
        after.cancelled += before.cancelled;
        after.called_off |= before.called_off;
        txn.put(keys::seats(to), &after);
        txn.delete(keys::seats(self.from));
        let old = txn.get::<Listed>(&keys::listed(self.from)).await?.unwrap_or_default();
        let mut new = txn.get::<Listed>(&keys::listed(to)).await?.unwrap_or_default();
        new.paused |= old.paused;
        new.finished_for = None;
        txn.put(keys::listed(to), &new);
        txn.delete(keys::listed(self.from));
        Ok(())
    }
}

impl Rest<'_> {
    /// What people were told counts on, so that they hear what is otherwise under the new name. News that are on their way
    /// to those who came under it go first.
    async fn facts(&self, txn: &mut Txn<'_>) -> Result<Option<EventFacts>, StoreError> {
        let (from, to) = (keys::facts(self.from), keys::facts(&self.to.event));
        let Some(old) = txn.get::<EventFacts>(&from).await? else { return Ok(None) };
        let new = txn.get::<EventFacts>(&to).await?;
        let sequence = old.sequence.max(new.as_ref().map_or(0, |new| new.sequence));
        let kept = new.filter(|new| new.notify.is_some()).unwrap_or_else(|| old.clone());
        txn.put(to, &EventFacts { sequence, reminded_for: None, ..kept });
        txn.delete(from);
        Ok(Some(old))
    }

    /// Answers of records that are gone, which are only counted.
    async fn counts(&self, txn: &mut Txn<'_>, form: Option<&str>) -> Result<(), StoreError> {
        let Some(form) = form else { return Ok(()) };
        let (from, to) =
            (keys::statistics(form, Some(self.from)), keys::statistics(form, Some(&self.to.event)));
        if let Some(old) = txn.get::<Counts>(&from).await? {
            let mut new = txn.get::<Counts>(&to).await?.unwrap_or_default();
            for (field, values) in old {
                let own = new.entry(field).or_default();
                for (value, number) in values {
                    *own.entry(value).or_default() += number;
                }
            }
            txn.put(to, &new);
            txn.delete(from);
        }
        txn.delete(keys::published(form, Some(self.from)));
        Ok(())
    }
}
