//! [`DoorLink`]: how a volunteer without an account comes to the door of one event.
//!
//! A host gives a signed link, which is photographed or sent, and reads six digits out in the room. Only both together open the
//! door, once and on one telephone. The store keeps neither: the signature and the digits are the keyring's answer to the link's
//! id, so the host can show them as often as needed. The session lies in the link itself, so one read tells whether it counts.

mod enter;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::account::{self, Account, AccountId, Grant};
use super::actor::Actor;
use super::role::{DOOR_STAYS_OPEN, Role};
use super::session::{Session, SessionId, SignedInBy, Visit};
use super::{Accounts, keys};
use crate::desk::Scope;
use crate::secret;
use crate::store::{Operation, StoreError, Txn};

pub use enter::{DoorLinkClosed, NotLetIn};

/// What the signature is derived by.
const SIGNATURE: &str = "door-link";
/// What the digits are derived by.
const DIGITS: &str = "door-link";
/// Whoever has to guess them has five tries in a million.
const DIGITS_READ_OUT: usize = 6;
/// How often the digits may be mistyped.
const TRIES: u8 = 5;
/// Before the id in a cookie: no id of an account begins so.
const COOKIE: &str = "door-";

/// Names a link in addresses and keys: ten lower-case hexadecimal digits. It opens nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoorLinkId(String);

/// A link for the door of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorLink {
    /// Of which event.
    pub event: String,
    /// The volunteer's name, if the host said one.
    pub volunteer: Option<String>,
    /// Who gave it, as the log shows them.
    pub by: String,
    /// Their account: when it is disabled, its links end, too.
    pub giver: AccountId,
    /// Since when.
    pub made_at: Timestamp,
    /// Until when, six hours after the end that the event had when the link was given.
    pub until: Timestamp,
    /// How often the digits were mistyped.
    pub tries: u8,
    /// Since when it is ended.
    pub ended_at: Option<Timestamp>,
    /// Where it was used.
    pub session: Option<DoorSession>,
}

/// The telephone on which a link was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DoorSession {
    /// The hash of what its cookie holds.
    hash: String,
    /// Since when.
    pub started_at: Timestamp,
    /// What the browser called itself, shortened.
    pub browser: String,
}

/// A link to be given.
#[derive(Debug, Clone)]
pub struct NewDoorLink<'a> {
    /// Of which event.
    pub event: &'a str,
    /// When the event ends.
    pub ends: Timestamp,
    /// The volunteer's name.
    pub volunteer: Option<&'a str>,
    /// Who gives it, as the log shows them.
    pub by: &'a str,
    /// Their account.
    pub giver: &'a AccountId,
}

impl DoorLinkId {
    /// Reads it from an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        AccountId::parse(text).map(|id| Self(id.as_str().to_owned()))
    }

    /// As it stands in addresses and keys.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl DoorLink {
    /// As the log names whoever comes in by it.
    #[must_use]
    pub fn actor(&self) -> String {
        let actor = self.volunteer.as_deref().map_or(Actor::VolunteerOf(&self.by), Actor::Volunteer);
        actor.to_string()
    }

    /// Whether the digits were mistyped so often that it is dead.
    #[must_use]
    pub fn is_burnt(&self) -> bool {
        self.tries >= TRIES
    }

    /// Whether somebody can still come in by it.
    #[must_use]
    pub fn is_open(&self, now: Timestamp) -> bool {
        self.ended_at.is_none() && self.session.is_none() && !self.is_burnt() && now < self.until
    }

    /// What it lets its bearer do.
    fn grant(&self) -> Grant {
        Grant::new(Role::Door, Scope::Event(self.event.clone()))
    }

    /// Whoever is signed in by it, as a request finds them. No such account lies in the store.
    fn visit(&self, id: DoorLinkId, session: &DoorSession) -> Visit {
        let account = Account {
            id: AccountId::nobody(),
            name: self.actor(),
            email: None,
            // Pages then speak what the browser chose.
            lang: String::new(),
            created_at: self.made_at,
            disabled_at: None,
            first_in_at: None,
            grants: vec![self.grant()],
        };
        let of_cookie = Session {
            started_at: session.started_at,
            until: self.until,
            by: SignedInBy::DoorLink,
            browser: session.browser.clone(),
            seen_at: None,
        };
        Visit {
            account,
            session: of_cookie,
            id: SessionId::of_hash(&session.hash),
            is_idle: false,
            door_link: Some(id),
        }
    }
}

impl Accounts {
    /// Gives a link.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn give_door_link(
        &self,
        new: &NewDoorLink<'_>,
        now: Timestamp,
    ) -> Result<DoorLinkId, StoreError> {
        let id = DoorLinkId(AccountId::fresh()?.as_str().to_owned());
        let link = DoorLink {
            event: new.event.to_owned(),
            volunteer: new.volunteer.map(str::to_owned),
            by: new.by.to_owned(),
            giver: new.giver.clone(),
            made_at: now,
            until: new.ends.checked_add(DOOR_STAYS_OPEN).unwrap_or(Timestamp::MAX),
            tries: 0,
            ended_at: None,
            session: None,
        };
        self.desk.run(now, &Give { id: &id, link: &link }).await?;
        Ok(id)
    }

    /// The links of all events that aren't over, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn door_links(&self, now: Timestamp) -> Result<Vec<(DoorLinkId, DoorLink)>, StoreError> {
        let items = self.desk.store().query(&keys::door_links(), None, now).await?;
        let mut links = Vec::with_capacity(items.len());
        for item in items {
            links.push((DoorLinkId(item.key.sk), account::read::<DoorLink>(item.body)?));
        }
        links.sort_by_key(|(_, link)| std::cmp::Reverse(link.made_at));
        Ok(links)
    }

    /// Ends a link: whoever is in by it is out at the next request. Returns whether it could be used before.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn end_door_link(&self, id: &DoorLinkId, now: Timestamp) -> Result<bool, StoreError> {
        self.desk.run(now, &End { id }).await
    }

    /// What stands in the address of a link.
    #[must_use]
    pub(crate) fn door_token(&self, id: &DoorLinkId) -> String {
        format!("{}{}", id.0, self.desk.keyring().pseudonym(SIGNATURE, &id.0))
    }

    /// The digits that are read out.
    #[must_use]
    pub(crate) fn door_digits(&self, id: &DoorLinkId) -> String {
        let digits = self.desk.keyring().digits(DIGITS, &id.0);
        digits[digits.len() - DIGITS_READ_OUT..].to_owned()
    }

    /// The link of an address; none for one that isn't signed by us.
    pub(super) fn signed(&self, token: &str) -> Option<DoorLinkId> {
        let id = DoorLinkId::parse(token.get(..10)?)?;
        // Hashes are compared, so that the time tells nothing of the signature.
        (secret::hash(token) == secret::hash(&self.door_token(&id))).then_some(id)
    }

    /// Who holds the cookie of a link; none for one that is over, ended, or was used in another browser. One request to the store.
    pub(super) async fn door_visit(&self, token: &str, now: Timestamp) -> Result<Option<Visit>, StoreError> {
        let Some((id, rest)) = token.strip_prefix(COOKIE).and_then(|token| token.split_once('.')) else {
            return Ok(None);
        };
        let Some(id) = DoorLinkId::parse(id) else { return Ok(None) };
        let item = self.desk.store().get(&keys::door_link(&id), now).await?;
        let Some(link) = item.map(|item| account::read::<DoorLink>(item.body)).transpose()? else {
            return Ok(None);
        };
        let hash = secret::hash(rest);
        let session = link.session.as_ref().filter(|session| session.hash == hash);
        let counts = link.ended_at.is_none() && now < link.until;
        Ok(session.filter(|_| counts).map(|session| link.visit(id, session)))
    }
}

struct Give<'a> {
    id: &'a DoorLinkId,
    link: &'a DoorLink,
}

impl Operation for Give<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        txn.put_until(keys::door_link(self.id), self.link, Some(self.link.until));
        Ok(())
    }
}

struct End<'a> {
    id: &'a DoorLinkId,
}

impl Operation for End<'_> {
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let key = keys::door_link(self.id);
        let Some(mut link) = txn.get::<DoorLink>(&key).await? else { return Ok(false) };
        if link.ended_at.is_some() {
            return Ok(false);
        }
        link.ended_at = Some(txn.now());
        txn.put_until(key, &link, Some(link.until));
        Ok(true)
    }
}
