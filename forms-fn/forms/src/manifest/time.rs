//! Times and zones. The zones are compiled in, and nothing here asks a clock.

use std::fmt;
use std::str::FromStr;

use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{OffsetConflict, TimeZone};
use jiff::{Timestamp, Zoned};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};

/// A site and a program may have been made with different editions of the zones. What people were told is the clock of the
/// place, so that stays where the offset doesn't fit it any more.
const PARSER: DateTimeParser = DateTimeParser::new().offset_conflict(OffsetConflict::PreferOffset);

/// A time by the clock of an event's place, written as RFC 9557: `2027-03-04T17:30:00+01:00[Europe/Copenhagen]`.
///
/// Two are the same when moment and zone are: jiff's own comparison leaves the zone out, and letters and calendars name it.
#[derive(Debug, Clone)]
pub struct EventTime(Zoned);

/// A text that is no such time.
#[derive(Debug)]
pub struct NotEventTime {
    text: String,
    why: jiff::Error,
}

impl EventTime {
    /// The time with its clock.
    #[must_use]
    pub fn zoned(&self) -> &Zoned {
        &self.0
    }

    /// The moment.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        self.0.timestamp()
    }

    /// The clock that it is by.
    #[must_use]
    pub fn time_zone(&self) -> &TimeZone {
        self.0.time_zone()
    }
}

impl From<Zoned> for EventTime {
    fn from(zoned: Zoned) -> Self {
        Self(zoned)
    }
}

impl FromStr for EventTime {
    type Err = NotEventTime;

    fn from_str(text: &str) -> Result<Self, NotEventTime> {
        PARSER.parse_zoned(text).map(Self).map_err(|why| NotEventTime { text: text.to_owned(), why })
    }
}

impl PartialEq for EventTime {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0 && self.time_zone() == other.time_zone()
    }
}

impl Eq for EventTime {}

impl fmt::Display for EventTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for EventTime {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for EventTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

impl fmt::Display for NotEventTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { text, why } = self;
        write!(f, "`{text}` is not a time such as `2027-03-04T17:30:00+01:00[Europe/Copenhagen]`: {why}")
    }
}

impl std::error::Error for NotEventTime {}

/// A zone of the IANA database: `Europe/Copenhagen`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// Its clock.
    #[must_use]
    pub fn time_zone(&self) -> &TimeZone {
        &self.0
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

/// As it is written: what has no name in the database is UTC.
impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.iana_name().unwrap_or("UTC"))
    }
}

impl From<TimeZone> for Zone {
    fn from(zone: TimeZone) -> Self {
        Self(zone)
    }
}

impl Serialize for Zone {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let zone = TimeZone::get(&name).map(Self);
        zone.map_err(|_| {
            D::Error::custom(format_args!("`{name}` is not a time zone such as `Europe/Copenhagen`"))
        })
    }
}
