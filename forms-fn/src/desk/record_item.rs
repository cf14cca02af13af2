//! A record as its item says it: flat, with a word for its status and everything that only some states have left out or
//! `null`. Programs until 0.1 read and write the same, and so can stand beside this one for as long as it is put in place.
//!
//! What their types allowed and no step made is read as far as it means something ([`Record::try_from`] says how), and
//! `verify` names it.

use std::collections::BTreeMap;
use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::attendance::{Attendance, AttendanceState, BeforeCancelling, Offer};
use super::process::{Place, Process};
use super::record::{Cancelled, Record, Status};
use super::request::{FollowUp, OpenRequest, Request};
use crate::reference::Reference;
use crate::store::FORMAT;

/// What lies in the store.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct RecordItem {
    /// The shape; programs until 0.1 wrote none.
    #[serde(default)]
    pub(crate) format: u64,
    pub(crate) reference: Reference,
    pub(crate) form: String,
    pub(crate) version: String,
    pub(crate) event: Option<String>,
    pub(crate) lang: String,
    pub(crate) status: Status,
    pub(crate) submitted_at: Timestamp,
    #[serde(default)]
    pub(crate) changed_at: Option<Timestamp>,
    pub(crate) answers: BTreeMap<String, Value>,
    #[serde(default)]
    pub(crate) sealed: BTreeMap<String, String>,
    #[serde(default)]
    pub(crate) address_field: Option<String>,
    #[serde(default)]
    pub(crate) contact: Option<String>,
    pub(crate) nonce: String,
    #[serde(default)]
    pub(crate) number: u64,
    #[serde(default)]
    pub(crate) place: Option<Place>,
    #[serde(default)]
    pub(crate) offer_until: Option<Timestamp>,
    #[serde(default)]
    pub(crate) cancelled: Option<Cancelled>,
    #[serde(default)]
    pub(crate) closed_at: Option<Timestamp>,
    #[serde(default)]
    pub(crate) kept_at: Option<Timestamp>,
    #[serde(default)]
    pub(crate) first_meeting: Option<Timestamp>,
    #[serde(default)]
    pub(crate) letters: u32,
    #[serde(default)]
    pub(crate) notified: u32,
    #[serde(default)]
    pub(crate) reminded_for: Option<Timestamp>,
    #[serde(default)]
    pub(crate) asked_at: Option<Timestamp>,
    #[serde(default)]
    pub(crate) doubts: Vec<String>,
    #[serde(default)]
    pub(crate) second: bool,
    #[serde(default)]
    pub(crate) undone: u8,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) paused: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) first_event: Option<String>,
    #[serde(default)]
    pub(crate) moved: u8,
}

/// Why an item is no record of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoRecord {
    /// A newer program wrote it, whose words may mean something else.
    Newer,
    /// Its status is one of requests.
    NoRegistration,
    /// Its status is one of registrations.
    NoRequest,
}

impl fmt::Display for NoRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Newer => "a newer forms-fn wrote it",
            Self::NoRegistration => "a registration for an event never has its status",
            Self::NoRequest => "without an event nothing has its status",
        })
    }
}

impl TryFrom<RecordItem> for Record {
    type Error = NoRecord;

    fn try_from(item: RecordItem) -> Result<Self, NoRecord> {
        if item.format > FORMAT {
            return Err(NoRecord::Newer);
        }
        let process = match &item.event {
            Some(event) => Process::Attendance(item.attendance(event)?),
            None => Process::Request(item.request()?),
        };
        Ok(Self {
            reference: item.reference,
            form: item.form,
            version: item.version,
            lang: item.lang,
            submitted_at: item.submitted_at,
            changed_at: item.changed_at,
            answers: item.answers,
            sealed: item.sealed,
            address_field: item.address_field,
            nonce: item.nonce,
            letters: item.letters,
            undone: item.undone,
            moved: item.moved,
            process,
        })
    }
}

impl RecordItem {
    fn attendance(&self, event: &str) -> Result<Attendance, NoRecord> {
        Ok(Attendance {
            event: event.to_owned(),
            first_event: self.first_event.clone(),
            number: self.number,
            contact: self.contact.clone(),
            second: self.second,
            notified: self.notified,
            reminded_for: self.reminded_for,
            state: self.attendance_state()?,
        })
    }

    fn attendance_state(&self) -> Result<AttendanceState, NoRecord> {
        let place = self.place;
        Ok(match self.status {
            Status::Confirmed => AttendanceState::Confirmed { place },
            Status::Offered => AttendanceState::Offered { offer: self.offer(), place },
            // Its number gave it a place when it came, and nobody else has that one.
            Status::Waiting => AttendanceState::Waiting { place: place.unwrap_or(Place::last(self.number)) },
            Status::Held => AttendanceState::Held { doubts: self.doubts.clone() },
            Status::Cancelled => AttendanceState::Cancelled { at: self.ended_at(), was: self.given_back()? },
            Status::Lapsed => AttendanceState::Lapsed { place },
            Status::Unconfirmed | Status::Received | Status::Closed => return Err(NoRecord::NoRegistration),
        })
    }

    /// An offer without an end is one of which the person wasn't told: nobody's time runs out unheard.
    fn offer(&self) -> Offer {
        match (self.offer_until, self.paused) {
            (Some(until), _) => Offer::Until(until),
            (None, true) => Offer::Paused,
            (None, false) => Offer::Untold,
        }
    }

    fn given_back(&self) -> Result<BeforeCancelling, NoRecord> {
        let (place, doubts) = (self.place, self.doubts.clone());
        let was = self.cancelled.map_or(Status::Waiting, |cancelled| cancelled.was);
        Ok(match was {
            Status::Confirmed => BeforeCancelling::Confirmed { place },
            Status::Offered => BeforeCancelling::Offered { place },
            Status::Waiting => BeforeCancelling::Waiting { place },
            Status::Held => BeforeCancelling::Held { doubts },
            Status::Cancelled | Status::Lapsed | Status::Unconfirmed | Status::Received | Status::Closed => {
                return Err(NoRecord::NoRegistration);
            }
        })
    }

    fn request(&self) -> Result<Request, NoRecord> {
        let follow_up =
            FollowUp { kept_at: self.kept_at, asked_at: self.asked_at, first_meeting: self.first_meeting };
        Ok(match self.status {
            Status::Closed => Request::Closed { at: self.ended_at(), follow_up },
            // Nobody sees what isn't known to be confirmed.
            Status::Cancelled => Request::Cancelled {
                at: self.ended_at(),
                was: self
                    .open(self.cancelled.map_or(Status::Unconfirmed, |cancelled| cancelled.was), follow_up)?,
            },
            open => Request::Open(self.open(open, follow_up)?),
        })
    }

    fn open(&self, status: Status, follow_up: FollowUp) -> Result<OpenRequest, NoRecord> {
        Ok(match status {
            Status::Unconfirmed => OpenRequest::Unconfirmed,
            Status::Held => OpenRequest::Held { doubts: self.doubts.clone() },
            Status::Received => OpenRequest::Received(follow_up),
            Status::Confirmed
            | Status::Offered
            | Status::Waiting
            | Status::Cancelled
            | Status::Lapsed
            | Status::Closed => return Err(NoRecord::NoRequest),
        })
    }

    /// When it was cancelled or closed. Where nothing says so: at the last moment of which it tells, so that its answers are
    /// deleted some day.
    fn ended_at(&self) -> Timestamp {
        let told = self.cancelled.map(|cancelled| cancelled.at).or(self.closed_at);
        let last = [self.changed_at, self.kept_at, self.asked_at].into_iter().flatten().max();
        told.unwrap_or(self.submitted_at.max(last.unwrap_or(self.submitted_at)))
    }
}

impl From<Record> for RecordItem {
    fn from(record: Record) -> Self {
        let follow_up = record.follow_up();
        Self {
            format: FORMAT,
            event: record.event().map(str::to_owned),
            status: record.status(),
            contact: record.contact().map(str::to_owned),
            number: record.number(),
            place: record.place(),
            offer_until: record.offer_until(),
            cancelled: record.cancelled(),
            closed_at: record.closed_at(),
            kept_at: follow_up.kept_at,
            first_meeting: follow_up.first_meeting,
            notified: record.notified(),
            reminded_for: record.reminded_for(),
            asked_at: follow_up.asked_at,
            doubts: record.doubts().to_vec(),
            second: record.is_second(),
            paused: record.is_paused(),
            first_event: record.first_event().map(str::to_owned),
            reference: record.reference,
            form: record.form,
            version: record.version,
            lang: record.lang,
            submitted_at: record.submitted_at,
            changed_at: record.changed_at,
            answers: record.answers,
            sealed: record.sealed,
            address_field: record.address_field,
            nonce: record.nonce,
            letters: record.letters,
            undone: record.undone,
            moved: record.moved,
        }
    }
}
