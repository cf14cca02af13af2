//! [`Session`]: a browser that is signed in. The cookie holds the account's id and 256 random bits, the store their hash.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::account::{self, Account, AccountId};
#[cfg(feature = "console")]
use super::door_link::DoorLinkId;
use super::{Accounts, keys};
use crate::desk::{Action, Audit, AuditOutcome, Scope};
use crate::secret;
use crate::store::{self, Change, CommitError, Expected, Item, Operation, StoreError, Txn, Write};

/// A working day, also a long one.
const LONGEST: SignedDuration = SignedDuration::from_hours(12);

/// After so long without a request it may be somebody else who sits there.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// A request is written down so long after the last one that was, so that not each costs a write.
const NOTED_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// How somebody showed who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedInBy {
    /// By a code that was sent to the mailbox.
    Code,
    /// By a passkey, which no mailbox has.
    Passkey,
    /// By a link that the program printed on the machine on which it runs.
    Machine,
    /// By a link for volunteers and the digits that were read out; without an account.
    DoorLink,
}

impl SignedInBy {
    /// Whether whoever reads the mailbox could not have done it.
    #[must_use]
    pub fn is_strong(self) -> bool {
        matches!(self, Self::Passkey | Self::Machine)
    }

    /// The key of its words.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::Machine => "machine",
            Self::DoorLink => "door_link",
        }
    }
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// Since when.
    pub started_at: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// How.
    pub by: SignedInBy,
    /// What the browser called itself, shortened, so that people tell their devices apart.
    pub browser: String,
    /// When a request came last, to within a minute; only sessions by passkey have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_at: Option<Timestamp>,
}

impl Session {
    /// Whoever came by the link of the machine has no passkey to show, and the machine in front of them.
    fn is_idle(&self, now: Timestamp) -> bool {
        self.by == SignedInBy::Passkey && now.duration_since(self.last_seen()) > IDLE
    }

    /// One that is idle stays so until the passkey is shown, whatever else is asked for.
    fn is_to_be_noted(&self, now: Timestamp) -> bool {
        self.by == SignedInBy::Passkey
            && !self.is_idle(now)
            && now.duration_since(self.last_seen()) >= NOTED_EVERY
    }

    fn last_seen(&self) -> Timestamp {
        self.seen_at.unwrap_or(self.started_at)
    }
}

/// The hash by which the store knows a session. It opens nothing, so it may stand in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionId(String);

impl SessionId {
    /// Reads it from a form.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        fits.then(|| Self(text.to_owned()))
    }

    /// As it stands in a form.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// That of a session which doesn't lie with an account.
    #[cfg(feature = "console")]
    pub(super) fn of_hash(hash: &str) -> Self {
        Self(hash.to_owned())
    }
}

/// Somebody who is signed in, as a request finds them.
#[derive(Debug, Clone)]
pub struct Visit {
    /// Who.
    pub account: Account,
    /// By which session.
    pub session: Session,
    /// Its hash.
    pub id: SessionId,
    /// Whether nobody did anything for half an hour, and nobody has shown the passkey since: what was told in confidence is closed.
    pub is_idle: bool,
    /// The link by which a volunteer came in; then there is no account.
    #[cfg(feature = "console")]
    pub door_link: Option<DoorLinkId>,
}

impl Accounts {
    /// Signs a browser in; returns the token for its cookie, which is stored nowhere.
    /// The audit tells of it.
    pub(super) fn begin_session(
        txn: &mut Txn<'_>,
        account: &Account,
        by: SignedInBy,
        browser: &str,
    ) -> Result<String, StoreError> {
        signed_in(account, txn.now()).put(txn)?;
        let token = secret::fresh_token();
        let (now, until) = (txn.now(), txn.now() + LONGEST);
        let browser = browser.chars().filter(|c| !c.is_control()).take(120).collect();
        let session = Session { started_at: now, until, by, browser, seen_at: None };
        txn.put_until(keys::session(&account.id, &secret::hash(&token)), &session, Some(until));
        Ok(format!("{}.{token}", account.id))
    }

    /// Who holds this token; none for one that is unknown, over, or of a disabled account. One request to the store, and at most one
    /// write a minute.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn visit(&self, token: &str, now: Timestamp) -> Result<Option<Visit>, StoreError> {
        let Some((account, rest)) = token.split_once('.') else { return Ok(None) };
        let Some(id) = AccountId::parse(account) else { return self.visit_without_account(token, now).await };
        let hash = secret::hash(rest);
        let keys = [keys::account(&id), keys::session(&id, &hash)];
        let mut items = self.desk.store().get_many(&keys, now).await?.into_iter();
        let (Some(Some(account)), Some(Some(item))) = (items.next(), items.next()) else {
            return Ok(None);
        };
        let account: Account = account::read(account.body)?;
        let session: Session = account::read(item.body.clone())?;
        let counts = account.disabled_at.is_none() && now < session.until;
        let is_idle = session.is_idle(now);
        if counts && session.is_to_be_noted(now) {
            self.note_request(item, &session, now).await?;
        }
        Ok(counts.then_some(Visit {
            account,
            session,
            id: SessionId(hash),
            is_idle,
            #[cfg(feature = "console")]
            door_link: None,
        }))
    }

    /// Writes down that a request came. One that ends meanwhile stays ended.
    async fn note_request(&self, item: Item, session: &Session, now: Timestamp) -> Result<(), StoreError> {
        let seen = Session { seen_at: Some(now), ..session.clone() };
        let body = serde_json::to_value(seen).expect("a session has text keys");
        let change = Change::Put { body, expires: item.expires };
        let write = Write { key: item.key, expected: Expected::Revision(item.revision), change };
        match self.desk.store().commit(vec![write], now).await {
            Err(CommitError::Failed(error)) => Err(error),
            Ok(()) | Err(CommitError::Conflict) => Ok(()),
        }
    }

    #[cfg(feature = "console")]
    async fn visit_without_account(&self, token: &str, now: Timestamp) -> Result<Option<Visit>, StoreError> {
        self.door_visit(token, now).await
    }

    /// What only takes forms has no door.
    #[cfg(not(feature = "console"))]
    #[expect(clippy::unused_async, reason = "with the pages of organisers the store is asked")]
    async fn visit_without_account(&self, _: &str, _: Timestamp) -> Result<Option<Visit>, StoreError> {
        Ok(None)
    }

    /// The sessions of an account, the newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sessions(
        &self,
        account: &AccountId,
        now: Timestamp,
    ) -> Result<Vec<(SessionId, Session)>, StoreError> {
        let items = self.desk.store().query(&keys::sessions(account), None, now).await?;
        let mut sessions = Vec::with_capacity(items.len());
        for item in items {
            let id = SessionId(item.key.sk.trim_start_matches("S#").to_owned());
            sessions.push((id, account::read::<Session>(item.body)?));
        }
        sessions.sort_by_key(|(_, session)| std::cmp::Reverse(session.started_at));
        Ok(sessions)
    }

    /// Ends a session. One that has ended already stays so.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_session(
        &self,
        account: &AccountId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let key = keys::session(account, session.as_str());
        let write = Write { key, expected: Expected::Anything, change: Change::Delete };
        match self.desk.store().commit(vec![write], now).await {
            Err(CommitError::Failed(error)) => Err(error),
            Ok(()) | Err(CommitError::Conflict) => Ok(()),
        }
    }

    /// A token for a link that signs a browser of this machine in, once and within ten minutes.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn opening(&self, account: &AccountId, now: Timestamp) -> Result<String, StoreError> {
        let token = secret::fresh_token();
        let opening = Opening { token: &token, account };
        store::run(self.desk.store(), now, &opening).await?;
        Ok(token)
    }

    /// Signs a browser in by such a link; none for one that was used or is too old.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn open(
        &self,
        token: &str,
        browser: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        store::run(self.desk.store(), now, &Open { token, browser }).await
    }
}

/// The entry that tells that somebody came in.
pub(super) fn signed_in(account: &Account, at: Timestamp) -> Audit {
    let mut scopes: Vec<Scope> = account.grants.iter().map(|grant| grant.scope.clone()).collect();
    let scope = if scopes.len() > 1 { Some(Scope::Several(scopes)) } else { scopes.pop() };
    Audit {
        at,
        actor: account.name.clone(),
        purpose: None,
        scope,
        action: Action::SignIn,
        outcome: AuditOutcome::Done,
        form: None,
        event: None,
        reference: None,
        account: Some(account.id.to_string()),
        count: 0,
    }
}

/// How long a link of the machine works.
const OPENING: SignedDuration = SignedDuration::from_mins(10);

struct Opening<'a> {
    token: &'a str,
    account: &'a AccountId,
}

impl Operation for Opening<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let until = txn.now() + OPENING;
        txn.put_until(keys::opening(&secret::hash(self.token)), self.account, Some(until));
        Ok(())
    }
}

struct Open<'a> {
    token: &'a str,
    browser: &'a str,
}

impl Operation for Open<'_> {
    type Output = Option<String>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Option<String>, StoreError> {
        let key = keys::opening(&secret::hash(self.token));
        let Some(id) = txn.get::<AccountId>(&key).await? else { return Ok(None) };
        let Some(account) = txn.get::<Account>(&keys::account(&id)).await? else { return Ok(None) };
        if account.disabled_at.is_some() {
            return Ok(None);
        }
        txn.delete(key);
        Accounts::begin_session(txn, &account, SignedInBy::Machine, self.browser).map(Some)
    }
}
