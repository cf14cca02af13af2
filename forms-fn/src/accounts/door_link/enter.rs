//! The volunteer's side: a link is opened, and the digits let one telephone in.

use jiff::Timestamp;

use super::{COOKIE, DoorLink, DoorLinkId, DoorSession};
use crate::accounts::{Accounts, account, keys};
use crate::desk::{Action, Audit, AuditOutcome};
use crate::secret;
use crate::store::{Operation, StoreError, Txn};

/// Why a link that is ours opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DoorLinkClosed;

/// Why the digits let nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotLetIn {
    /// They are others; so many tries are left.
    Wrong(u8),
    /// The link was used or ended, its time is over, or the digits were mistyped too often.
    Over,
}

impl Accounts {
    /// The link of an address, if it is signed by us and of this event: then whether it can be used still. It changes nothing, so
    /// that a mail program which looks at links burns none.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn look_at_door_link(
        &self,
        event: &str,
        token: &str,
        now: Timestamp,
    ) -> Result<Option<Result<DoorLinkId, DoorLinkClosed>>, StoreError> {
        let Some(id) = self.signed(token) else { return Ok(None) };
        let item = self.desk.store().get(&keys::door_link(&id), now).await?;
        let Some(item) = item else { return Ok(Some(Err(DoorLinkClosed))) };
        let link: DoorLink = account::read(item.body)?;
        if link.event != event {
            return Ok(None);
        }
        Ok(Some(if link.is_open(now) { Ok(id) } else { Err(DoorLinkClosed) }))
    }

    /// Lets a volunteer in by the digits; returns the token for the cookie. Blanks between the digits don't count.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn enter_by_door_link(
        &self,
        id: &DoorLinkId,
        typed: &str,
        browser: &str,
        now: Timestamp,
    ) -> Result<Result<String, NotLetIn>, StoreError> {
        let typed: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let is_right = typed == self.door_digits(id);
        self.desk.run(now, &Enter { id, is_right, browser }).await
    }
}

struct Enter<'a> {
    id: &'a DoorLinkId,
    is_right: bool,
    browser: &'a str,
}

impl Operation for Enter<'_> {
    type Output = Result<String, NotLetIn>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Self::Output, StoreError> {
        let (key, now) = (keys::door_link(self.id), txn.now());
        let Some(mut link) = txn.get::<DoorLink>(&key).await? else { return Ok(Err(NotLetIn::Over)) };
        if !link.is_open(now) {
            return Ok(Err(NotLetIn::Over));
        }
        let token = secret::fresh_token();
        if self.is_right {
            let browser = self.browser.chars().filter(|c| !c.is_control()).take(120).collect();
            link.session = Some(DoorSession { hash: secret::hash(&token), started_at: now, browser });
            came_in(&link, now).put(txn)?;
        } else {
            link.tries += 1;
        }
        let until = link.until;
        txn.put_until(key, &link, Some(until));
        Ok(match (self.is_right, super::TRIES - link.tries) {
            (true, _) => Ok(format!("{COOKIE}{}.{token}", self.id.as_str())),
            (false, 0) => Err(NotLetIn::Over),
            (false, left) => Err(NotLetIn::Wrong(left)),
        })
    }
}

/// The entry that tells that a volunteer came in.
fn came_in(link: &DoorLink, at: Timestamp) -> Audit {
    Audit {
        at,
        actor: link.actor(),
        purpose: None,
        scope: Some(link.grant().scope),
        action: Action::SignIn,
        outcome: AuditOutcome::Done,
        form: None,
        event: Some(link.event.clone()),
        reference: None,
        account: None,
        count: 0,
    }
}
