//! [`Account`]: an organiser with an address and what they may.

use std::collections::BTreeSet;
use std::fmt;

use jiff::Timestamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::role::Role;
use crate::desk::Scope;
use crate::store::{StoreError, why_unreadable};

/// Names an account in addresses and keys: ten lower-case hexadecimal digits.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(String);

/// An organiser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// As the log shows it.
    pub name: String,
    /// Where codes go, in the form of [`forms::email::canonical`]; none for the one that a machine opens for itself.
    pub email: Option<String>,
    /// The language of pages and letters, as a BCP 47 tag.
    pub lang: String,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when it can't be used any more.
    pub disabled_at: Option<Timestamp>,
    /// When digits signed somebody in first; a passkey is asked for within a time from then on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_in_at: Option<Timestamp>,
    /// What it may.
    pub grants: Vec<Grant>,
}

/// A role somewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// The role.
    pub role: Role,
    /// Where: an organisation, an event, or everything.
    pub scope: Scope,
    /// Into which languages a translator writes, as BCP 47 tags; no other role has some.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub languages: BTreeSet<String>,
}

impl Grant {
    /// A role without languages.
    #[must_use]
    pub fn new(role: Role, scope: Scope) -> Self {
        Self { role, scope, languages: BTreeSet::new() }
    }

    /// Whether it is the same role at the same place, whatever the languages.
    #[cfg(feature = "office")]
    pub(super) fn is_same_role(&self, other: &Self) -> bool {
        self.role == other.role && self.scope == other.scope
    }

    /// Whether it has nothing that another of its place and role lacks.
    #[cfg(feature = "office")]
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        self.is_same_role(other) && self.languages.is_subset(&other.languages)
    }
}

impl AccountId {
    /// A new one.
    ///
    /// # Errors
    /// When the system has no randomness.
    #[cfg(feature = "office")]
    pub(super) fn fresh() -> Result<Self, StoreError> {
        let mut bytes = [0_u8; 5];
        getrandom::fill(&mut bytes).map_err(StoreError::while_doing("name an account"))?;
        Ok(Self(bytes.iter().map(|byte| format!("{byte:02x}")).collect()))
    }

    /// The one of the machine itself.
    #[cfg(feature = "console")]
    pub(super) fn machine() -> Self {
        Self("0000000000".to_owned())
    }

    /// That no account has: those have ten digits.
    pub(super) fn nobody() -> Self {
        Self("-".to_owned())
    }

    /// Reads it from an address.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        fits.then(|| Self(text.to_owned()))
    }

    /// As it stands in addresses and keys.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What stands in an item of ours; an error quotes nothing of it.
pub(super) fn read<T: DeserializeOwned>(body: Value) -> Result<T, StoreError> {
    let why = why_unreadable(&body);
    T::deserialize(body).map_err(|_| StoreError::damage("read an item", why))
}
