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
    /// The page that somebody wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// From where somebody signs in.
#[derive(Debug, Clone, Copy, Default)]
pub struct CameFrom<'a> {
    /// The page that they wanted, which only the attempt carries: nobody can put one into a letter.
    pub next: Option<&'a str>,
    /// The origin of the editor, if that is where they are: the link of the letter leads there.
    pub origin: Option<&'a str>,
}

/// A browser that the digits signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    /// For its cookie.
    pub token: String,
    /// The page that was wanted.
    pub next: Option<String>,
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
    pub async fn sign_in(
        &self,
        email: &str,
        from: CameFrom<'_>,
        now: Timestamp,
    ) -> Result<SignIn, StoreError> {
        let account = self.of_address(email, now).await?.filter(|account| account.disabled_at.is_none());
        let token = secret::fresh_token();
        let asked = keys::asked(&self.pseudonym(email));
        let begin = Begin { hash: &secret::hash(&token), account: account.as_ref(), asked, from };
        self.desk.run(now, &begin).await?;
        Ok(SignIn { token })
    }

    /// Signs a browser in by the digits. Blanks between the digits don't count.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn finish_sign_in(
        &self,
        token: &str,
        typed: &str,
        browser: &str,
        now: Timestamp,
    ) -> Result<Result<Entered, NotSignedIn>, StoreError> {
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
    from: CameFrom<'a>,
}

impl Operation for Begin<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        let now = txn.now();
        let asked: Asked = txn.get(&self.asked).await?.unwrap_or_default();
        let account = self.account.filter(|_| asked.times < LETTERS).map(|account| account.id.clone());
        let next = self.from.next.map(str::to_owned);
        let attempt = Attempt { account: account.clone(), tries: 0, next };
        txn.put_until(keys::sign_in(self.hash), &attempt, Some(now + LASTS));
        txn.put_until(self.asked.clone(), &Asked { times: asked.times.saturating_add(1) }, Some(now + HOUR));
        let origin = self.from.origin.map(str::to_owned);
        let letter = StaffLetter::SignIn { account, attempt: self.hash.to_owned(), origin };
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
    type Output = Result<Entered, NotSignedIn>;

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
        let token = Accounts::begin_session(txn, &account, SignedInBy::Code, self.browser)?;
        Ok(Ok(Entered { token, next: attempt.next }))
    }
}
