//! What others publish by git is brought every few minutes.

use std::sync::Arc;
use std::time::Duration;

use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval};

use crate::desk::Desk;
use crate::publication::NotPublished;

/// How often.
const EVERY: Duration = Duration::from_secs(3 * 60);

/// Brings it at once and then again and again, until it is stopped.
pub(super) fn start(desk: Arc<Desk>) -> JoinHandle<()> {
    tokio::spawn(async move {
        let mut every = interval(EVERY);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            let desk = Arc::clone(&desk);
            let brought = tokio::task::spawn_blocking(move || desk.publisher.refresh()).await;
            match brought {
                Ok(Ok(_)) => {}
                Ok(Err(NotPublished::Unreachable(why))) => {
                    eprintln!("the host of the site can't be reached: {}", why.trim())
                }
                Ok(Err(why)) => eprintln!("error: what others published can't be brought: {why:?}"),
                Err(error) => eprintln!("error: {error}"),
            }
        }
    })
}
