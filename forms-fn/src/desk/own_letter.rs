//! Letters in organisers' own words. One item of the event holds the words and for whom they are; until its time has come it can
//! be taken back at one place. Then the worker hands it out, some people in a transaction, and looks at each record again.

mod carry;
mod hand_out;
#[cfg(feature = "office")]
mod take_back;
#[cfg(feature = "office")]
mod write;

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::check_in::CheckIn;
use super::record::{Record, Status};
use super::seats::Counters;
use super::{Desk, keys};
use crate::reference::Reference;
use crate::store::StoreError;

pub(super) use carry::CarryLetters;
pub(super) use hand_out::{Pending, count};
#[cfg(feature = "office")]
pub use write::LetterDraft;
#[cfg(feature = "office")]
pub(crate) use write::{NewLetter, NotWritten, fresh_id};

/// For whom a letter is, by how their registration stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// Has a place.
    Confirmed,
    /// Is on the waiting list.
    Waiting,
    /// Was offered a place and has not answered.
    Offered,
    /// Was let in at the door.
    Came,
    /// Had a place and was not let in.
    Missed,
}

/// The words in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnWords {
    /// One line.
    pub subject: String,
    /// Paragraphs, with a blank line between them.
    pub text: String,
}

/// A letter that was written to people of an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnLetter {
    /// The same as of the draft that it was: the same press again finds it.
    pub id: String,
    /// Who wrote it, as the audit calls them.
    pub by: String,
    /// Who gets it; whoever is none of these when it leaves gets nothing.
    pub audiences: BTreeSet<Audience>,
    /// The words by language.
    pub words: BTreeMap<String, OwnWords>,
    /// Who was chosen, by name. Whoever comes later isn't.
    pub recipients: Vec<Reference>,
    /// When it was sent off.
    pub at: Timestamp,
    /// Until when it can be taken back.
    pub leaves_at: Timestamp,
    /// Who took it back.
    #[serde(default)]
    pub taken_back_by: Option<String>,
    /// At how many recipients the worker has looked.
    #[serde(default)]
    pub handed: usize,
    /// How many the mail server has.
    #[serde(default)]
    pub sent: u32,
    /// How many nobody got, because they were not among those any more.
    #[serde(default)]
    pub skipped: u32,
    /// How many were given up.
    #[serde(default)]
    pub failed: u32,
    /// Whom somebody has to call.
    #[serde(default)]
    pub calls: Vec<Reference>,
}

/// How a registration stands, as far as letters ask.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Standing<'a> {
    pub(crate) record: &'a Record,
    pub(crate) here: Option<&'a CheckIn>,
    /// Whether the event is over: before that nobody has missed it.
    pub(crate) is_over: bool,
}

impl Audience {
    /// All of them, in the order of a page.
    pub const ALL: [Self; 5] = [Self::Confirmed, Self::Waiting, Self::Offered, Self::Came, Self::Missed];

    /// The word that is stored and sent by pages.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Confirmed => "confirmed",
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Came => "came",
            Self::Missed => "missed",
        }
    }

    /// Whether somebody is one of these.
    pub(crate) fn has(self, standing: Standing<'_>) -> bool {
        let record = standing.record;
        // The seat of a second form with one address is offered to nobody who has asked for it.
        if record.is_second() && record.status() == Status::Offered {
            return false;
        }
        match self {
            Self::Confirmed => record.status() == Status::Confirmed,
            Self::Waiting => record.status() == Status::Waiting,
            Self::Offered => record.status() == Status::Offered,
            // Whoever had cancelled and came all the same has come.
            Self::Came => standing
                .here
                .is_some_and(|here| record.cancelled().is_none_or(|cancelled| cancelled.at <= here.at)),
            Self::Missed => {
                standing.is_over && standing.here.is_none() && record.status() == Status::Confirmed
            }
        }
    }
}

impl OwnLetter {
    /// Whether somebody is among those for whom it is.
    pub(crate) fn is_for(&self, standing: Standing<'_>) -> bool {
        self.audiences.iter().any(|audience| audience.has(standing))
    }

    /// How many haven't left and aren't skipped yet.
    #[must_use]
    pub fn underway(&self) -> usize {
        let settled = (self.sent + self.skipped + self.failed) as usize + self.calls.len();
        self.recipients.len().saturating_sub(settled)
    }

    /// Whether it can be taken back.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.taken_back_by.is_none() && self.handed == 0
    }
}

impl Desk {
    /// A letter of an event.
    pub(crate) async fn own_letter(
        &self,
        event: &str,
        id: &str,
        now: Timestamp,
    ) -> Result<Option<OwnLetter>, StoreError> {
        self.read(&keys::own_letter(event, id), now).await
    }

    /// Whether a letter is for the record as it stands now.
    pub(crate) async fn still_gets(
        &self,
        letter: &OwnLetter,
        record: &Record,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(event) = record.event().filter(|_| letter.taken_back_by.is_none()) else { return Ok(false) };
        let here = self.check_in_of(event, &record.reference, now).await?;
        let is_over = is_over(&self.counters(event, now).await?, now);
        Ok(letter.is_for(Standing { record, here: here.as_ref(), is_over }))
    }
}

/// Whether an event has ended, as far as that is known.
pub(crate) fn is_over(counters: &Counters, now: Timestamp) -> bool {
    counters.ends.is_some_and(|ends| ends <= now)
}
