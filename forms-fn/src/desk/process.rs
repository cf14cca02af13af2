//! What a record is about: somebody takes part in an event, or asks for something. Each has states of its own, and each state
//! has what belongs to it and nothing else: nobody waits without a place, and no request is offered a seat.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::attendance::Attendance;
use super::change::Step;
use super::record::Status;
use super::request::Request;
use super::seats::Counters;
use super::terms::Terms;

/// What came of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Process {
    /// A registration for an event.
    Attendance(Attendance),
    /// What was sent with a form without seats.
    Request(Request),
}

/// A place in the queue. Those of class 0 come before all others: their seat went away while they could still undo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// 0 or 1.
    pub class: u8,
    /// Grows with every registration of the event.
    pub number: u64,
}

impl Place {
    /// The last one of those who wait.
    pub(super) fn last(number: u64) -> Self {
        Self { class: 1, number }
    }

    /// Before all who never had a seat.
    pub(super) fn first(number: u64) -> Self {
        Self { class: 0, number }
    }

    /// Whether it comes before all who never had a seat.
    #[cfg(feature = "office")]
    pub(super) fn is_ahead(self) -> bool {
        self.class == 0
    }
}

/// What a step depends on besides the record: the moment, and how the event is filled.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circumstances {
    pub(super) now: Timestamp,
    /// Whether somebody gets a seat who had none before.
    pub(super) seat_for_newcomer: bool,
    /// Whether somebody gets a seat back.
    pub(super) seat_left: bool,
    /// The number of the next place in the queue.
    pub(super) next: u64,
}

impl Circumstances {
    pub(super) fn new(now: Timestamp, counters: &Counters, terms: Option<&Terms>) -> Self {
        Self {
            now,
            seat_for_newcomer: terms.is_some_and(|terms| counters.seat_for_newcomer(terms)),
            seat_left: terms.is_some_and(|terms| counters.seat_left(terms)),
            next: counters.next,
        }
    }
}

impl Process {
    /// What has become of it, in one word.
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Attendance(attendance) => attendance.state.status(),
            Self::Request(request) => request.status(),
        }
    }

    /// What it is after a step; none where it isn't what the step begins with.
    pub(super) fn after(&self, step: Step, circumstances: &Circumstances) -> Option<Self> {
        match self {
            Self::Attendance(attendance) => attendance.after(step, circumstances).map(Self::Attendance),
            Self::Request(request) => request.after(step, circumstances.now).map(Self::Request),
        }
    }
}
