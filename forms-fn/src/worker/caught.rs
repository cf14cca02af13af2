//! A panic in one piece of work is a failure of that piece: what comes after it is done all the same.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

/// Whatever the work makes; nothing if it panicked. The panic's own words are on standard error by then.
///
/// What the work holds is dropped then: transactions roll back, and nothing of it is looked at again.
pub(super) async fn caught<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    std::future::poll_fn(|ctx| {
        let step = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(ctx)));
        step.map_or(Poll::Ready(None), |step| step.map(Some))
    })
    .await
}
