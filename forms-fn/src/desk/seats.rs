//! The seats of an event. [`Counters::step`] owns every change of them.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::record::Status;
use super::terms::Terms;

/// How the seats of an event stand. `taken` = confirmed + offered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    /// The capacity at the last change; `None`: as many as come.
    pub capacity: Option<u32>,
    /// People who have a seat.
    pub confirmed: u32,
    /// Seats that are held for people who were asked.
    pub offered: u32,
    /// People who wait.
    pub waiting: u32,
    /// The number of the next place in the queue.
    pub next: u64,
    /// Registrations that ever came in, those that were held until somebody released them included.
    pub registered: u64,
    /// Cancellations that were not undone.
    pub cancelled: u64,
    /// When the event ends, as the site said at the last change.
    #[serde(default)]
    pub ends: Option<Timestamp>,
    /// The organisers have called it off.
    pub called_off: bool,
}

impl Counters {
    /// Seats that nobody else can have.
    #[must_use]
    pub fn taken(&self) -> u32 {
        self.confirmed + self.offered
    }

    /// Whether there is a seat to give, whoever may have it first.
    #[must_use]
    pub fn seat_free(&self, terms: &Terms) -> bool {
        !terms.full && !terms.cancelled && self.seat_left(terms)
    }

    /// Whether a seat is nobody's. It may be given back to whoever had it even when no more are given.
    #[must_use]
    pub(crate) fn seat_left(&self, terms: &Terms) -> bool {
        terms.capacity.is_none_or(|capacity| self.taken() < capacity)
    }

    /// Whether a newcomer gets a seat. Those who wait come first.
    #[must_use]
    pub fn seat_for_newcomer(&self, terms: &Terms) -> bool {
        (self.waiting == 0 || !terms.waitlist) && self.seat_free(terms)
    }

    /// What a newcomer gets: a seat, a place on the list, or nothing.
    #[must_use]
    pub fn for_newcomer(&self, terms: &Terms) -> Option<Status> {
        if self.seat_for_newcomer(terms) {
            Some(Status::Confirmed)
        } else {
            terms.waitlist.then_some(Status::Waiting)
        }
    }

    /// One record goes from one status to another; `None` is a record that isn't there.
    pub(crate) fn step(&mut self, terms: Option<&Terms>, from: Option<Status>, to: Option<Status>) {
        if let Some(counter) = from.and_then(|status| self.counter(status)) {
            *counter = counter.saturating_sub(1);
        }
        if let Some(counter) = to.and_then(|status| self.counter(status)) {
            *counter += 1;
        }
        match (from, to) {
            (None, Some(_)) => self.registered += 1,
            (Some(_), Some(Status::Cancelled)) => self.cancelled += 1,
            (Some(Status::Cancelled), Some(_)) => self.cancelled = self.cancelled.saturating_sub(1),
            _ => {}
        }
        if let Some(terms) = terms {
            self.capacity = terms.capacity;
            self.ends = Some(terms.ends);
        }
    }

    fn counter(&mut self, status: Status) -> Option<&mut u32> {
        match status {
            Status::Confirmed => Some(&mut self.confirmed),
            Status::Offered => Some(&mut self.offered),
            Status::Waiting => Some(&mut self.waiting),
            Status::Held | Status::Cancelled | Status::Lapsed => None,
            Status::Unconfirmed | Status::Received | Status::Closed => None,
        }
    }
}
