//! When a pass has to be over: a moment that is known from the start (Lambda ends a function then), or one that is
//! announced while the work is under way (the process is asked to stop).

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

/// The moment, once it is known. Clones share it.
#[derive(Debug, Clone)]
pub struct Ending(Arc<watch::Sender<Option<Instant>>>);

impl Default for Ending {
    /// None is known yet.
    fn default() -> Self {
        Self(Arc::new(watch::Sender::new(None)))
    }
}

impl Ending {
    /// Known from the start.
    #[must_use]
    pub fn at(moment: Instant) -> Self {
        Self(Arc::new(watch::Sender::new(Some(moment))))
    }

    /// Says when; who works takes up nothing new that wouldn't be done by then.
    pub fn announce(&self, moment: Instant) {
        self.0.send_replace(Some(moment));
    }

    /// Whether something that takes so long is done by then.
    pub(super) fn leaves(&self, time: Duration) -> bool {
        self.0.borrow().is_none_or(|end| Instant::now() + time <= end)
    }

    /// Waits until it is known.
    pub(super) async fn announced(&self) -> Instant {
        let mut known = self.0.subscribe();
        match known.wait_for(Option::is_some).await.map(|end| *end) {
            Ok(Some(end)) => end,
            // We hold the sender, so it is there as long as we wait.
            _ => std::future::pending().await,
        }
    }

    /// Waits until only `left` of the time is left.
    pub(super) async fn near(&self, left: Duration) {
        let end = self.announced().await;
        tokio::time::sleep_until(end.checked_sub(left).unwrap_or(end)).await;
    }
}
