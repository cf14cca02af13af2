//! Who is there: guests who are let in, those who come without a registration, and how many that makes.
//!
//! Each tap at the door is one transaction with the counter of the event ([`Came`]). A tap has a nonce, by which its answer is
//! remembered: a phone that had no network sends it as often as it likes. Of two phones that let in the same guest the earlier
//! moment stays, and the second is told of it. Whoever comes is let in, however their registration stands: seats and the
//! waiting list know nothing of the door. What lies here goes with the record (`leave`), and stays as a number.

mod guest_counts;
mod leave;
mod let_in;
mod walk_in;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Desk, keys};
use crate::nonce::Nonce;
use crate::reference::Reference;
use crate::store::{Key, StoreError};

pub(super) use leave::{carry, carry_walk_ins, leave, undo};

/// How long the answer to a tap is remembered: a phone that was switched off that night is found within a week.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 7);
/// Nobody comes with more people than this: a slip of the thumb is no bus.
const MOST: u32 = 20;

/// A guest with a registration who is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    /// Whose registration it is.
    pub reference: Reference,
    /// When they came.
    pub at: Timestamp,
    /// How many they are, children included.
    pub people: u32,
    /// As what the statistics count them; none where a program counted that didn't know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<CountedGuest>,
}

/// What the statistics count of a guest with a registration. It goes with the record, and its number stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedGuest {
    /// The language in which they read the form.
    pub lang: String,
    /// Whether nothing tells of them at another event; unknown for whoever gave no address.
    pub first: Option<bool>,
    /// The pseudonym of their address, the same at all events, under which lies that they came.
    pub known_as: Option<String>,
}

/// Somebody who came without a registration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkIn {
    /// By which it is named: the hash of the nonce of the tap.
    pub id: String,
    /// What they are called, if they said so.
    pub name: Option<String>,
    /// When they came.
    pub at: Timestamp,
    /// How many they are.
    pub people: u32,
}

/// How many came to an event. It tells of nobody, and stays.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// Registrations whose guests are there.
    pub parties: u32,
    /// Their people.
    pub people: u32,
    /// Those without a registration, as they came.
    pub walk_ins: u32,
    /// Their people.
    pub walk_in_people: u32,
    /// People who came and of whom nothing is kept any more.
    pub left: u32,
    /// When what is kept of those without a registration is deleted.
    pub kept_until: Option<Timestamp>,
    /// What the statistics tell of the registrations, also of those of which nothing is kept any more.
    #[serde(default)]
    pub guests: GuestCounts,
}

/// Counts of registrations whose guests came.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestCounts {
    /// Those of whom nothing told at another event.
    pub first: u32,
    /// Those who had come to another event, as far as that was kept.
    pub again: u32,
    /// By the language in which they read the form.
    pub languages: BTreeMap<String, u32>,
}

/// Everything that the door has of one event.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attended {
    /// How many.
    pub came: Came,
    /// The guests with a registration.
    pub check_ins: BTreeMap<Reference, CheckIn>,
    /// Those without one, as they came.
    pub walk_ins: Vec<WalkIn>,
}

/// One press on a button at the door.
#[derive(Debug, Clone, Copy)]
pub struct Tap<'a> {
    event: &'a str,
    nonce: &'a str,
    at: Timestamp,
}

/// What came of it. The same for the same nonce.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Tapped {
    /// They are let in.
    LetIn {
        /// Since when they are there.
        at: Timestamp,
    },
    /// They were there already.
    Already {
        /// Since when.
        at: Timestamp,
    },
    /// It is as if they had not come.
    TakenBack,
    /// Nobody had let them in.
    NotHere,
    /// There is no such registration for the event.
    Unknown,
}

impl Came {
    /// All who came.
    #[must_use]
    pub fn all(&self) -> u32 {
        self.people + self.walk_in_people + self.left
    }
}

impl<'a> Tap<'a> {
    /// A tap at an event; none when the nonce doesn't look like one.
    #[must_use]
    pub fn new(event: &'a str, nonce: &'a str, at: Timestamp) -> Option<Self> {
        let tap = Self { event, nonce, at };
        tap.id("").is_some().then_some(tap)
    }

    /// The event.
    #[must_use]
    pub fn event(&self) -> &'a str {
        self.event
    }

    /// The hash of the nonce with what is done: for anything else it is another tap.
    fn id(&self, act: &str) -> Option<String> {
        Nonce::sent(&format!("door/{act}"), Some(self.event), self.nonce).map(|nonce| nonce.key().to_owned())
    }

    fn key(&self, act: &str) -> Key {
        keys::tap(&self.id(act).unwrap_or_default())
    }
}

impl Desk {
    /// Lets a guest in. `people` says how many they are.
    ///
    /// # Errors
    /// When the store fails or is too busy; then nothing has changed.
    pub async fn let_in(
        &self,
        tap: Tap<'_>,
        reference: &Reference,
        people: u32,
        now: Timestamp,
    ) -> Result<Tapped, StoreError> {
        self.run(now, &let_in::LetIn { desk: self, tap, reference, people: people.clamp(1, MOST) }).await
    }

    /// As if the guest had not come.
    ///
    /// # Errors
    /// As for [`Self::let_in`].
    pub async fn take_back(
        &self,
        tap: Tap<'_>,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Tapped, StoreError> {
        self.run(now, &let_in::TakeBack { tap, reference }).await
    }

    /// Lets somebody in who has no registration. What is told of them is kept until a moment.
    ///
    /// # Errors
    /// As for [`Self::let_in`].
    pub async fn walk_in(
        &self,
        tap: Tap<'_>,
        name: Option<&str>,
        people: u32,
        kept_until: Timestamp,
        now: Timestamp,
    ) -> Result<Tapped, StoreError> {
        self.run(now, &walk_in::Enter { tap, name, people: people.clamp(1, MOST), kept_until }).await
    }

    /// As if somebody without a registration had not come.
    ///
    /// # Errors
    /// As for [`Self::let_in`].
    pub async fn take_walk_in_back(
        &self,
        tap: Tap<'_>,
        id: &str,
        now: Timestamp,
    ) -> Result<Tapped, StoreError> {
        self.run(now, &walk_in::TakeBack { tap, id }).await
    }

    /// How many came to an event.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn came(&self, event: &str, now: Timestamp) -> Result<Came, StoreError> {
        Ok(self.read(&keys::came(event), now).await?.unwrap_or_default())
    }

    /// Who came to an event. What is damaged is noted and left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn attended(&self, event: &str, now: Timestamp) -> Result<Attended, StoreError> {
        let check_ins = self.readable::<CheckIn>(&keys::check_ins(event), None, now).await?;
        let walk_ins = self.readable::<WalkIn>(&keys::walk_ins(event), None, now).await?;
        let mut walk_ins: Vec<WalkIn> = walk_ins.into_iter().map(|(_, walk_in)| walk_in).collect();
        walk_ins.sort_by(|one, other| (one.at, &one.id).cmp(&(other.at, &other.id)));
        let check_ins =
            check_ins.into_iter().map(|(_, check_in)| (check_in.reference.clone(), check_in)).collect();
        Ok(Attended { came: self.came(event, now).await?, check_ins, walk_ins })
    }

    /// Whether and when the guest of a registration came.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn check_in_of(
        &self,
        event: &str,
        reference: &Reference,
        now: Timestamp,
    ) -> Result<Option<CheckIn>, StoreError> {
        self.read(&keys::check_in(event, reference), now).await
    }
}
