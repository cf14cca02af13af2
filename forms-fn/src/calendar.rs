//! Calendar entries (RFC 5545): folded lines, zones and moments, for the site's calendars and for mail.
//!
//! Text in, text out; the caller says what time it is.

mod invitation;
mod line;
mod zone;

use jiff::Zoned;

pub use invitation::{Invitation, Method, invitation, uid};
pub use line::Lines;
pub use zone::zone;

/// A property whose value is a moment: local time and the name of its zone, or UTC.
#[must_use]
pub fn moment(name: &str, moment: &Zoned) -> String {
    match zone_name(moment) {
        Some(zone) => format!("{name};TZID={zone}:{}", moment.strftime("%Y%m%dT%H%M%S")),
        None => format!("{name}:{}", utc(moment.timestamp())),
    }
}

/// `20270304T163000Z`
#[must_use]
pub fn utc(moment: jiff::Timestamp) -> String {
    moment.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The zone's IANA name; none for UTC, which needs no description.
fn zone_name(moment: &Zoned) -> Option<&str> {
    moment.time_zone().iana_name().filter(|name| *name != "UTC")
}
