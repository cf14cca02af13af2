//! The private link of an event online: those with a place get it by letter and on their own page, and nobody else.

use jiff::Timestamp;

use super::{Desk, keys};
use crate::store::{self, Operation, StoreError, Txn};

impl Desk {
    /// The link of an event.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn link(&self, event: &str, now: Timestamp) -> Result<Option<String>, StoreError> {
        self.read(&keys::link(event), now).await
    }

    /// Sets the link of an event, or takes it away; returns the one before. The worker tells those with a place.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn set_link(
        &self,
        event: &str,
        link: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        store::run(&self.store, now, &Set { event, link }).await
    }
}

struct Set<'a> {
    event: &'a str,
    link: Option<&'a str>,
}

impl Operation for Set<'_> {
    type Output = Option<String>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Option<String>, StoreError> {
        let key = keys::link(self.event);
        let before = txn.get::<String>(&key).await?;
        match self.link {
            Some(link) if before.as_deref() != Some(link) => txn.put(key, &link),
            None if before.is_some() => txn.delete(key),
            _ => {}
        }
        Ok(before)
    }
}
