//! A registration for an event: which one, and how it stands there.

use jiff::Timestamp;

use super::change::Step;
use super::process::{Circumstances, Place};
use super::record::{Cancelled, Status};

/// Somebody's registration for an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attendance {
    /// The event's id.
    pub(crate) event: String,
    /// The event's id when it was registered, if that is another one now: the calendar entry goes by it.
    pub(crate) first_event: Option<String>,
    /// Grows with every registration of the event, so that a list keeps the order in which they came.
    pub(crate) number: u64,
    /// The pseudonym of the address, under which this is the only registration for the event.
    pub(crate) contact: Option<String>,
    /// Sent with an address that was registered already, and not confirmed from its mailbox yet.
    pub(crate) second: bool,
    /// The number of the last change of the event that the person was told about.
    pub(crate) notified: u32,
    /// For which start of the event the person was reminded.
    pub(crate) reminded_for: Option<Timestamp>,
    /// How it stands.
    pub(crate) state: AttendanceState,
}

/// How a registration stands. A place on the list stays when its time has come, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum AttendanceState {
    /// Has a seat.
    Confirmed { place: Option<Place> },
    /// A seat is held until the person says yes, or a time is over.
    Offered { offer: Offer, place: Option<Place> },
    /// Waits for a seat.
    Waiting { place: Place },
    /// Looks doubtful: an organiser decides.
    Held { doubts: Vec<String> },
    /// Gave the seat or the place on the list back.
    Cancelled { at: Timestamp, was: BeforeCancelling },
    /// Did not answer an offer in time.
    Lapsed { place: Option<Place> },
}

/// How long an offered seat is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offer {
    /// Until then.
    Until(Timestamp),
    /// Nobody has told the person yet: the time to answer hasn't begun.
    Untold,
    /// The time to answer has stopped: the event has no date, or isn't on the site.
    Paused,
}

/// What was cancelled, so that it can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum BeforeCancelling {
    Confirmed {
        place: Option<Place>,
    },
    Offered {
        place: Option<Place>,
    },
    /// Without a place where somebody else has it since the event was moved.
    Waiting {
        place: Option<Place>,
    },
    Held {
        doubts: Vec<String>,
    },
}

impl Attendance {
    /// After a step; none where it isn't what the step begins with.
    pub(super) fn after(&self, step: Step, circumstances: &Circumstances) -> Option<Self> {
        let state = self.state.after(step, circumstances)?;
        let second = self.second && state.status() != Status::Confirmed;
        Some(Self { state, second, ..self.clone() })
    }

    /// The address had a registration already: a seat waits for a yes from its mailbox.
    pub(super) fn make_second(&mut self) {
        self.second = true;
        if let AttendanceState::Confirmed { place } = self.state {
            self.state = AttendanceState::Offered { offer: Offer::Untold, place };
        }
    }

    /// Whether it has a seat for no other reason than that it waits for that yes.
    pub(super) fn waits_for_yes(&self) -> bool {
        // Who has a place on the list was offered a seat for another reason.
        self.second && matches!(self.state, AttendanceState::Offered { place: None, .. })
    }
}

impl AttendanceState {
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Confirmed { .. } => Status::Confirmed,
            Self::Offered { .. } => Status::Offered,
            Self::Waiting { .. } => Status::Waiting,
            Self::Held { .. } => Status::Held,
            Self::Cancelled { .. } => Status::Cancelled,
            Self::Lapsed { .. } => Status::Lapsed,
        }
    }

    fn after(&self, step: Step, circumstances: &Circumstances) -> Option<Self> {
        let Circumstances { now, next, .. } = *circumstances;
        match (step, self) {
            (Step::Cancel, _) => Some(Self::Cancelled { at: now, was: self.before_cancelling()? }),
            (Step::Undo, Self::Cancelled { was, .. }) => Some(was.taken_back(circumstances)),
            (Step::Accept, Self::Offered { place, .. }) => Some(Self::Confirmed { place: *place }),
            (Step::Lapse, Self::Offered { place, .. }) => Some(Self::Lapsed { place: *place }),
            (Step::Release, Self::Held { .. }) if circumstances.seat_for_newcomer => {
                Some(Self::Confirmed { place: None })
            }
            (Step::Release, Self::Held { .. }) => Some(Self::Waiting { place: Place::last(next) }),
            (Step::Undo | Step::Accept | Step::Lapse | Step::Release, _) => None,
            (Step::Confirm | Step::Close | Step::Keep, _) => None,
        }
    }

    fn before_cancelling(&self) -> Option<BeforeCancelling> {
        match self {
            Self::Confirmed { place } => Some(BeforeCancelling::Confirmed { place: *place }),
            Self::Offered { place, .. } => Some(BeforeCancelling::Offered { place: *place }),
            Self::Waiting { place } => Some(BeforeCancelling::Waiting { place: Some(*place) }),
            Self::Held { doubts } => Some(BeforeCancelling::Held { doubts: doubts.clone() }),
            Self::Cancelled { .. } | Self::Lapsed { .. } => None,
        }
    }

    /// The place on the list, also the one that it had before.
    pub(crate) fn place(&self) -> Option<Place> {
        match self {
            Self::Waiting { place } => Some(*place),
            Self::Confirmed { place } | Self::Offered { place, .. } | Self::Lapsed { place } => *place,
            Self::Cancelled { was, .. } => was.place(),
            Self::Held { .. } => None,
        }
    }

    /// Gives it another place. Whoever waits has one in any case, and keeps it where there is no other.
    pub(super) fn set_place(&mut self, new: Option<Place>) {
        match self {
            Self::Waiting { place } => *place = new.unwrap_or(*place),
            Self::Confirmed { place } | Self::Offered { place, .. } | Self::Lapsed { place } => *place = new,
            Self::Cancelled { was, .. } => was.set_place(new),
            Self::Held { .. } => {}
        }
    }

    pub(crate) fn doubts(&self) -> &[String] {
        match self {
            Self::Held { doubts } | Self::Cancelled { was: BeforeCancelling::Held { doubts }, .. } => doubts,
            Self::Confirmed { .. }
            | Self::Offered { .. }
            | Self::Waiting { .. }
            | Self::Cancelled { .. }
            | Self::Lapsed { .. } => &[],
        }
    }

    pub(crate) fn cancelled(&self) -> Option<Cancelled> {
        match self {
            Self::Cancelled { at, was } => Some(Cancelled { at: *at, was: was.status() }),
            Self::Confirmed { .. }
            | Self::Offered { .. }
            | Self::Waiting { .. }
            | Self::Held { .. }
            | Self::Lapsed { .. } => None,
        }
    }
}

impl Offer {
    /// Until when the seat is held; none while no time runs.
    pub(crate) fn until(self) -> Option<Timestamp> {
        match self {
            Self::Until(until) => Some(until),
            Self::Untold | Self::Paused => None,
        }
    }
}

impl BeforeCancelling {
    fn status(&self) -> Status {
        match self {
            Self::Confirmed { .. } => Status::Confirmed,
            Self::Offered { .. } => Status::Offered,
            Self::Waiting { .. } => Status::Waiting,
            Self::Held { .. } => Status::Held,
        }
    }

    /// The state before; when somebody else has the seat, first in the queue. A place that was there already is the better one.
    fn taken_back(&self, circumstances: &Circumstances) -> AttendanceState {
        match self {
            Self::Confirmed { place } | Self::Offered { place } if circumstances.seat_left => {
                AttendanceState::Confirmed { place: *place }
            }
            Self::Confirmed { place } | Self::Offered { place } | Self::Waiting { place } => {
                let place = place.unwrap_or(Place::first(circumstances.next));
                AttendanceState::Waiting { place }
            }
            Self::Held { doubts } => AttendanceState::Held { doubts: doubts.clone() },
        }
    }

    fn place(&self) -> Option<Place> {
        match self {
            Self::Confirmed { place } | Self::Offered { place } | Self::Waiting { place } => *place,
            Self::Held { .. } => None,
        }
    }

    fn set_place(&mut self, new: Option<Place>) {
        match self {
            Self::Confirmed { place } | Self::Offered { place } | Self::Waiting { place } => *place = new,
            Self::Held { .. } => {}
        }
    }
}
