//! [`Others`]: another process on the same file has stored something. Whoever waits for digits that were asked for there needn't wait
//! for the next pass.

use std::time::Duration;

use crate::store::Store;

/// How often is looked. A look reads one number, and nothing from the disk as long as nobody writes.
const EVERY: Duration = Duration::from_secs(1);

/// What others had stored at the last look.
pub(super) struct Others<'a> {
    store: &'a Store,
    seen: Option<i64>,
}

impl<'a> Others<'a> {
    /// As it is now.
    pub(super) async fn now(store: &'a Store) -> Self {
        Self { store, seen: look(store).await }
    }

    /// Waits until there is more; for ever where the store can't say.
    pub(super) async fn stored(&mut self) {
        loop {
            tokio::time::sleep(EVERY).await;
            let now = look(self.store).await;
            if now.is_some() && now != self.seen {
                self.seen = now;
                return;
            }
        }
    }
}

/// A store that fails is told by the next pass.
async fn look(store: &Store) -> Option<i64> {
    store.version_by_others().await.ok().flatten()
}
