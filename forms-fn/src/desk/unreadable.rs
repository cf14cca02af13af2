//! What lies in the store and can't be read: it is passed over, so that everything else is shown, counted and worked off,
//! and it is named by whoever asked.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::{Desk, read};
use crate::reference::Reference;
use crate::store::{Item, Key, Range, StoreError};

/// An item that is damaged, or that another program wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where it lies.
    pub key: Key,
    /// What is wrong with it; it quotes nothing.
    pub why: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` `{}`: {}", self.key.pk, self.key.sk, self.why)
    }
}

/// What was passed over since somebody asked last. Clones share it.
#[derive(Debug, Clone, Default)]
pub(super) struct PassedOver(Arc<Mutex<Vec<Unreadable>>>, Arc<Mutex<BTreeSet<Reference>>>);

impl Desk {
    /// The same desk, which notes for itself what it passes over: what one asks for tells nobody else of its gaps.
    #[cfg(feature = "office")]
    pub(crate) fn with_own_notes(&self) -> Self {
        Self { passed_over: PassedOver::default(), ..self.clone() }
    }

    /// What could not be read since this was asked last. Whoever shows or counts many records asks it at the end, and says so.
    #[must_use]
    pub fn take_unreadable(&self) -> Vec<Unreadable> {
        std::mem::take(&mut *self.passed_over.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Of how many people sensitive answers could not be read since this was asked last, because their key is missing and
    /// nobody destroyed it.
    #[must_use]
    pub fn take_without_key(&self) -> usize {
        std::mem::take(&mut *self.passed_over.1.lock().unwrap_or_else(PoisonError::into_inner)).len()
    }

    pub(super) fn note_without_key(&self, reference: &Reference) {
        let mut all = self.passed_over.1.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(reference.clone());
    }

    /// The value; or nothing for an item that is damaged, which is noted.
    ///
    /// # Errors
    /// When it isn't the item that failed but the store.
    pub fn unless_unreadable<T>(
        &self,
        key: &Key,
        read: Result<T, StoreError>,
    ) -> Result<Option<T>, StoreError> {
        match read {
            Ok(value) => Ok(Some(value)),
            Err(error) if error.is_damage() => {
                let one = Unreadable { key: key.clone(), why: error.to_string() };
                let mut all = self.passed_over.0.lock().unwrap_or_else(PoisonError::into_inner);
                if !all.contains(&one) {
                    all.push(one);
                }
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The items of a range that can be read, with their keys.
    pub(super) async fn readable<T: DeserializeOwned>(
        &self,
        range: &Range,
        limit: Option<usize>,
        now: Timestamp,
    ) -> Result<Vec<(Key, T)>, StoreError> {
        let mut values = Vec::new();
        for Item { key, body, .. } in self.store.query(range, limit, now).await? {
            if let Some(value) = self.unless_unreadable(&key, read::parse(body))? {
                values.push((key, value));
            }
        }
        Ok(values)
    }
}
