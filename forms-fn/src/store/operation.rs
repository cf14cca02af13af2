//! Runs an operation until its commit goes through, or says that too many want the same at once.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use super::{CommitError, Store, StoreError, Txn};

/// Something that reads and writes in one transaction. It may be attempted several times.
pub(crate) trait Operation {
    /// What the caller wants to know.
    type Output;

    /// Reads, decides and writes into `txn`. Nothing may happen outside of it.
    fn attempt(&self, txn: &mut Txn<'_>) -> impl Future<Output = Result<Self::Output, StoreError>> + Send;
}

/// With the waits below, a person waits about 12 seconds on average before we say that it is busy: forty who press the
/// button in the same second all get their answer.
const ATTEMPTS: u32 = 20;
/// No attempt begins later than this: whoever waits for the answer of a request has a limit, [`crate::LONGEST_REQUEST`].
const LONGEST: Duration = Duration::from_secs(15);
/// The first wait is up to this long, each further one up to twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(10);
/// No wait is longer than this.
const LONGEST_WAIT: Duration = Duration::from_millis(1500);

/// Attempts the operation until nobody else has changed meanwhile what it read.
pub(crate) async fn run<O: Operation>(
    store: &Store,
    now: Timestamp,
    operation: &O,
) -> Result<O::Output, StoreError> {
    let began = Instant::now();
    let _turn = store.turn().await;
    for attempt in 0..ATTEMPTS {
        if began.elapsed() > LONGEST {
            break;
        }
        let mut txn = Txn::new(store, now);
        let output = operation.attempt(&mut txn).await?;
        match txn.commit().await {
            Ok(()) => return Ok(output),
            Err(CommitError::Failed(error)) => return Err(error),
            Err(CommitError::Conflict) => tokio::time::sleep(wait(attempt)).await,
        }
    }
    Err(StoreError::busy("commit", "others changed the same items at every attempt"))
}

/// Full jitter: anywhere between nothing and the longest wait of this attempt, so that those who met once don't meet again.
pub(super) fn wait(attempt: u32) -> Duration {
    let longest = FIRST_WAIT.saturating_mul(1 << attempt.min(10)).min(LONGEST_WAIT);
    let mut random = [0_u8; 1];
    // Without randomness all wait the longest time; they still go on.
    let share = getrandom::fill(&mut random).map_or(u8::MAX, |()| random[0]);
    longest.mul_f64(f64::from(share) / f64::from(u8::MAX))
}
