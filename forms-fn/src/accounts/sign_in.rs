//! [`SignIn`]: an address becomes eight digits in a letter, and the digits, typed into the page that asked for them, a session.
//!
//! The store keeps neither the digits nor a hash of them: they are the keyring's answer to the hash of what the browser holds,
//! so the worker makes them when it writes the letter and the page when it checks them. An address without an account leaves
//! the same items and gets no letter, so neither page nor time tells who is an organiser.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::account::{Account, AccountId};
use super::letter::StaffLetter;
use super::{Accounts, SignedInBy, keys};
use crate::secret::{self, Keyring};
use crate::store::{self, Operation, StoreError, Txn};

/// How long the digits work.
const LASTS: SignedDuration = SignedDuration::from_mins(10);
/// How often they may be mistyped.
const TRIES: u8 = 5;
/// Letters with digits that an address gets within an hour: more would be somebody else's doing.
const LETTERS: u8 = 10;
const HOUR: SignedDuration = SignedDuration::from_hours(1);
/// What the digits are derived by.
const CONTEXT: &str = "sign-in";

/// Somebody who has named an address and has not typed the digits yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Attempt {
    /// None for an address that has no account.
    account: Option<AccountId>,
    tries: u8,
}

/// How many letters an address got lately.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Asked {
    times: u8,
}

/// What begins at the page that asks for an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// For the cookie of the page that asks for the digits.
    pub token: String,
}

/// Why the digits signed nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSignedIn {
    /// They are others; so many tries are left.
    Wrong(u8),
    /// Too late, too often, or in another browser than the one that asked.
    Over,
}

/// The digits for what a browser holds.
pub(crate) fn digits(keyring: &Keyring, hash: &str) -> String {
    keyring.digits(CONTEXT, hash)
}

impl Accounts {
    /// Has digits sent to an address in the form of [`forms::email::canonical`], if it has an account.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_in(&self, email: &str, now: Timestamp) -> Result<SignIn, StoreError> {
        let account = self.of_address(email, now).await?.filter(|account| account.disabled_at.is_none());
        let token = secret::fresh_token();
        let asked = keys::asked(&self.pseudonym(email));
        self.desk.run(now, &Begin { hash: &secret::hash(&token), account: account.as_ref(), asked }).await?;
        Ok(SignIn { token })
    }

    /// Signs a browser in by the digits; returns the token for its cookie. Blanks between the digits don't count.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn finish_sign_in(
        &self,
        token: &str,
        typed: &str,
        browser: &str,
        now: Timestamp,
    ) -> Result<Result<String, NotSignedIn>, StoreError> {
        let hash = secret::hash(token);
        let typed: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        let is_right = typed == digits(self.desk.keyring(), &hash);
        store::run(self.desk.store(), now, &Finish { hash: &hash, is_right, browser }).await
    }
}

struct Begin<'a> {
    hash: &'a str,
    account: Option<&'a Account>,
    asked: store::Key,
}

impl Operation for Begin<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let now = txn.now();
        let asked: Asked = txn.get(&self.asked).await?.unwrap_or_default();
        let account = self.account.filter(|_| asked.times < LETTERS).map(|account| account.id.clone());
        let attempt = Attempt { account: account.clone(), tries: 0 };
        txn.put_until(keys::sign_in(self.hash), &attempt, Some(now + LASTS));
        txn.put_until(self.asked.clone(), &Asked { times: asked.times.saturating_add(1) }, Some(now + HOUR));
        let letter = StaffLetter::SignIn { account, attempt: self.hash.to_owned() };
        letter.put(txn, now + LASTS);
        Ok(())
    }
}

struct Finish<'a> {
    hash: &'a str,
    is_right: bool,
    browser: &'a str,
}

impl Operation for Finish<'_> {
    type Output = Result<String, NotSignedIn>;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Self::Output, StoreError> {
        let (key, now) = (keys::sign_in(self.hash), txn.now());
        let Some(mut attempt) = txn.get::<Attempt>(&key).await? else { return Ok(Err(NotSignedIn::Over)) };
        if attempt.tries >= TRIES {
            return Ok(Err(NotSignedIn::Over));
        }
        let account = match attempt.account.clone().filter(|_| self.is_right) {
            Some(id) => txn.get::<Account>(&keys::account(&id)).await?,
            None => None,
        };
        let Some(mut account) = account.filter(|account| account.disabled_at.is_none()) else {
            attempt.tries += 1;
            // The end stays where it was, or each try would make the digits work longer.
            let until = txn.expires(&key).unwrap_or(now + LASTS);
            txn.put_until(key, &attempt, Some(until));
            return Ok(Err(match TRIES - attempt.tries {
                0 => NotSignedIn::Over,
                left => NotSignedIn::Wrong(left),
            }));
        };
        // Digits work once.
        txn.delete(key);
        if account.first_in_at.is_none() {
            account.first_in_at = Some(now);
            txn.put(keys::account(&account.id), &account);
        }
        Accounts::begin_session(txn, &account, SignedInBy::Code, self.browser).map(Ok)
    }
}
