//! Runs an operation until its commit goes through, or says that too many want the same at once.
//!
//! Whoever has met others lines up with those of this process who have, too, so that of many who want the same item each makes
//! one attempt after the other and meets at most those who have just come. Random waits alone would let the newest, whose waits
//! are short, pass those who wait longest, and all would read in vain what one of them is about to change.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::{CommitError, Store, StoreError, Txn};

/// Something that reads and writes in one transaction. It may be attempted several times.
pub(crate) trait Operation {
    /// What the caller wants to know.
    type Output;

    /// Reads, decides and writes into `txn`. Nothing may happen outside of it.
    fn attempt(&self, txn: &mut Txn<'_>) -> impl Future<Output = Result<Self::Output, StoreError>> + Send;
}

/// No attempt begins later than this: whoever waits for the answer of a request has a limit, [`crate::LONGEST_REQUEST`]. How
/// many attempts that is depends on how fast the store answers, so they aren't counted.
const LONGEST: Duration = Duration::from_secs(15);
/// The first wait is up to this long, each further one up to twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(10);
/// No wait is longer than this.
const LONGEST_WAIT: Duration = Duration::from_millis(1500);

/// After so many attempts at items that many want, or so long, an operation that has another way takes it. `bench/hot_event.py`
/// tells what other numbers would do: with twelve 2,000 registrations in a minute are seated at once, and of 10,000 each has its
/// answer within five seconds.
#[cfg(feature = "aws")]
pub(super) const CROWDED: Limit = Limit { attempts: 12, time: Duration::from_secs(8) };

/// How long an operation goes on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limit {
    attempts: u32,
    time: Duration,
}

/// Attempts the operation until nobody else has changed meanwhile what it read.
pub(crate) async fn run<O: Operation>(
    store: &Store,
    now: Timestamp,
    operation: &O,
) -> Result<O::Output, StoreError> {
    let limit = Limit { attempts: u32::MAX, time: LONGEST };
    attempt(store, now, operation, limit).await?.map_err(|attempts| busy(limit, attempts))
}

/// The same, where there is another way if too many want the same items: nothing then. With SQLite there is none that is shorter.
pub(crate) async fn run_unless_crowded<O: Operation>(
    store: &Store,
    now: Timestamp,
    operation: &O,
) -> Result<Option<O::Output>, StoreError> {
    match store.crowded() {
        Some(limit) => Ok(attempt(store, now, operation, limit).await?.ok()),
        None => run(store, now, operation).await.map(Some),
    }
}

/// Attempts it within a limit; the number of attempts when that is reached.
async fn attempt<O: Operation>(
    store: &Store,
    now: Timestamp,
    operation: &O,
    limit: Limit,
) -> Result<Result<O::Output, u32>, StoreError> {
    let deadline = Instant::now() + limit.time;
    let mut attempts = 0;
    while attempts < limit.attempts && Instant::now() < deadline {
        let Ok(turn) = timeout_at(deadline, store.turn(attempts > 0)).await else { break };
        let mut txn = Txn::new(store, now);
        let output = operation.attempt(&mut txn).await?;
        match txn.commit().await {
            Ok(()) => return Ok(Ok(output)),
            Err(CommitError::Failed(error)) => return Err(error),
            Err(CommitError::Conflict) => {}
        }
        // Whoever waits holds nobody back.
        drop(turn);
        attempts += 1;
        if attempts < limit.attempts {
            sleep_until(deadline.min(Instant::now() + wait(attempts - 1))).await;
        }
    }
    Ok(Err(attempts))
}

fn busy(limit: Limit, attempts: u32) -> StoreError {
    let cause = match attempts {
        0 => format!("others were at it for {} seconds", limit.time.as_secs()),
        _ => format!("others changed the same items at every attempt, of which there were {attempts}"),
    };
    StoreError::busy("commit", cause)
}

/// Full jitter: anywhere between nothing and the longest wait of this attempt, so that those who met once don't meet again.
pub(super) fn wait(attempt: u32) -> Duration {
    let longest = FIRST_WAIT.saturating_mul(1 << attempt.min(10)).min(LONGEST_WAIT);
    let mut random = [0_u8; 1];
    // Without randomness all wait the longest time; they still go on.
    let share = getrandom::fill(&mut random).map_or(u8::MAX, |()| random[0]);
    longest.mul_f64(f64::from(share) / f64::from(u8::MAX))
}
