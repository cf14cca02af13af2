//! Hands a letter out when its time has come: a message in the outbox for each who still is among those for whom it is, a call
//! for whoever has no address.

use forms::Definition;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{OwnLetter, Standing, is_over};
use crate::desk::check_in::CheckIn;
use crate::desk::letters::{self, OWN_LETTER, Outgoing};
use crate::desk::outbox::End;
use crate::desk::record::Record;
use crate::desk::seats::Counters;
use crate::desk::{Desk, keys, load};
use crate::reference::Reference;
use crate::store::{Key, Operation, StoreError, Txn};

/// Recipients of one transaction: one of DynamoDB has a hundred parts, and each of them takes five.
const BATCH: usize = 10;

/// That a letter is to be handed out, in the list of those by time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Pending {
    pub(crate) event: String,
    pub(crate) id: String,
}

impl Desk {
    /// Hands out what is due, as long as there is time. `subject` says what stands above a letter for its reader; nothing where it
    /// has no words in their language.
    pub(crate) async fn hand_out_letters(
        &self,
        subject: impl Fn(&OwnLetter, &Record, &Definition) -> Option<String> + Sync,
        mut has_time: impl FnMut() -> bool,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        for item in self.store.query(&keys::until(keys::OWN_LETTERS, now), None, now).await? {
            let pending = crate::desk::read::parse::<Pending>(item.body);
            let Some(pending) = self.unless_unreadable(&item.key, pending)? else { continue };
            let hand_out = HandOut { desk: self, key: &item.key, pending: &pending, subject: &subject };
            while has_time() && self.run(now, &hand_out).await? {}
        }
        Ok(())
    }
}

struct HandOut<'a, F> {
    desk: &'a Desk,
    key: &'a Key,
    pending: &'a Pending,
    subject: &'a F,
}

impl<F: Fn(&OwnLetter, &Record, &Definition) -> Option<String> + Sync> Operation for HandOut<'_, F> {
    /// Whether there are more.
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let event = self.pending.event.as_str();
        let key = keys::own_letter(event, &self.pending.id);
        if txn.get::<Pending>(self.key).await?.is_none() {
            return Ok(false);
        }
        if let Some(mut letter) = txn.get::<OwnLetter>(&key).await?.filter(|one| one.taken_back_by.is_none())
        {
            let counters = txn.peek::<Counters>(&keys::seats(event)).await?.unwrap_or_default();
            let is_over = is_over(&counters, txn.now());
            let next: Vec<Reference> =
                letter.recipients.iter().skip(letter.handed).take(BATCH).cloned().collect();
            for reference in &next {
                self.one(txn, &mut letter, reference, is_over).await?;
            }
            letter.handed += next.len();
            let until = txn.expires(&key);
            txn.put_until(key, &letter, until);
            if letter.handed < letter.recipients.len() {
                return Ok(true);
            }
        }
        txn.delete(self.key.clone());
        Ok(false)
    }
}

impl<F: Fn(&OwnLetter, &Record, &Definition) -> Option<String> + Sync> HandOut<'_, F> {
    async fn one(
        &self,
        txn: &mut Txn<'_>,
        letter: &mut OwnLetter,
        reference: &Reference,
        is_over: bool,
    ) -> Result<(), StoreError> {
        let event = self.pending.event.as_str();
        let here = txn.get::<CheckIn>(&keys::check_in(event, reference)).await?;
        let found = load(txn, reference).await?.filter(|(_, record)| {
            record.event() == Some(event) && letter.is_for(Standing { record, here: here.as_ref(), is_over })
        });
        let Some((key, mut record)) = found else {
            letter.skipped += 1;
            return Ok(());
        };
        let archive = &self.desk.archive;
        let form = archive.get(&self.desk.store, &record.form, &record.version, txn.now()).await?;
        let Some(subject) = (self.subject)(letter, &record, &form) else {
            letter.skipped += 1;
            return Ok(());
        };
        letters::write_own(txn, &mut record, event, &letter.id, &subject);
        if record.address_field.is_none() {
            letter.calls.push(reference.clone());
        }
        txn.put(key, &record);
        Ok(())
    }
}

/// Counts with the letter what became of one message of it.
pub(in crate::desk) async fn count(
    txn: &mut Txn<'_>,
    outgoing: &Outgoing,
    end: &End,
) -> Result<(), StoreError> {
    let Some((event, id)) = outgoing.details.get(OWN_LETTER).and_then(|name| name.rsplit_once('/')) else {
        return Ok(());
    };
    // The event may have got another name since.
    let now_at = load(txn, &outgoing.reference).await?;
    let event = now_at.as_ref().and_then(|(_, record)| record.event()).unwrap_or(event);
    let key = keys::own_letter(event, id);
    let Some(mut letter) = txn.get::<OwnLetter>(&key).await? else { return Ok(()) };
    match end {
        End::Sent => letter.sent += 1,
        End::Dropped => letter.skipped += 1,
        End::GivenUp(_) => letter.failed += 1,
        End::Again(_) | End::Unknown(_) | End::Wait(_) => return Ok(()),
    }
    let until = txn.expires(&key);
    txn.put_until(key, &letter, until);
    Ok(())
}
