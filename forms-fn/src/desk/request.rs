//! What was sent with a form without seats: a wish that is open, was closed, or was taken back.

use jiff::Timestamp;

use super::change::Step;
use super::record::{Cancelled, Status};

/// How a request stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Request {
    /// Somebody still has to do something.
    Open(OpenRequest),
    /// It is done.
    Closed { at: Timestamp, follow_up: FollowUp },
    /// The person took it back.
    Cancelled { at: Timestamp, was: OpenRequest },
}

/// A request that is open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum OpenRequest {
    /// The address is not confirmed yet, so nobody sees it.
    Unconfirmed,
    /// Looks doubtful, or has no address: an organiser decides.
    Held { doubts: Vec<String> },
    /// An organiser works on it.
    Received(FollowUp),
}

/// What happened to a request since it was received.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct FollowUp {
    /// When the person last said that the request still stands.
    pub(crate) kept_at: Option<Timestamp>,
    /// When the person was last asked whether the request still stands.
    pub(crate) asked_at: Option<Timestamp>,
    /// When mentor and mentee met for the first time.
    pub(crate) first_meeting: Option<Timestamp>,
}

impl Request {
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Open(open) => open.status(),
            Self::Closed { .. } => Status::Closed,
            Self::Cancelled { .. } => Status::Cancelled,
        }
    }

    /// After a step; none where it isn't what the step begins with.
    pub(super) fn after(&self, step: Step, now: Timestamp) -> Option<Self> {
        use OpenRequest::{Held, Received, Unconfirmed};
        match (step, self) {
            (Step::Cancel, Self::Open(open)) => Some(Self::Cancelled { at: now, was: open.clone() }),
            (Step::Undo, Self::Cancelled { was, .. }) => Some(Self::Open(was.clone())),
            (Step::Confirm, Self::Open(Unconfirmed)) | (Step::Release, Self::Open(Held { .. })) => {
                Some(Self::Open(Received(FollowUp::default())))
            }
            (Step::Close, Self::Open(Received(follow_up))) => {
                Some(Self::Closed { at: now, follow_up: *follow_up })
            }
            (Step::Keep, Self::Open(Received(follow_up))) => {
                Some(Self::Open(Received(FollowUp { kept_at: Some(now), ..*follow_up })))
            }
            (Step::Cancel | Step::Undo | Step::Confirm | Step::Release | Step::Close | Step::Keep, _) => None,
            (Step::Accept | Step::Lapse, _) => None,
        }
    }

    /// When it ended: done, or taken back.
    pub(crate) fn closed_at(&self) -> Option<Timestamp> {
        match self {
            Self::Closed { at, .. } | Self::Cancelled { at, .. } => Some(*at),
            Self::Open(_) => None,
        }
    }

    pub(crate) fn cancelled(&self) -> Option<Cancelled> {
        match self {
            Self::Cancelled { at, was } => Some(Cancelled { at: *at, was: was.status() }),
            Self::Open(_) | Self::Closed { .. } => None,
        }
    }

    pub(crate) fn doubts(&self) -> &[String] {
        match self {
            Self::Open(open) | Self::Cancelled { was: open, .. } => open.doubts(),
            Self::Closed { .. } => &[],
        }
    }

    /// What happened since it was received, also before it was taken back; nothing for what was never received.
    pub(crate) fn follow_up(&self) -> FollowUp {
        match self {
            Self::Open(open) | Self::Cancelled { was: open, .. } => open.follow_up(),
            Self::Closed { follow_up, .. } => *follow_up,
        }
    }

    /// The same, to write something down. Nothing is written down about what was taken back.
    pub(super) fn follow_up_mut(&mut self) -> Option<&mut FollowUp> {
        match self {
            Self::Open(OpenRequest::Received(follow_up)) | Self::Closed { follow_up, .. } => Some(follow_up),
            Self::Open(OpenRequest::Unconfirmed | OpenRequest::Held { .. }) | Self::Cancelled { .. } => None,
        }
    }
}

impl OpenRequest {
    fn status(&self) -> Status {
        match self {
            Self::Unconfirmed => Status::Unconfirmed,
            Self::Held { .. } => Status::Held,
            Self::Received(_) => Status::Received,
        }
    }

    fn doubts(&self) -> &[String] {
        match self {
            Self::Held { doubts } => doubts,
            Self::Unconfirmed | Self::Received(_) => &[],
        }
    }

    fn follow_up(&self) -> FollowUp {
        match self {
            Self::Received(follow_up) => *follow_up,
            Self::Unconfirmed | Self::Held { .. } => FollowUp::default(),
        }
    }
}
