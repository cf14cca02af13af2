//! What a guest can do about an event now. Worked out here and nowhere else.

use jiff::Timestamp;

use super::{Event, EventStatus, Mode, RegistrationMode};

/// Where an event stands at a moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum State {
    /// It is over.
    Past,
    /// It won't happen.
    Cancelled,
    /// It will happen some other time.
    Postponed,
    /// No room left.
    Full,
    /// Registration begins later.
    NotOpenYet,
    /// Our form is open.
    Open,
    /// Registration is over.
    Closed,
    /// Registration is open on another site.
    External,
    /// Registration is open by e-mail.
    Email,
    /// No registration is needed or possible.
    NoRegistration,
}

impl State {
    /// Its name in templates and texts.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Past => "past",
            Self::Cancelled => "cancelled",
            Self::Postponed => "postponed",
            Self::Full => "full",
            Self::NotOpenYet => "not_open_yet",
            Self::Open => "open",
            Self::Closed => "closed",
            Self::External => "external",
            Self::Email => "email",
            Self::NoRegistration => "no_registration",
        }
    }

    /// Whether somebody who reads of it now can get a place, in whichever way.
    #[must_use]
    pub fn can_be_joined(self) -> bool {
        match self {
            Self::Open | Self::External | Self::Email | Self::NoRegistration => true,
            Self::Past | Self::Cancelled | Self::Postponed | Self::Full | Self::NotOpenYet | Self::Closed => {
                false
            }
        }
    }
}

impl Event {
    /// The state at the moment `now`. What was cancelled or postponed stays so afterwards: it
    /// didn't take place on the day that it names.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> State {
        match self.status {
            EventStatus::Cancelled => return State::Cancelled,
            EventStatus::Postponed => return State::Postponed,
            _ if self.is_past(now) => return State::Past,
            EventStatus::Full => return State::Full,
            EventStatus::Scheduled | EventStatus::MovedOnline => {}
        }
        self.registration_state(now)
    }

    /// Whether the event is full and our form takes people who wait for a place.
    #[must_use]
    pub fn takes_waiting(&self, now: Timestamp) -> bool {
        let full = self.state(now) == State::Full && self.waitlist;
        full && self.registration_state(now) == State::Open
    }

    /// Whether somebody who reads of it now may still come: whoever has a place already got a calendar entry by mail.
    #[must_use]
    pub fn can_be_planned(&self, now: Timestamp) -> bool {
        match self.state(now) {
            State::Open | State::NotOpenYet | State::External | State::Email | State::NoRegistration => true,
            State::Past | State::Cancelled | State::Postponed | State::Full | State::Closed => false,
        }
    }

    /// What the clock says of registration, whatever the event's status.
    fn registration_state(&self, now: Timestamp) -> State {
        let registration = &self.registration;
        let open = match registration.mode {
            RegistrationMode::Form => State::Open,
            RegistrationMode::External => State::External,
            RegistrationMode::Email => State::Email,
            RegistrationMode::None => return State::NoRegistration,
        };
        let closes = registration.closes.as_ref().unwrap_or(&self.starts);
        if closes.timestamp() <= now {
            State::Closed
        } else if registration.opens.as_ref().is_some_and(|opens| opens.timestamp() > now) {
            State::NotOpenYet
        } else {
            open
        }
    }

    /// Whether people take part from elsewhere, where clocks may show another time.
    #[must_use]
    pub fn is_online(&self) -> bool {
        self.status == EventStatus::MovedOnline || self.place.mode != Mode::InPerson
    }

    /// Whether the last minute is over.
    #[must_use]
    pub fn is_past(&self, now: Timestamp) -> bool {
        self.ends.timestamp() <= now
    }
}
