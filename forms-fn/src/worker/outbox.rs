//! Sends what is due in the outbox: takes a message, has it written, sends it, and says what became of it.

use jiff::{SignedDuration, Timestamp};

use super::letter::{self, Verdict};
use super::{Pass, TO_SAY_SO};
use crate::desk::{Claimed, End, Outgoing, WAITS};
use crate::mail::{LONGEST_LETTER, SendError};
use crate::store::{Item, StoreError};

/// Messages of one pass.
const MOST: usize = 100;
/// After this many failures in a row the mail server is taken to be down, and the others are left for later.
const IN_A_ROW: u32 = 5;
/// How long a message waits that nobody needs any more, by a clock that is doubted.
const LATER: SignedDuration = SignedDuration::from_hours(1);
/// How long to wait when nobody knows whether the mail server took a message: servers that are slow to say so have
/// delivered it by then.
const UNKNOWN: SignedDuration = SignedDuration::from_mins(30);

/// Sends what is due.
pub(super) async fn work(pass: &mut Pass<'_>) {
    let due = pass.app.desk.outbox(MOST, pass.clock()).await;
    let Some(items) = pass.check("read the outbox", due) else { return };
    let mut in_a_row = 0;
    for (at, item) in items.iter().enumerate() {
        if !pass.has_time(LONGEST_LETTER + TO_SAY_SO) {
            return;
        }
        let end = one(pass, item).await;
        match pass.check("send a message", end).flatten() {
            Some(End::Sent) => (pass.report.sent, in_a_row) = (pass.report.sent + 1, 0),
            Some(End::GivenUp(_)) => pass.report.dead += 1,
            Some(End::Wait(_)) => pass.report.put_off += 1,
            Some(End::Again(_) | End::Unknown(_)) => {
                (pass.report.put_off, in_a_row) = (pass.report.put_off + 1, in_a_row + 1)
            }
            Some(End::Dropped) | None => {}
        }
        if in_a_row == IN_A_ROW {
            return;
        }
        pass.report.more |= at + 1 == MOST;
    }
}

/// What became of one message; none when another worker has it.
async fn one(pass: &Pass<'_>, item: &Item) -> Result<Option<End>, StoreError> {
    let (desk, key) = (&pass.app.desk, &item.key);
    let outgoing = match desk.claim(key, pass.clock()).await? {
        Claimed::Ours(outgoing) => outgoing,
        Claimed::GivenUp(outgoing) => {
            let (id, tries) = (outgoing.id.as_str(), outgoing.tries);
            tracing::error!(id, tries, "a message is given up: nobody ever said what became of it");
            return Ok(Some(End::GivenUp(String::new())));
        }
        Claimed::Others => return Ok(None),
    };
    let end = match letter::verdict(pass, &outgoing, pass.clock()).await? {
        Verdict::Drop if pass.clock_is_believed => End::Dropped,
        // By another clock somebody may need it.
        Verdict::Drop => End::Wait(pass.clock() + LATER),
        Verdict::Wait(morning) => End::Wait(morning),
        Verdict::Send(letter) => match pass.hand_over(&letter).await {
            Some(Ok(())) => End::Sent,
            Some(Err(error)) => failed(&outgoing, error, pass.clock()),
            // It wasn't the mail server's fault, so it is no try.
            None => End::Wait(pass.clock()),
        },
    };
    desk.settle(key, &outgoing, &end, pass.clock()).await?;
    Ok(Some(end))
}

/// Another try later, or the end. The error holds no address.
fn failed(outgoing: &Outgoing, error: SendError, now: Timestamp) -> End {
    let (id, tries) = (outgoing.id.as_str(), outgoing.tries);
    let wait = WAITS.get((tries as usize).saturating_sub(1));
    match (error, wait) {
        (SendError::Temporary(why), Some(wait)) => {
            tracing::warn!(id, tries, why, "a message is tried again later");
            End::Again(now + jittered(*wait))
        }
        (SendError::Unknown(why), Some(_)) if outgoing.unknown == 0 => {
            tracing::warn!(id, tries, why, "a message may have been sent; it is tried once more");
            End::Unknown(now + jittered(UNKNOWN))
        }
        (SendError::Temporary(why) | SendError::Permanent(why) | SendError::Unknown(why), _) => {
            tracing::error!(id, tries, why, "a message is given up");
            End::GivenUp(why)
        }
    }
}

/// Up to a quarter longer, so that those who failed together don't come back together.
fn jittered(wait: SignedDuration) -> SignedDuration {
    let mut random = [0_u8; 1];
    // Without randomness they come back together, and the server takes them one after the other.
    let share = getrandom::fill(&mut random).map_or(0, |()| i32::from(random[0]));
    wait + wait * share / (4 * 255)
}
