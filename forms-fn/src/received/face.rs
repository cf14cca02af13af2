//! What the page after sending may show of a registration.
//!
//! The form can be sent with anybody's address. So whoever gave one reads there that a letter was written, and how it stands
//! only as far as that is the same whether or not the address was registered before: a second registration takes a seat or a
//! place on the list like a first one, and the letter asks its owner for a yes.

use jiff::{SignedDuration, Timestamp};

use crate::desk::Status;

/// How long the page says that a place is reserved. Later it would tell whether the seat was kept.
const FRESH: SignedDuration = SignedDuration::from_hours(1);

/// What is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Face {
    /// How it stands.
    Status(Status),
    /// That a seat is reserved, and that a letter says the rest.
    Reserved,
    /// That a letter says everything.
    Written,
    /// That it stands in line, as everybody does who came at the same time.
    InLine,
}

impl Face {
    /// Of a registration that came in at `at`; `by_mail` when its letters go to an address.
    pub(crate) fn of(status: Status, by_mail: bool, at: Timestamp, now: Timestamp) -> Self {
        let fresh = at.checked_add(FRESH).is_ok_and(|until| now < until);
        match status {
            _ if !by_mail => Self::Status(status),
            Status::Waiting | Status::Held => Self::Status(status),
            _ if status.has_seat() && fresh => Self::Reserved,
            _ => Self::Written,
        }
    }

    /// The word for programs.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Status(status) => status.as_str(),
            Self::Reserved => "reserved",
            Self::Written => "written",
            Self::InLine => "in_line",
        }
    }

    /// All words.
    pub(crate) fn words() -> impl Iterator<Item = &'static str> {
        let own = [Self::Reserved, Self::Written, Self::InLine];
        Status::ALL.into_iter().map(Self::Status).chain(own).map(Self::as_str)
    }
}
