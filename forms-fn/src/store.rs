//! Where records live, and what every store promises.
//!
//! 1. The same nonce twice within 48 hours is one record and one answer.
//! 2. `taken` never exceeds the capacity that a registration was made under, and always equals the
//!    number of confirmed records. One function (`sqlite::seats::take`) owns every change of it.
//! 3. Record, nonce and seat are stored together or not at all.
//! 4. What was answered was on disk before: a crash at any moment leaves 1–3 true.
//! 5. Whoever waits comes before whoever comes later, also when seats are added meanwhile.
//!
//! A store is handed [`Submission`]s only, so nothing unchecked can be stored.

mod error;
mod open;
mod record;
mod sqlite;

use std::path::Path;

use forms::Submission;
use jiff::{SignedDuration, Timestamp};

use crate::nonce::Nonce;
use crate::reference::Reference;

pub use error::StoreError;
pub(crate) use record::answers;
pub use record::{Status, Stored};
pub use sqlite::SqliteStore;

/// How long a nonce is remembered: a browser's back button the next day included.
pub(crate) const NONCE_LIFETIME: SignedDuration = SignedDuration::from_hours(48);

/// One of the stores that we know.
#[derive(Debug, Clone)]
pub enum Store {
    /// One file; for a laptop and for one server.
    Sqlite(SqliteStore),
}

/// What is to be stored, all at once.
#[derive(Debug, Clone)]
pub struct Registration {
    /// The checked answers.
    pub submission: Submission,
    /// The event and its seats, for a form that belongs to one.
    pub event: Option<Seats>,
    /// The language in which the form was read.
    pub lang: String,
    /// What makes it the same act of sending.
    pub nonce: Nonce,
    /// When it arrived.
    pub now: Timestamp,
}

/// The seats of an event, as the folder tells them now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seats {
    /// The event's id.
    pub event: String,
    /// `None`: as many as come.
    pub capacity: Option<u32>,
    /// Whether people may wait for a seat.
    pub waitlist: bool,
}

/// How many have a seat at an event, and how many wait for one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Confirmed.
    pub taken: u32,
    /// On the waiting list.
    pub waiting: u32,
}

/// What became of a [`Registration`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is on disk.
    Stored {
        /// What the person writes down.
        reference: Reference,
        /// With a seat, waiting for one, or without seats at all.
        status: Status,
        /// Whether it was there already, under the same nonce.
        replayed: bool,
    },
    /// No seat and no waiting list: nothing was stored.
    Full,
}

impl Store {
    /// Opens the store in the folder `data`, which is made if it is missing.
    ///
    /// # Errors
    /// When the folder or the database can't be opened, or a newer program wrote it.
    pub fn open(data: &Path) -> Result<Self, StoreError> {
        SqliteStore::open(&data.join("submissions.sqlite")).map(Self::Sqlite)
    }

    /// Stores a registration, or tells what the same nonce led to before.
    ///
    /// # Errors
    /// When the store fails; then nothing was stored.
    pub async fn register(&self, registration: Registration) -> Result<Outcome, StoreError> {
        match self {
            Self::Sqlite(store) => store.register(registration).await,
        }
    }

    /// What this nonce led to in the last 48 hours.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn replay(&self, nonce: &Nonce, now: Timestamp) -> Result<Option<Outcome>, StoreError> {
        match self {
            Self::Sqlite(store) => store.replay(nonce.clone(), now).await,
        }
    }

    /// The record with this reference.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn find(&self, reference: &Reference) -> Result<Option<Stored>, StoreError> {
        match self {
            Self::Sqlite(store) => store.find(reference.clone()).await,
        }
    }

    /// The records of a form, of one event or of all, in the order in which they arrived.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn list(&self, form: &str, event: Option<&str>) -> Result<Vec<Stored>, StoreError> {
        match self {
            Self::Sqlite(store) => store.list(form.to_owned(), event.map(str::to_owned)).await,
        }
    }

    /// How many seats of an event are taken, and how many people wait.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn taken(&self, event: &str) -> Result<Taken, StoreError> {
        match self {
            Self::Sqlite(store) => store.taken(event.to_owned()).await,
        }
    }
}

impl Seats {
    /// Whether a newcomer finds neither a seat nor a waiting list.
    pub(crate) fn none_left(&self, taken: Taken) -> bool {
        !self.waitlist && !self.seat_free(taken)
    }

    /// Whether the next one gets a seat. Those who wait already come first.
    pub(crate) fn seat_free(&self, taken: Taken) -> bool {
        let nobody_first = taken.waiting == 0 || !self.waitlist;
        nobody_first && self.capacity.is_none_or(|capacity| taken.taken < capacity)
    }
}
