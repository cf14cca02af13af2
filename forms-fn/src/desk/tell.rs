//! Tells each person what has become of an event, and that it is tomorrow: one transaction each, which looks first whether
//! the person knows.

use jiff::Timestamp;

use super::facts::{Difference, EventFacts, News};
use super::letters::{self, Occasion};
use super::record::{Record, Status};
use super::{Desk, due, keys};
use crate::store::{self, Key, Operation, StoreError, Txn};

impl Desk {
    /// The records of an event that have something in common.
    pub(crate) async fn records_where(
        &self,
        event: &str,
        wanted: impl Fn(&Record) -> bool,
        now: Timestamp,
    ) -> Result<Vec<Record>, StoreError> {
        let range = keys::records(&keys::partition("", Some(event)));
        let records = self.readable::<Record>(&range, None, now).await?.into_iter().map(|(_, record)| record);
        Ok(records.filter(wanted).collect())
    }

    /// Tells one person the news; returns whether a message was written.
    pub(crate) async fn tell(
        &self,
        event: &str,
        record: &Key,
        sequence: u32,
        ends: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        store::run(&self.store, now, &Tell { desk: self, event, record, sequence, ends }).await
    }

    /// Everybody knows.
    pub(crate) async fn told(&self, event: &str, sequence: u32, now: Timestamp) -> Result<(), StoreError> {
        let done = |facts: &mut EventFacts| {
            let ours = facts.sequence == sequence && facts.notify.is_some();
            facts.notify = facts.notify.take().filter(|_| !ours);
            ours
        };
        store::run(&self.store, now, &Note { event, done }).await
    }

    /// Reminds one person of a start.
    pub(crate) async fn remind(
        &self,
        record: &Key,
        starts: Timestamp,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        store::run(&self.store, now, &Remind { record, starts }).await
    }

    /// Everybody was reminded.
    pub(crate) async fn reminded(
        &self,
        event: &str,
        starts: Timestamp,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let done = |facts: &mut EventFacts| facts.reminded_for.replace(starts) != Some(starts);
        store::run(&self.store, now, &Note { event, done }).await
    }
}

struct Tell<'a> {
    desk: &'a Desk,
    event: &'a str,
    record: &'a Key,
    sequence: u32,
    ends: Timestamp,
}

impl Operation for Tell<'_> {
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let Some(facts) = txn.get::<EventFacts>(&keys::facts(self.event)).await? else { return Ok(false) };
        let Some(notify) = facts.notify.filter(|_| facts.sequence == self.sequence) else { return Ok(false) };
        let Some(mut record) = txn.get::<Record>(self.record).await? else { return Ok(false) };
        let Some(attendance) = record.attendance_mut().filter(|it| it.notified < self.sequence) else {
            return Ok(false);
        };
        attendance.notified = self.sequence;
        let desk = self.desk;
        let definition = desk.archive.get(&desk.store, &record.form, &record.version, txn.now()).await?;
        due::retain(txn, &record, &definition, Some(self.ends));
        let occasion = match notify.kind {
            News::Changed => Some(Occasion::EventChanged),
            News::Cancelled => Some(Occasion::EventCancelled),
            News::Past => None,
        };
        // The link of an event online is for those with a place.
        let link_only = !notify.differences.is_empty()
            && notify.differences.iter().all(|difference| *difference == Difference::Link);
        let concerned = match record.status() {
            Status::Confirmed => true,
            // Whoever is still looked at may come, too.
            Status::Offered | Status::Waiting | Status::Held => !link_only,
            Status::Cancelled | Status::Lapsed => false,
            Status::Unconfirmed | Status::Received | Status::Closed => false,
        };
        let concerned = concerned && record.submitted_at <= notify.at;
        let occasion = occasion.filter(|_| concerned);
        if let Some(occasion) = occasion {
            let before = notify.before.into_iter().map(|(lang, text)| (format!("before.{lang}"), text));
            let differences: Vec<&str> = notify.differences.iter().map(|one| one.as_str()).collect();
            let details = before.chain([("differences".to_owned(), differences.join(" "))]).collect();
            letters::write_with(txn, &mut record, occasion, details);
        }
        txn.put(self.record.clone(), &record);
        Ok(occasion.is_some())
    }
}

struct Remind<'a> {
    record: &'a Key,
    starts: Timestamp,
}

impl Operation for Remind<'_> {
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let Some(mut record) = txn.get::<Record>(self.record).await? else { return Ok(false) };
        if record.status() != Status::Confirmed || record.reminded_for() == Some(self.starts) {
            return Ok(false);
        }
        if let Some(attendance) = record.attendance_mut() {
            attendance.reminded_for = Some(self.starts);
        }
        let details = [("starts".to_owned(), self.starts.to_string())].into();
        letters::write_with(txn, &mut record, Occasion::Reminder, details);
        txn.put(self.record.clone(), &record);
        Ok(true)
    }
}

/// A note on the facts that something is done; `done` says whether it changed anything.
struct Note<'a, F> {
    event: &'a str,
    done: F,
}

impl<F: Fn(&mut EventFacts) -> bool + Sync> Operation for Note<'_, F> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let key = keys::facts(self.event);
        let Some(mut facts) = txn.get::<EventFacts>(&key).await? else { return Ok(()) };
        if (self.done)(&mut facts) {
            txn.put(key, &facts);
        }
        Ok(())
    }
}
