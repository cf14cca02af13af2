//! Draws from the buckets of a sender and of an address, in the transaction that stores what was sent: many at once can't
//! all see the same last token.

use crate::screen::buckets::{Drawn, Limits, Over, REMEMBERED};
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
    left: Vec<(Key, Drawn)>,
}

impl Draw {
    /// What this post finds in its buckets.
    pub(crate) fn of(&self, drawn: Drawn, now: jiff::Timestamp) -> Result<Drawn, Sign> {
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
        match draw.of(drawn, txn.now()) {
            Ok(left) => looked.left.push((draw.key.clone(), left)),
            Err(sign) => looked.over.push(sign),
        }
    }
    Ok(looked)
}

impl Looked {
    /// Draws. What is over a limit draws from none: it is held, and takes nothing from anybody.
    pub(super) fn draw(&self, txn: &mut Txn<'_>) {
        if self.over.is_empty() {
            let until = txn.now() + REMEMBERED;
            for (key, left) in &self.left {
                txn.put_until(key.clone(), left, Some(until));
            }
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
