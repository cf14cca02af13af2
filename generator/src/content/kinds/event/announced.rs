//! When an event counts as announced: for the stamps of calendars, the feed and the start of its offer.
//!
//! Nobody writes that day down. It is the moment when registration opens, or sixty days before the start
//! when nothing opens; each raise of `sequence` adds a minute, so that a later version has a later stamp.

use jiff::{Timestamp, ToSpan};

use super::Event;

/// Hours between announcement and start, when registration opens at no known time.
const BEFORE: i64 = 60 * 24;

/// The moment from which an event counts as announced.
#[must_use]
pub fn announced(event: &Event) -> Timestamp {
    let base = match &event.registration.opens {
        Some(opens) => opens.timestamp(),
        None => earlier(event.starts.timestamp(), BEFORE.hours()),
    };
    base.checked_add(i64::from(event.sequence).minutes()).unwrap_or(base)
}

fn earlier(moment: Timestamp, span: jiff::Span) -> Timestamp {
    moment.checked_sub(span).unwrap_or(moment)
}
