//! How a record stands, for those to whom it is the same whether it is a registration or a request.

use jiff::Timestamp;

use super::attendance::{Attendance, AttendanceState, Offer};
use super::line;
use super::process::{Place, Process};
use super::record::{Cancelled, Record, Status};
use super::request::FollowUp;

impl Record {
    /// The event's id, for a form that belongs to one.
    #[must_use]
    pub fn event(&self) -> Option<&str> {
        self.attendance().map(|attendance| attendance.event.as_str())
    }

    /// What has become of it.
    #[must_use]
    pub fn status(&self) -> Status {
        self.process.status()
    }

    /// The pseudonym of the address, under which this is the only registration for the event.
    #[must_use]
    pub fn contact(&self) -> Option<&str> {
        self.attendance().and_then(|attendance| attendance.contact.as_deref())
    }

    /// Grows with every registration of the event, so that a list keeps the order in which they came.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.attendance().map_or(0, |attendance| attendance.number)
    }

    /// The place in the queue, which stays when its time has come: it may be taken back.
    #[must_use]
    pub fn place(&self) -> Option<Place> {
        self.attendance().and_then(|attendance| attendance.state.place())
    }

    /// Until when an offered seat is held.
    #[must_use]
    pub fn offer_until(&self) -> Option<Timestamp> {
        self.offer().and_then(Offer::until)
    }

    /// Whether the time to answer an offer has stopped: the event has no date, or isn't on the site.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.offer() == Some(Offer::Paused)
    }

    /// When it was cancelled, and what it was before.
    #[must_use]
    pub fn cancelled(&self) -> Option<Cancelled> {
        match &self.process {
            Process::Attendance(attendance) => attendance.state.cancelled(),
            Process::Request(request) => request.cancelled(),
        }
    }

    /// When the request was closed.
    #[must_use]
    pub fn closed_at(&self) -> Option<Timestamp> {
        match &self.process {
            Process::Attendance(_) => None,
            Process::Request(request) => request.closed_at(),
        }
    }

    /// When the person last said that the request still stands.
    #[must_use]
    pub fn kept_at(&self) -> Option<Timestamp> {
        self.follow_up().kept_at
    }

    /// When the person was last asked whether the request still stands.
    #[must_use]
    pub fn asked_at(&self) -> Option<Timestamp> {
        self.follow_up().asked_at
    }

    /// When mentor and mentee met for the first time.
    #[must_use]
    pub fn first_meeting(&self) -> Option<Timestamp> {
        self.follow_up().first_meeting
    }

    /// Why it is held; empty when nobody doubts.
    #[must_use]
    pub fn doubts(&self) -> &[String] {
        match &self.process {
            Process::Attendance(attendance) => attendance.state.doubts(),
            Process::Request(request) => request.doubts(),
        }
    }

    /// Whether it stands in line: it came while too many came at once, and is seated by itself in a moment.
    #[must_use]
    pub fn is_in_line(&self) -> bool {
        self.status() == Status::Held && self.doubts().iter().any(|doubt| doubt == line::IN_LINE)
    }

    /// Whether it was sent with an address that was registered already, and isn't confirmed from its mailbox yet.
    #[must_use]
    pub fn is_second(&self) -> bool {
        self.attendance().is_some_and(|attendance| attendance.second)
    }

    /// The event's id when it was registered, if that is another one now: the calendar entry goes by it.
    #[must_use]
    pub fn first_event(&self) -> Option<&str> {
        self.attendance().and_then(|attendance| attendance.first_event.as_deref())
    }

    /// The number of the last change of the event that the person was told about.
    #[must_use]
    pub fn notified(&self) -> u32 {
        self.attendance().map_or(0, |attendance| attendance.notified)
    }

    /// For which start of the event the person was reminded.
    #[must_use]
    pub fn reminded_for(&self) -> Option<Timestamp> {
        self.attendance().and_then(|attendance| attendance.reminded_for)
    }

    /// The registration for an event, if it is one.
    pub(crate) fn attendance(&self) -> Option<&Attendance> {
        match &self.process {
            Process::Attendance(attendance) => Some(attendance),
            Process::Request(_) => None,
        }
    }

    pub(super) fn attendance_mut(&mut self) -> Option<&mut Attendance> {
        match &mut self.process {
            Process::Attendance(attendance) => Some(attendance),
            Process::Request(_) => None,
        }
    }

    /// How long its seat is held, if it was offered one.
    pub(crate) fn offer(&self) -> Option<Offer> {
        match self.attendance()?.state {
            AttendanceState::Offered { offer, .. } => Some(offer),
            AttendanceState::Confirmed { .. }
            | AttendanceState::Waiting { .. }
            | AttendanceState::Held { .. }
            | AttendanceState::Cancelled { .. }
            | AttendanceState::Lapsed { .. } => None,
        }
    }

    /// Holds an offered seat for another time. Nothing else has such a time.
    pub(super) fn set_offer(&mut self, new: Offer) {
        if let Some(Attendance { state: AttendanceState::Offered { offer, .. }, .. }) = self.attendance_mut()
        {
            *offer = new;
        }
    }

    /// Makes it the one registration of an address for its event, or none.
    pub(super) fn set_contact(&mut self, contact: Option<String>) {
        if let Some(attendance) = self.attendance_mut() {
            attendance.contact = contact;
        }
    }

    /// What happened to a request since it was received.
    pub(super) fn follow_up(&self) -> FollowUp {
        match &self.process {
            Process::Attendance(_) => FollowUp::default(),
            Process::Request(request) => request.follow_up(),
        }
    }

    pub(super) fn follow_up_mut(&mut self) -> Option<&mut FollowUp> {
        match &mut self.process {
            Process::Attendance(_) => None,
            Process::Request(request) => request.follow_up_mut(),
        }
    }
}
