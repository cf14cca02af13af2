//! Accounts are made, given roles, and disabled.

use jiff::Timestamp;

use super::account::{Account, AccountId, Grant};
#[cfg(feature = "console")]
use super::actor::Actor;
use super::letter::{INVITATION, StaffLetter};
#[cfg(feature = "console")]
use super::role::Role;
use super::{Accounts, keys};
#[cfg(feature = "console")]
use crate::desk::Scope;
use crate::store::{Operation, StoreError, Txn};

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount<'a> {
    /// As the log shows it.
    pub name: &'a str,
    /// In the form of [`forms::email::canonical`]; none for the account of the machine itself, which gets no letter.
    pub email: Option<&'a str>,
    /// The language of its pages and letters.
    pub lang: &'a str,
    /// What it may from the beginning.
    pub grant: Grant,
    /// Who makes it, for the letter.
    pub by: &'a str,
}

/// Why nobody was invited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotInvited {
    /// The address has an account with this role there already.
    Already(AccountId),
}

impl Accounts {
    /// Makes an account, or gives the account of this address one more role; a letter tells so. A disabled one can be used again.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn invite(
        &self,
        new: &NewAccount<'_>,
        now: Timestamp,
    ) -> Result<Result<AccountId, NotInvited>, StoreError> {
        let pseudonym = new.email.map(|email| self.pseudonym(email));
        let fresh = AccountId::fresh()?;
        self.desk.run(now, &Invite { new, pseudonym, fresh }).await
    }

    /// Takes a role away; returns whether it was there.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn revoke(
        &self,
        account: &AccountId,
        grant: &Grant,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let revoke = |account: &mut Account| {
            let before = account.grants.len();
            account.grants.retain(|one| !one.is_same_role(grant));
            account.grants.len() < before
        };
        self.desk.run(now, &Edit { account, edit: revoke }).await
    }

    /// Disables an account: it is out at the next request, and so is whoever came to a door by a link of it. Returns whether it could be used before.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn disable(&self, account: &AccountId, now: Timestamp) -> Result<bool, StoreError> {
        let disable = |account: &mut Account| account.disabled_at.replace(now).is_none();
        let disabled = self.desk.run(now, &Edit { account, edit: disable }).await?;
        for (session, _) in self.sessions(account, now).await? {
            self.end_session(account, &session, now).await?;
        }
        #[cfg(feature = "console")]
        for (link, _) in self.door_links(now).await?.iter().filter(|(_, link)| link.giver == *account) {
            self.end_door_link(link, now).await?;
        }
        Ok(disabled)
    }

    /// The account by which the machine itself opens the console: it may everything everywhere, and no letter reaches it.
    ///
    /// # Errors
    /// When the store fails.
    #[cfg(feature = "console")]
    pub(crate) async fn of_machine(&self, lang: &str, now: Timestamp) -> Result<AccountId, StoreError> {
        self.desk.run(now, &OfMachine { lang }).await
    }

    /// Has pages and letters speak another language to somebody.
    ///
    /// # Errors
    /// When the store fails.
    #[cfg(feature = "console")]
    pub(crate) async fn speak(
        &self,
        account: &AccountId,
        lang: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let speak = |account: &mut Account| {
            account.lang = lang.to_owned();
            true
        };
        self.desk.run(now, &Edit { account, edit: speak }).await
    }
}

struct Invite<'a> {
    new: &'a NewAccount<'a>,
    pseudonym: Option<String>,
    fresh: AccountId,
}

impl Operation for Invite<'_> {
    type Output = Result<AccountId, NotInvited>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Self::Output, StoreError> {
        let pointer = self.pseudonym.as_deref().map(keys::address);
        let known = match &pointer {
            Some(key) => txn.get::<AccountId>(key).await?,
            None => None,
        };
        let mut account = match &known {
            Some(id) => {
                txn.get::<Account>(&keys::account(id)).await?.unwrap_or_else(|| self.account(txn.now()))
            }
            None => self.account(txn.now()),
        };
        let is_usable = account.disabled_at.take().is_none();
        if is_usable && account.grants.iter().any(|grant| self.new.grant.is_within(grant)) {
            return Ok(Err(NotInvited::Already(account.id)));
        }
        let mut grant = self.new.grant.clone();
        // Who translates there already gets further languages.
        for known in account.grants.extract_if(.., |known| !is_usable || known.is_same_role(&self.new.grant))
        {
            if is_usable {
                grant.languages.extend(known.languages);
            }
        }
        // Whoever has lost their key is disabled and invited anew, and adds another one.
        if !is_usable {
            txn.delete(keys::passkeys(&account.id));
            account.first_in_at = None;
        }
        account.grants.push(grant);
        let id = account.id.clone();
        txn.put(keys::account(&id), &account);
        if let Some(key) = pointer {
            txn.put(key, &id);
            let letter = StaffLetter::Invited { account: id.clone(), by: self.new.by.to_owned() };
            letter.put(txn, txn.now() + INVITATION);
        }
        Ok(Ok(id))
    }
}

impl Invite<'_> {
    fn account(&self, now: Timestamp) -> Account {
        Account {
            id: self.fresh.clone(),
            name: self.new.name.to_owned(),
            email: self.new.email.map(str::to_owned),
            lang: self.new.lang.to_owned(),
            created_at: now,
            disabled_at: None,
            first_in_at: None,
            grants: Vec::new(),
        }
    }
}

#[cfg(feature = "console")]
struct OfMachine<'a> {
    lang: &'a str,
}

#[cfg(feature = "console")]
impl Operation for OfMachine<'_> {
    type Output = AccountId;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<AccountId, StoreError> {
        let id = AccountId::machine();
        let key = keys::account(&id);
        let mut account = match txn.get::<Account>(&key).await? {
            Some(account) => account,
            None => Account {
                id: id.clone(),
                name: Actor::Machine.to_string(),
                email: None,
                lang: self.lang.to_owned(),
                created_at: txn.now(),
                disabled_at: None,
                first_in_at: None,
                grants: Vec::new(),
            },
        };
        // One that an older program made gets the roles that came since.
        let all = [Role::Coordinator, Role::Steward, Role::Publisher];
        let missing = all.map(|role| Grant::new(role, Scope::Everything)).into_iter();
        let missing: Vec<Grant> = missing.filter(|grant| !account.grants.contains(grant)).collect();
        if !missing.is_empty() {
            account.grants.extend(missing);
            txn.put(key, &account);
        }
        Ok(id)
    }
}

struct Edit<'a, F> {
    account: &'a AccountId,
    edit: F,
}

impl<F: Fn(&mut Account) -> bool + Sync> Operation for Edit<'_, F> {
    type Output = bool;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<bool, StoreError> {
        let key = keys::account(self.account);
        let Some(mut account) = txn.get::<Account>(&key).await? else { return Ok(false) };
        let changed = (self.edit)(&mut account);
        if changed {
            txn.put(key, &account);
        }
        Ok(changed)
    }
}
