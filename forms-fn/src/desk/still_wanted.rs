//! The question whether somebody still wants what was asked for long ago, and the end of a request that nobody answers for.

use jiff::Timestamp;

use super::letters::{self, Occasion};
use super::{Desk, due};
use crate::reference::Reference;
use crate::store::{self, Operation, StoreError, Txn};

impl Desk {
    /// Asks whether a request still stands, unless the person said so lately. Returns whether it asked.
    pub(crate) async fn ask_still_wanted(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        store::run(&self.store, now, &Ask { desk: self, reference }).await
    }

    /// Deletes a request, unless the person has said since the question that it still stands; and one that was held all the
    /// time and let in by nobody. Returns whether it did.
    pub(crate) async fn drop_unanswered(
        &self,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        self.drop_at_its_end(reference, due::Duty::DropUnanswered, now).await
    }
}

struct Ask<'a> {
    desk: &'a Desk,
    reference: &'a Reference,
}

impl Operation for Ask<'_> {
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let Some((key, mut record)) = super::load(txn, self.reference).await? else { return Ok(false) };
        let now = txn.now();
        let deadlines = self.desk.form_of(&record, now).await?.deadlines;
        // The clock that wrote the entry began with the last answer, so a later answer has an entry of its own.
        let end = due::end_of(&record, &deadlines);
        let is_time = end.is_some_and(|(at, duty)| duty == due::Duty::AskStillWanted && now >= at);
        let Some(follow_up) = record.follow_up_mut().filter(|_| is_time) else { return Ok(false) };
        let until = now + deadlines.delete_after();
        follow_up.asked_at = Some(now);
        let details = [("until".to_owned(), until.to_string())].into();
        letters::write_with(txn, &mut record, Occasion::StillWanted, details);
        due::put(txn, until, due::Duty::DropUnanswered, self.reference);
        txn.put(key, &record);
        Ok(true)
    }
}
