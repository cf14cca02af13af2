//! How an event goes, for those who registered for it: from this and from the record's status follows what they are told and
//! what they can do.

use jiff::Timestamp;

use crate::desk::Terms;
use crate::folder::Event;

/// How it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Course {
    /// It is still to come, in a room or online, with seats left or full.
    Ahead,
    /// It has begun.
    Begun,
    /// It is over.
    Over,
    /// The new date isn't decided yet.
    Postponed,
    /// It doesn't take place.
    Cancelled,
    /// The site doesn't show it any more, and nobody here knows why.
    Lost,
}

impl Course {
    /// Of an event; `called_off` says that the organisers have called it off.
    pub(crate) fn of(event: &Event, called_off: bool, now: Timestamp) -> Self {
        Self::under(&event.terms(), called_off, now)
    }

    /// Of an event with these terms.
    pub(crate) fn under(terms: &Terms, called_off: bool, now: Timestamp) -> Self {
        if called_off || terms.cancelled {
            Self::Cancelled
        } else if terms.has_no_date() {
            Self::Postponed
        } else if now >= terms.ends {
            Self::Over
        } else if now >= terms.starts {
            Self::Begun
        } else {
            Self::Ahead
        }
    }

    /// Of the event with an id; none for a record without one.
    pub(crate) fn find(
        id: Option<&str>,
        event: Option<&Event>,
        called_off: bool,
        now: Timestamp,
    ) -> Option<Self> {
        match (id, event) {
            (None, _) => None,
            (Some(_), Some(event)) => Some(Self::of(event, called_off, now)),
            (Some(_), None) if called_off => Some(Self::Cancelled),
            (Some(_), None) => Some(Self::Lost),
        }
    }
}
