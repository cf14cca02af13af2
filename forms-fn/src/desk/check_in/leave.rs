//! What becomes of who came: it goes with the record, and along with an event that gets another id.

use super::{Came, CheckIn, WalkIn};
use crate::desk::keys;
use crate::desk::record::Record;
use crate::store::{Key, Operation, StoreError, Txn};

/// Those without a registration who go over at once: a transaction of DynamoDB has a hundred parts.
const BATCH: usize = 30;

/// Deletes with a record that its guest came; the numbers stay.
pub(in crate::desk) async fn leave(txn: &mut Txn<'_>, record: &Record) -> Result<(), StoreError> {
    if let Some((counter, mut came, here)) = take_out(txn, record).await? {
        came.left += here.people;
        txn.put(counter, &came);
    }
    Ok(())
}

/// As if the guest of a record had not come.
pub(in crate::desk) async fn undo(txn: &mut Txn<'_>, record: &Record) -> Result<(), StoreError> {
    if let Some((counter, mut came, here)) = take_out(txn, record).await? {
        came.guests.take_back(&here);
        txn.put(counter, &came);
    }
    Ok(())
}

/// Deletes what lies of a guest who came. Returns the counter without them, to be written, and what was deleted.
async fn take_out(txn: &mut Txn<'_>, record: &Record) -> Result<Option<(Key, Came, CheckIn)>, StoreError> {
    let Some(event) = record.event() else { return Ok(None) };
    let key = keys::check_in(event, &record.reference);
    let Some(here) = txn.get::<CheckIn>(&key).await? else { return Ok(None) };
    let counter = keys::came(event);
    let mut came = txn.get::<Came>(&counter).await?.unwrap_or_default();
    came.forget(&here);
    txn.delete(key);
    if let Some(guest) = &here.counted {
        guest.forget(txn, event, &record.reference);
    }
    Ok(Some((counter, came, here)))
}

/// A record goes over to another id of its event, and with it that its guest came.
pub(in crate::desk) async fn carry(
    txn: &mut Txn<'_>,
    record: &Record,
    from: &str,
    to: &str,
) -> Result<(), StoreError> {
    let key = keys::check_in(from, &record.reference);
    let Some(here) = txn.get::<CheckIn>(&key).await? else { return Ok(()) };
    let (old, new) = (keys::came(from), keys::came(to));
    let mut before = txn.get::<Came>(&old).await?.unwrap_or_default();
    let mut after = txn.get::<Came>(&new).await?.unwrap_or_default();
    before.forget(&here);
    before.guests.take_back(&here);
    after.parties += 1;
    after.people += here.people;
    after.guests.add(&here);
    if let Some(guest) = &here.counted {
        guest.carry(txn, &record.reference, from, to);
    }
    txn.put(old, &before);
    txn.put(new, &after);
    txn.delete(key);
    txn.put(keys::check_in(to, &record.reference), &here);
    Ok(())
}

/// Those without a registration go over, some at once; behind the last of them the old counter goes, too.
pub(in crate::desk) struct CarryWalkIns<'a> {
    from: &'a str,
    to: &'a str,
}

/// What takes them over, to be run as long as it says so.
pub(in crate::desk) fn carry_walk_ins<'a>(from: &'a str, to: &'a str) -> CarryWalkIns<'a> {
    CarryWalkIns { from, to }
}

impl Operation for CarryWalkIns<'_> {
    /// Whether there may be more.
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let (old, new) = (keys::came(self.from), keys::came(self.to));
        let Some(mut before) = txn.get::<Came>(&old).await? else { return Ok(false) };
        let mut after = txn.get::<Came>(&new).await?.unwrap_or_default();
        before.let_go(txn.now());
        after.let_go(txn.now());
        let until = *after.kept_until.get_or_insert(before.kept_until.unwrap_or(txn.now()));
        let items = txn.query(&keys::walk_ins(self.from), Some(BATCH)).await?;
        for item in &items {
            let walk_in: WalkIn = crate::desk::read::parse(item.body.clone())?;
            before.walk_ins = before.walk_ins.saturating_sub(1);
            before.walk_in_people = before.walk_in_people.saturating_sub(walk_in.people);
            after.walk_ins += 1;
            after.walk_in_people += walk_in.people;
            txn.delete(item.key.clone());
            txn.put_until(keys::walk_in(self.to, &walk_in.id), &walk_in, Some(until));
        }
        let is_last = items.len() < BATCH;
        if after.walk_ins == 0 {
            after.kept_until = None;
        }
        if is_last {
            after.left += before.left;
            after.guests.merge(&before.guests);
            txn.delete(old);
        } else {
            txn.put(old, &before);
        }
        txn.put(new, &after);
        Ok(!is_last)
    }
}
