//! Passkeys: what no mailbox has. A key is added in a session and asked for by roles that read what was told in confidence.
//!
//! Both take two requests, between which nothing is remembered but an item of five minutes, named by the session. It is taken out
//! by the second request whatever comes of it, so a challenge is answered once.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::{
    CreationChallengeResponse, CredentialID, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, RequestChallengeResponse, Url, Uuid, Webauthn,
    WebauthnBuilder,
};

use super::{Account, AccountId, Accounts, SessionId, SignedInBy, Visit, keys};
use crate::desk::{Action, Audit};
use crate::secret;
use crate::store::{Operation, StoreError, Txn};

/// How long somebody may look for their key.
const LASTS: SignedDuration = SignedDuration::from_mins(5);
/// How long after the first sign-in somebody may put off making one.
const GRACE: SignedDuration = SignedDuration::from_hours(24 * 14);
const DAY: SignedDuration = SignedDuration::from_hours(24);

/// Nobody has more devices.
const MOST: usize = 10;

/// A passkey of an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OwnPasskey {
    /// Names it in a form.
    pub id: String,
    /// What the browser called itself in which it was added.
    pub browser: String,
    /// Since when.
    pub added_at: Timestamp,
    /// When somebody signed in with it last.
    pub used_at: Option<Timestamp>,
    key: Passkey,
}

/// What is under way.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Pending {
    /// A key is being added.
    Adding(PasskeyRegistration),
    /// A key is being asked for.
    Asking(PasskeyAuthentication),
}

/// Why nothing came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPasskey {
    /// Too late, or not what we asked for.
    Over,
    /// Who has a passkey shows it before they add another one: a mailbox must not be enough.
    ShowOneFirst,
    /// There are too many, or none.
    Number,
}

/// How it stands with the passkey that a role asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasskeyDue {
    /// There is one.
    Made,
    /// There is none, and so many days are left, the last one included.
    Within(u32),
    /// There is none, and the time is over.
    Over,
}

impl PasskeyDue {
    /// By when digits signed somebody in first.
    fn of(first_in_at: Timestamp, now: Timestamp) -> Self {
        let left = (first_in_at + GRACE).duration_since(now).as_secs();
        let days = u32::try_from((left + DAY.as_secs() - 1).div_euclid(DAY.as_secs())).unwrap_or_default();
        if left > 0 { Self::Within(days) } else { Self::Over }
    }
}

/// The site for which keys are made.
#[derive(Debug)]
pub struct Site(Webauthn);

impl Site {
    /// By the address that browsers have for it, such as `https://spaces.example`; none for one that no key can be made for.
    #[must_use]
    pub fn of(origin: &str, name: &str) -> Option<Self> {
        let url = Url::parse(origin).ok()?;
        let host = url.domain()?.to_owned();
        let built = WebauthnBuilder::new(&host, &url).ok()?.rp_name(name).build();
        built.ok().map(Self)
    }
}

impl Accounts {
    /// The passkeys of an account, in the order in which they were added.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn passkeys(&self, account: &AccountId, now: Timestamp) -> Result<Vec<OwnPasskey>, StoreError> {
        let item = self.desk.store().get(&keys::passkeys(account), now).await?;
        item.map_or(Ok(Vec::new()), |item| super::account::read(item.body))
    }

    /// Whether an account has a passkey, and how long it may be without one.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn passkey_due(&self, account: &Account, now: Timestamp) -> Result<PasskeyDue, StoreError> {
        let is_made = !self.passkeys(&account.id, now).await?.is_empty();
        Ok(if is_made { PasskeyDue::Made } else { PasskeyDue::of(account.first_in_at.unwrap_or(now), now) })
    }

    /// What a browser needs to make a key; by digits only the first one can be added.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn add_passkey(
        &self,
        site: &Site,
        visit: &Visit,
        now: Timestamp,
    ) -> Result<Result<CreationChallengeResponse, NoPasskey>, StoreError> {
        let known = self.passkeys(&visit.account.id, now).await?;
        if let Err(no) = may_add(&known, visit) {
            return Ok(Err(no));
        }
        let exclude: Vec<CredentialID> = known.iter().map(|own| own.key.cred_id().clone()).collect();
        let Account { name, email, .. } = &visit.account;
        let email = email.as_deref().unwrap_or(name);
        let begun = site.0.start_passkey_registration(handle(&visit.account.id), email, name, Some(exclude));
        let Ok((challenge, state)) = begun else { return Ok(Err(NoPasskey::Over)) };
        self.desk.run(now, &Begin { visit, pending: Pending::Adding(state) }).await?;
        Ok(Ok(challenge))
    }

    /// Adds the key that a browser made, and signs in by it: another session, and the one of before ends. Returns the token for
    /// its cookie.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn passkey_added(
        &self,
        site: &Site,
        visit: &Visit,
        made: &RegisterPublicKeyCredential,
        now: Timestamp,
    ) -> Result<Result<String, NoPasskey>, StoreError> {
        let Some(Pending::Adding(state)) = self.taken(visit, now).await? else {
            return Ok(Err(NoPasskey::Over));
        };
        match site.0.finish_passkey_registration(made, &state) {
            Ok(key) => self.desk.run(now, &Add { visit, key }).await,
            Err(_) => Ok(Err(NoPasskey::Over)),
        }
    }

    /// What a browser needs to show a key.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn ask_passkey(
        &self,
        site: &Site,
        visit: &Visit,
        now: Timestamp,
    ) -> Result<Result<RequestChallengeResponse, NoPasskey>, StoreError> {
        let known: Vec<Passkey> =
            self.passkeys(&visit.account.id, now).await?.into_iter().map(|own| own.key).collect();
        if known.is_empty() {
            return Ok(Err(NoPasskey::Number));
        }
        let Ok((challenge, state)) = site.0.start_passkey_authentication(&known) else {
            return Ok(Err(NoPasskey::Over));
        };
        self.desk.run(now, &Begin { visit, pending: Pending::Asking(state) }).await?;
        Ok(Ok(challenge))
    }

    /// Signs in by the key that a browser showed: another session, and the one by digits ends. Returns the token for its cookie.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn passkey_shown(
        &self,
        site: &Site,
        visit: &Visit,
        shown: &PublicKeyCredential,
        now: Timestamp,
    ) -> Result<Result<String, NoPasskey>, StoreError> {
        let Some(Pending::Asking(state)) = self.taken(visit, now).await? else {
            return Ok(Err(NoPasskey::Over));
        };
        match site.0.finish_passkey_authentication(shown, &state) {
            Ok(result) => self.desk.run(now, &Enter { visit, result }).await,
            Err(_) => Ok(Err(NoPasskey::Over)),
        }
    }

    /// Removes a key; returns whether it was there. By digits none can be removed.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_passkey(&self, visit: &Visit, id: &str, now: Timestamp) -> Result<bool, StoreError> {
        if !visit.session.by.is_strong() {
            return Ok(false);
        }
        self.desk.run(now, &Remove { account: &visit.account, id }).await
    }

    async fn taken(&self, visit: &Visit, now: Timestamp) -> Result<Option<Pending>, StoreError> {
        self.desk.run(now, &Take { session: &visit.id }).await
    }
}

/// The first key is taken from whoever reads the mailbox, as the account itself is; each further one from whoever shows one.
fn may_add(known: &[OwnPasskey], visit: &Visit) -> Result<(), NoPasskey> {
    if known.len() >= MOST {
        return Err(NoPasskey::Number);
    }
    if known.is_empty() || visit.session.by == SignedInBy::Passkey {
        Ok(())
    } else {
        Err(NoPasskey::ShowOneFirst)
    }
}

/// As it stands in a form: it opens nothing.
fn named(id: &CredentialID) -> String {
    let digits: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    secret::hash(&digits)
}

/// By which a device tells accounts apart. It tells nothing about anybody.
fn handle(account: &AccountId) -> Uuid {
    let mut bytes = [0_u8; 16];
    bytes[..10].copy_from_slice(account.as_str().as_bytes().first_chunk::<10>().unwrap_or(&[0; 10]));
    Uuid::from_bytes(bytes)
}

struct Begin<'a> {
    visit: &'a Visit,
    pending: Pending,
}

impl Operation for Begin<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let until = txn.now() + LASTS;
        txn.overwrite_until(keys::pending(self.visit.id.as_str()), &self.pending, Some(until));
        Ok(())
    }
}

struct Take<'a> {
    session: &'a SessionId,
}

impl Operation for Take<'_> {
    type Output = Option<Pending>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Option<Pending>, StoreError> {
        let key = keys::pending(self.session.as_str());
        let pending = txn.get::<Pending>(&key).await?;
        if pending.is_some() {
            txn.delete(key);
        }
        Ok(pending)
    }
}

struct Add<'a> {
    visit: &'a Visit,
    key: Passkey,
}

impl Operation for Add<'_> {
    type Output = Result<String, NoPasskey>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Self::Output, StoreError> {
        let Visit { account, session, id, .. } = self.visit;
        let key = keys::passkeys(&account.id);
        let mut known = txn.get::<Vec<OwnPasskey>>(&key).await?.unwrap_or_default();
        if let Err(no) = may_add(&known, self.visit) {
            return Ok(Err(no));
        }
        known.push(OwnPasskey {
            id: named(self.key.cred_id()),
            browser: session.browser.clone(),
            added_at: txn.now(),
            used_at: None,
            key: self.key.clone(),
        });
        txn.put(key, &known);
        noted(account, Action::AddPasskey, txn)?;
        txn.delete(keys::session(&account.id, id.as_str()));
        Accounts::begin_session(txn, account, SignedInBy::Passkey, &session.browser).map(Ok)
    }
}

struct Enter<'a> {
    visit: &'a Visit,
    result: webauthn_rs::prelude::AuthenticationResult,
}

impl Operation for Enter<'_> {
    type Output = Result<String, NoPasskey>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Self::Output, StoreError> {
        let Visit { account, session, id, .. } = self.visit;
        let key = keys::passkeys(&account.id);
        let mut known = txn.get::<Vec<OwnPasskey>>(&key).await?.unwrap_or_default();
        let Some(own) = known.iter_mut().find(|own| own.key.cred_id() == self.result.cred_id()) else {
            return Ok(Err(NoPasskey::Over));
        };
        own.key.update_credential(&self.result);
        own.used_at = Some(txn.now());
        let account = txn.get::<Account>(&keys::account(&account.id)).await?;
        let Some(account) = account.filter(|account| account.disabled_at.is_none()) else {
            return Ok(Err(NoPasskey::Over));
        };
        txn.put(key, &known);
        txn.delete(keys::session(&account.id, id.as_str()));
        Accounts::begin_session(txn, &account, SignedInBy::Passkey, &session.browser).map(Ok)
    }
}

struct Remove<'a> {
    account: &'a Account,
    id: &'a str,
}

impl Operation for Remove<'_> {
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let key = keys::passkeys(&self.account.id);
        let mut known = txn.get::<Vec<OwnPasskey>>(&key).await?.unwrap_or_default();
        let before = known.len();
        known.retain(|own| own.id != self.id);
        if known.len() == before {
            return Ok(false);
        }
        txn.put(key, &known);
        noted(self.account, Action::RemovePasskey, txn)?;
        Ok(true)
    }
}

fn noted(account: &Account, action: Action, txn: &mut Txn<'_>) -> Result<(), StoreError> {
    Audit { action, ..super::session::signed_in(account, txn.now()) }.put(txn)
}
