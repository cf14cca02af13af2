//! Draws from the buckets of a sender and of an address, in the transaction that stores what was sent: many at once can't
//! all see the same last token.

use jiff::Timestamp;

use super::record::Record;
use super::{Desk, keys};
use crate::screen::buckets::{self, Drawn, Limits, Over, REMEMBERED};
use crate::screen::{Overrun, Sign};
use crate::store::{Key, StoreError, Txn};

/// What one post draws from one item of buckets.
#[derive(Debug, Clone)]
pub struct Draw {
    /// Where the buckets lie.
    pub key: Key,
    /// How much they hold.
    pub limits: Limits,
    /// What it means when one of them is empty.
    pub sign: Sign,
}

/// What the buckets say, and how they are afterwards.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub(super) over: Vec<Sign>,
    /// When there is something to draw again, where a limit was reached.
    pub(super) again: Option<Timestamp>,
    left: Vec<(Key, Drawn, Sign)>,
}

impl Draw {
    /// What a letter to an address draws from, whatever it is about and whoever causes it.
    pub(crate) fn of_mailbox(desk: &Desk, address: &str) -> Self {
        let pseudonym = desk.keyring.pseudonym("mail", &buckets::mailbox(address));
        Self {
            key: keys::bucket("mail", &pseudonym),
            limits: Limits { hour: buckets::CONTACT, day: buckets::CONTACT_DAY, event: None },
            sign: Sign::ContactOverrun,
        }
    }

    /// The same without an event's share.
    pub(crate) fn of_no_event(self) -> Self {
        Self { limits: Limits { event: None, ..self.limits }, ..self }
    }

    /// What this post finds in its buckets.
    pub(crate) fn of(&self, drawn: Drawn, now: Timestamp) -> Result<Drawn, Sign> {
        drawn.take(now, &self.limits).map_err(|over| match over {
            Over::All => self.sign,
            Over::Event => Sign::EventOverrun,
        })
    }
}

/// Looks into all buckets.
pub(super) async fn look(txn: &mut Txn<'_>, draws: &[Draw]) -> Result<Looked, StoreError> {
    let mut looked = Looked::default();
    for draw in draws {
        let drawn = txn.get::<Drawn>(&draw.key).await?.unwrap_or_default();
        match draw.of(drawn.clone(), txn.now()) {
            Ok(left) => looked.left.push((draw.key.clone(), left, draw.sign)),
            Err(sign) => {
                looked.over.push(sign);
                looked.again = looked.again.max(Some(drawn.again(txn.now(), &draw.limits)));
            }
        }
    }
    Ok(looked)
}

/// Draws for one letter to the address of a record. Where nothing is left it says when something is again; until then the
/// letter isn't to be written.
pub(super) async fn letter(
    txn: &mut Txn<'_>,
    desk: &Desk,
    record: &Record,
) -> Result<Option<Timestamp>, StoreError> {
    let Some(address) = record.address() else { return Ok(None) };
    let looked = look(txn, &[Draw::of_mailbox(desk, address)]).await?;
    looked.draw(txn);
    Ok(looked.again)
}

impl Looked {
    /// Draws. What is over a limit is held and takes nothing from anybody, but for the letter that says so: an address has
    /// its limit whatever else is over one.
    pub(super) fn draw(&self, txn: &mut Txn<'_>) {
        let until = txn.now() + REMEMBERED;
        let is_held = !self.over.is_empty();
        for (key, left, _) in self.left.iter().filter(|(.., sign)| !is_held || *sign == Sign::ContactOverrun)
        {
            txn.put_until(key.clone(), left, Some(until));
        }
    }
}

/// Which limits are reached, for the screen.
pub(crate) fn overrun(over: &[Sign]) -> Overrun {
    Overrun {
        address: over.contains(&Sign::AddressOverrun),
        contact: over.contains(&Sign::ContactOverrun),
        event: over.contains(&Sign::EventOverrun),
    }
}
