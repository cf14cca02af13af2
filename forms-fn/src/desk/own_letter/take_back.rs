//! A letter is taken back, as long as it hasn't left.

use jiff::Timestamp;

use super::write::Last;
use super::{OwnLetter, Pending};
use crate::desk::{Desk, keys};
use crate::store::{Operation, StoreError, Txn};

impl Desk {
    /// Takes a letter back; none when it has left. Whoever does it twice has done it once.
    pub(crate) async fn take_letter_back(
        &self,
        event: &str,
        id: &str,
        by: &str,
        now: Timestamp,
    ) -> Result<Option<OwnLetter>, StoreError> {
        self.run(now, &TakeBack { event, id, by }).await
    }
}

struct TakeBack<'a> {
    event: &'a str,
    id: &'a str,
    by: &'a str,
}

impl Operation for TakeBack<'_> {
    type Output = Option<OwnLetter>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Option<OwnLetter>, StoreError> {
        let key = keys::own_letter(self.event, self.id);
        let Some(mut letter) = txn.get::<OwnLetter>(&key).await? else { return Ok(None) };
        if letter.taken_back_by.is_some() {
            return Ok(Some(letter));
        }
        if !letter.waits() {
            return Ok(None);
        }
        letter.taken_back_by = Some(self.by.to_owned());
        let until = txn.expires(&key);
        txn.put_until(key, &letter, until);
        let pending = keys::pending_letter(letter.leaves_at, self.event, self.id);
        txn.get::<Pending>(&pending).await?;
        txn.delete(pending);
        // Nobody got it, so the day has its letter still.
        let last = keys::last_letter(self.event);
        if txn.get::<Last>(&last).await?.is_some_and(|last| last.id == letter.id) {
            txn.delete(last);
        }
        Ok(Some(letter))
    }
}
