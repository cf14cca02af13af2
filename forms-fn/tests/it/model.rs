//! Random histories of one event, told twice: by a small reference model and by the real desk. After every step both
//! must tell the same.
//!
//! A history is a list of steps, drawn from a seed: people register, cancel, change their mind, are offered seats and
//! let them lapse; organisers release, erase and change the capacity; the clock jumps; two act at once; an operation
//! breaks off in the middle and another process goes on. A failure prints its seed and the shortest history that
//! still fails.

mod event;
mod history;
mod judge;
pub(crate) mod stage;
mod tell;

use std::pin::pin;
use std::task::Poll;
use std::time::Instant;

/// Steps of all histories together.
const STEPS: usize = 10_000;
/// Steps of one history: long enough for queues and offers, short enough to be read.
const LENGTH: usize = 40;
/// Programs of tests run beside each other already.
const THREADS: u64 = 2;

#[test]
fn ten_thousand_steps_on_sqlite() {
    run(stage::Kind::Sqlite, STEPS);
}

#[cfg(feature = "aws")]
#[test]
fn ten_thousand_steps_on_dynamodb() {
    // Whoever checks each change has no time for all of them on an emulator: `./check` says how many.
    let steps = std::env::var("FORMS_DYNAMODB_STEPS").map_or(STEPS, |steps| steps.parse().unwrap());
    run(stage::Kind::DynamoDb, steps);
}

/// `FORMS_SEED=17` runs that history alone.
fn run(kind: stage::Kind, steps: usize) {
    let started = Instant::now();
    if let Ok(seed) = std::env::var("FORMS_SEED") {
        return judge::judge(kind, seed.parse().unwrap());
    }
    let steps = std::env::var("FORMS_STEPS").map_or(steps, |steps| steps.parse().unwrap());
    let seeds = (steps / LENGTH) as u64;
    std::thread::scope(|scope| {
        let part = |first| {
            move || (first..seeds).step_by(THREADS as usize).for_each(|seed| judge::judge(kind, seed))
        };
        let threads: Vec<_> = (0..THREADS).map(|first| scope.spawn(part(first))).collect();
        for thread in threads {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
    println!("{steps} steps in {:.1?}", started.elapsed());
}

/// Polls a future so many times and then drops it, as a crash would: whatever it had begun stays begun.
pub(crate) async fn abandon<F: Future>(future: F, polls: u32) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = polls;
    std::future::poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(cx) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
