//! What the site says of an event now, as far as seats depend on it.

use forms::OfferRules;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};

/// The terms under which seats are given.
#[derive(Debug, Clone)]
pub struct Terms {
    /// The event's id.
    pub event: String,
    /// `None`: as many as come.
    pub capacity: Option<u32>,
    /// Whether people may wait for a seat.
    pub waitlist: bool,
    /// When it starts; [`Self::NO_DATE`] while that isn't decided.
    pub starts: Timestamp,
    /// When it ends; for one that was postponed, a day by which it should have had its new date.
    pub ends: Timestamp,
    /// The event's own zone.
    pub zone: TimeZone,
    /// How long a seat is held for somebody who was asked.
    pub offer: OfferRules,
    /// Whether the organisers say that no more seats are given, whatever the capacity is.
    pub full: bool,
    /// Whether it doesn't take place.
    pub cancelled: bool,
}

/// Nobody should have to answer the moment the night is over.
const AFTER_WAKING: SignedDuration = SignedDuration::from_hours(2);

impl Terms {
    /// The start of an event that was postponed: it never comes.
    pub const NO_DATE: Timestamp = Timestamp::MAX;

    /// Whether the event was postponed, and the new date isn't known. Nobody is asked then whether a seat is wanted.
    #[must_use]
    pub fn has_no_date(&self) -> bool {
        self.starts == Self::NO_DATE
    }

    /// Until when a seat that is offered now is held: the hours of the rules; if that ends at night, until two hours
    /// after the night; never beyond the start of the event.
    #[must_use]
    pub fn offer_ends(&self, now: Timestamp) -> Timestamp {
        let hours = SignedDuration::from_hours(i64::from(self.offer.hours));
        let end = now.checked_add(hours).unwrap_or(now).to_zoned(self.zone.clone());
        let end = match self.night_ends(&end) {
            Some(morning) => morning.checked_add(AFTER_WAKING).unwrap_or(morning),
            None => end,
        };
        end.timestamp().min(self.starts)
    }

    /// When the night in which a moment lies is over; none by day.
    pub(crate) fn quiet_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.night_ends(&now.to_zoned(self.zone.clone())).map(|morning| morning.timestamp())
    }

    /// The end of the night in which a moment lies.
    fn night_ends(&self, moment: &Zoned) -> Option<Zoned> {
        let (from, to) = (self.offer.quiet_from, self.offer.quiet_to);
        let time = moment.time();
        let over_midnight = from > to;
        let quiet = if over_midnight { time >= from || time < to } else { from <= time && time < to };
        if !quiet {
            return None;
        }
        let day = if over_midnight && time >= from {
            moment.date().checked_add(1.day()).ok()?
        } else {
            moment.date()
        };
        day.to_datetime(to).to_zoned(self.zone.clone()).ok()
    }
}
