//! A moment as people read it on a list: by the clock of the place, to the minute. Programs get it as RFC 3339.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::folder::FormsFolder;

/// A clock that hangs on a wall somewhere.
#[derive(Debug, Clone)]
pub struct LocalTime(TimeZone);

impl LocalTime {
    /// The clock of the event's place; of the site, where there is no event or the site has lost it; else that of UTC.
    #[must_use]
    pub fn of(folder: Option<&FormsFolder>, event: Option<&str>) -> Self {
        let of_event =
            |folder: &FormsFolder| event.and_then(|event| Some(folder.event(event)?.zone().clone()));
        let zone = folder.map(|folder| of_event(folder).unwrap_or_else(|| folder.time_zone()));
        Self(zone.unwrap_or(TimeZone::UTC))
    }

    /// `2027-01-21 18:00`, as spreadsheet programs of all our countries read it.
    #[must_use]
    pub fn tell(&self, at: Timestamp) -> String {
        at.to_zoned(self.0.clone()).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// `2027-01-21 18:00:05`, where things are told in their order.
    #[must_use]
    pub fn tell_to_the_second(&self, at: Timestamp) -> String {
        at.to_zoned(self.0.clone()).strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    /// `2027-01-21 18:00 (Europe/Oslo)`, where no heading names the zone.
    #[must_use]
    pub fn tell_with_zone(&self, at: Timestamp) -> String {
        format!("{} ({})", self.tell(at), self.zone())
    }

    /// The name of the zone, such as `Europe/Oslo`.
    #[must_use]
    pub fn zone(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }
}
