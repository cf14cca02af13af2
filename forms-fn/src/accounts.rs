//! Organisers as the store knows them: accounts, what they may, how they sign in, for how long.
//!
//! No password exists. Who wants in names an address, gets eight digits by mail ([`SignIn`]) and types them into the page
//! that is open already; that makes a [`Session`], of which the store has a hash only. An [`Account`] has grants, a [`Role`] for
//! a [`Scope`] each, and [`role`] is the one table of what a role may. Both are read anew with each request, so whoever is
//! disabled is out at the next one, and nothing is remembered between requests: it must work on Lambda.
//!
//! What organisers do with accounts goes through the office, which writes it into the audit; only signing in and out begins here.

mod account;
#[cfg(feature = "office")]
mod actor;
#[cfg(feature = "office")]
mod change;
#[cfg(feature = "console")]
mod door_link;
mod keys;
mod letter;
#[cfg(feature = "office")]
mod opened;
#[cfg(feature = "passkeys")]
mod passkey;
mod role;
mod session;
mod sign_in;
pub mod words;

use jiff::Timestamp;

use crate::desk::{Desk, Scope};
use crate::store::StoreError;

pub use account::{Account, AccountId, Grant};
#[cfg(feature = "office")]
pub(crate) use actor::Actor;
#[cfg(feature = "office")]
pub use change::{NewAccount, NotInvited};
#[cfg(feature = "console")]
pub use door_link::{DoorLink, DoorLinkClosed, DoorLinkId, DoorSession, NewDoorLink, NotLetIn};
pub(crate) use keys::letters as waiting_letters;
pub(crate) use letter::{Due, StaffLetter};
#[cfg(feature = "office")]
pub(crate) use opened::{Opened, Opening};
#[cfg(feature = "passkeys")]
pub(crate) use passkey::Pending;
#[cfg(feature = "passkeys")]
pub use passkey::{NoPasskey, OwnPasskey, PasskeyDue, Site};
pub use role::{Right, Role};
pub use session::{Session, SessionId, SignedInBy, Visit};
pub use sign_in::{CameFrom, Entered, NotSignedIn, SignIn};

/// All accounts of a store.
#[derive(Debug, Clone)]
pub struct Accounts {
    desk: Desk,
}

impl Accounts {
    /// Those of the store behind a desk.
    #[must_use]
    pub fn new(desk: Desk) -> Self {
        Self { desk }
    }

    /// All, by name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn all(&self, now: Timestamp) -> Result<Vec<Account>, StoreError> {
        let items = self.desk.store().query(&keys::accounts(), None, now).await?;
        let mut accounts: Vec<Account> =
            items.into_iter().map(|item| account::read(item.body)).collect::<Result<_, _>>()?;
        accounts.sort_by(|one, other| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
        Ok(accounts)
    }

    /// One account.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, id: &AccountId, now: Timestamp) -> Result<Option<Account>, StoreError> {
        let item = self.desk.store().get(&keys::account(id), now).await?;
        item.map(|item| account::read(item.body)).transpose()
    }

    /// The account of an address, in the form that [`forms::email::canonical`] gives it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn of_address(&self, email: &str, now: Timestamp) -> Result<Option<Account>, StoreError> {
        let key = keys::address(&self.pseudonym(email));
        let known = self.desk.store().get(&key, now).await?;
        // The store is asked as often for an address that nobody has, or the time would tell who is an organiser.
        let id = known.map_or(Ok(AccountId::nobody()), |item| account::read(item.body))?;
        self.find(&id, now).await
    }

    fn pseudonym(&self, email: &str) -> String {
        self.desk.keyring().pseudonym("account", email)
    }
}

/// Whether a grant counts at a moment: those of the door end six hours after their event, whose end `ends` tells.
#[must_use]
pub fn counts(grant: &Grant, now: Timestamp, ends: impl Fn(&str) -> Option<Timestamp>) -> bool {
    match (&grant.role, &grant.scope) {
        (Role::Door, Scope::Event(event)) => ends(event).is_some_and(|ends| door_is_open_after(ends, now)),
        _ => true,
    }
}

/// Whether the door of an event that ends at a moment can still be opened: six hours longer than that.
#[must_use]
pub fn door_is_open_after(ends: Timestamp, now: Timestamp) -> bool {
    now < ends + role::DOOR_STAYS_OPEN
}

/// When the door of an event opens, six hours before the start.
#[must_use]
pub fn door_opens(starts: Timestamp) -> Timestamp {
    starts.checked_sub(role::DOOR_OPENS_BEFORE).unwrap_or(Timestamp::MIN)
}

/// Whether the evening of a grant for the door has begun, six hours before the start that `starts` tells; any other grant needs no
/// evening.
#[must_use]
pub fn has_begun(grant: &Grant, now: Timestamp, starts: impl Fn(&str) -> Option<Timestamp>) -> bool {
    match (&grant.role, &grant.scope) {
        (Role::Door, Scope::Event(event)) => starts(event).is_some_and(|starts| now >= door_opens(starts)),
        _ => true,
    }
}
