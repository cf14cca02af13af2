//! The private link of an event online: those with a place get it by letter and on their own page, and nobody else.

#[cfg(feature = "office")]
use axum::http::Uri;
use jiff::Timestamp;

use super::{Desk, keys};
use crate::store::{self, Operation, StoreError, Txn};

/// Links of meetings have some hundred characters.
#[cfg(feature = "office")]
const LONGEST: usize = 1000;

/// Why something can't be the link of an event.
#[cfg(feature = "office")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoLink {
    /// It isn't a whole address of the web that a letter and a calendar can carry as it is.
    NotWhole,
    /// Anybody on the way could read where people meet, and lead them to another place.
    NotSafe,
}

/// Whether something can be the link of an event.
///
/// # Errors
/// Why not.
#[cfg(feature = "office")]
pub fn check_link(text: &str) -> Result<(), NoLink> {
    let address: Uri = text.parse().map_err(|_| NoLink::NotWhole)?;
    let has_host = address.authority().is_some_and(|authority| !authority.host().is_empty());
    let is_plain = text.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"'));
    match address.scheme_str() {
        Some("http") => Err(NoLink::NotSafe),
        Some("https") if has_host && is_plain && text.len() <= LONGEST => Ok(()),
        _ => Err(NoLink::NotWhole),
    }
}

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
