//! [`StaffLetter`]: a letter to an organiser waits in the store until the worker has written and sent it.
//!
//! It holds no words and no digits, only what they are made of. One that can't be sent within its time is dropped: digits that
//! have ended help nobody, and who was invited can be invited again.

#[cfg(feature = "office")]
use jiff::SignedDuration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::account::{self, AccountId};
use super::{Account, Accounts, keys, sign_in};
use crate::desk::OwnWords;
use crate::secret;
#[cfg(feature = "office")]
use crate::store::Operation;
use crate::store::{Change, CommitError, Expected, Item, Key, StoreError, Txn, Write};

/// How long an invitation waits for a mail server.
#[cfg(feature = "office")]
pub(super) const INVITATION: SignedDuration = SignedDuration::from_hours(48);
/// How long a letter waits that somebody wants to look at now.
#[cfg(feature = "office")]
const TRIAL: SignedDuration = SignedDuration::from_hours(1);
/// More than one worker sends at once; this many are looked at in a pass.
const MOST: usize = 100;

/// What an organiser is told by mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(crate) enum StaffLetter {
    /// The digits to sign in with. Without an account there is nobody to tell.
    SignIn {
        account: Option<AccountId>,
        attempt: String,
        /// Where the digits were asked for, unless that is the site's own address.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        origin: Option<String>,
    },
    /// That there is an account now, and who made it.
    Invited { account: AccountId, by: String },
    /// A letter to people of an event, as its writer looks at it first.
    Trial { account: AccountId, event: String, lang: String, words: OwnWords },
    /// That somebody opened the answers in confidence of more people than is usual on a day.
    Unusual { account: AccountId, actor: String, day: jiff::civil::Date, usual: usize },
}

/// A letter that this worker has for itself.
#[derive(Debug)]
pub(crate) struct Due {
    item: Item,
    pub(crate) letter: StaffLetter,
    /// To whom.
    pub(crate) account: Account,
}

impl StaffLetter {
    /// Lays it down for the worker.
    pub(super) fn put(&self, txn: &mut Txn<'_>, until: Timestamp) {
        let id = secret::fresh_token();
        txn.put_until(keys::letter(txn.now(), &id), self, Some(until));
    }

    fn account(&self) -> Option<&AccountId> {
        match self {
            Self::SignIn { account, .. } => account.as_ref(),
            Self::Invited { account, .. } | Self::Trial { account, .. } | Self::Unusual { account, .. } => {
                Some(account)
            }
        }
    }
}

impl Due {
    /// Letters, digits, `-` and `_`, the same however often it is tried.
    pub(crate) fn id(&self) -> String {
        let id = self.item.key.sk.split_once('#').map_or(self.item.key.sk.as_str(), |(_, id)| id);
        format!("desk.{id}")
    }
}

#[cfg(feature = "office")]
struct LayDown<'a> {
    letters: &'a [StaffLetter],
}

#[cfg(feature = "office")]
impl Operation for LayDown<'_> {
    type Output = ();

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<(), StoreError> {
        for letter in self.letters {
            letter.put(txn, txn.now() + TRIAL);
        }
        Ok(())
    }
}

impl Accounts {
    /// Has letters to an organiser written that are of use within the hour.
    ///
    /// # Errors
    /// When the store fails.
    #[cfg(feature = "office")]
    pub(crate) async fn lay_down(&self, letters: &[StaffLetter], now: Timestamp) -> Result<(), StoreError> {
        self.desk.run(now, &LayDown { letters }).await
    }

    /// The letters that wait, each taken out of the store: whoever can't send one [`Self::put_back`]s it. What nobody is to be
    /// told is gone.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn take_letters(&self, now: Timestamp) -> Result<Vec<Due>, StoreError> {
        let mut due = Vec::new();
        for item in self.desk.store().query(&keys::letters(), Some(MOST), now).await? {
            if !self.take(&item, now).await? {
                continue;
            }
            let letter: StaffLetter = account::read(item.body.clone())?;
            let account = match letter.account() {
                Some(id) => self.find(id, now).await?,
                None => None,
            };
            if let Some(account) = account.filter(|account| account.disabled_at.is_none()) {
                due.push(Due { item, letter, account });
            }
        }
        Ok(due)
    }

    /// Whether it is ours now: another worker may have been faster.
    async fn take(&self, item: &Item, now: Timestamp) -> Result<bool, StoreError> {
        let expected = Expected::Revision(item.revision);
        self.write(item.key.clone(), expected, Change::Delete, now).await
    }

    /// Lays a letter back that couldn't be sent, for the next pass.
    ///
    /// # Errors
    /// When the store fails.
    pub(crate) async fn put_back(&self, due: Due, now: Timestamp) -> Result<(), StoreError> {
        let Item { key, body, expires, .. } = due.item;
        self.write(key, Expected::Absent, Change::Put { body, expires }, now).await.map(drop)
    }

    async fn write(
        &self,
        key: Key,
        expected: Expected,
        change: Change,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        match self.desk.store().commit(vec![Write { key, expected, change }], now).await {
            Ok(()) => Ok(true),
            Err(CommitError::Conflict) => Ok(false),
            Err(CommitError::Failed(error)) => Err(error),
        }
    }

    /// The digits that belong to a browser that waits for them.
    pub(crate) fn digits(&self, attempt: &str) -> String {
        sign_in::digits(self.desk.keyring(), attempt)
    }
}
