//! Dates and times as they are written → moments in an IANA zone. Behind this module stands jiff.
//!
//! A local time that the clocks skip or show twice is an error with the two ways out, never a
//! silent choice: guests would come an hour early or late.

mod names;
mod written;
mod zones;

use std::ops::Range;

use jiff::civil::{Date, DateTime};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, Zoned};

use crate::diagnostic::{Code, Diagnostic, say};
use crate::yaml::Located;

pub(crate) use names::{Names, is_month};
pub use zones::zones_of;

/// A date: `2027-03-04`.
///
/// # Errors
/// When it is written otherwise or isn't in the calendar.
pub fn date<T: AsRef<str>>(path: &str, written: &Located<T>) -> Result<Date, Diagnostic> {
    let text = written.value.as_ref();
    let parsed = (text.len() == 10).then(|| text.parse::<Date>().ok()).flatten();
    parsed.ok_or_else(|| {
        let problem =
            Diagnostic::error(Code::TimeDate, path, written.span.clone(), say!("time.noDate", text));
        match written::date(text) {
            Some(date) => problem.with_hint(say!("time.dateMeant", date)),
            None => problem.with_hint(say!("time.dateHint")),
        }
    })
}

/// A zone by its IANA name: `Europe/Copenhagen`. Short names are refused though there are some of them: `EST` knows no
/// summer time, and of `CET` nobody can tell to which country it belongs.
///
/// # Errors
/// When there is none of that name, or it is a short one.
pub fn zone(path: &str, name: &str, span: &Range<usize>) -> Result<TimeZone, Diagnostic> {
    let is_place = name.contains('/') || name == "UTC";
    if let Some(zone) = TimeZone::get(name).ok().filter(|_| is_place) {
        return Ok(zone);
    }
    let message = match zones::is_short(name) {
        true => say!("time.shortZone", name),
        false => say!("time.noZone", name),
    };
    let problem = Diagnostic::error(Code::TimeZone, path, span.clone(), message);
    Err(problem.with_hint(match zones::meant(name) {
        Some(zone) => say!("time.zoneMeant", zone),
        None => say!("time.zoneHint"),
    }))
}

/// A local time of day in a zone: `2027-03-04T17:30`.
///
/// # Errors
/// When it is written otherwise, isn't in the calendar, or happens never or twice in that zone.
pub fn zoned<T: AsRef<str>>(path: &str, written: &Located<T>, zone: &TimeZone) -> Result<Zoned, Diagnostic> {
    let text = written.value.as_ref();
    let local: DateTime = (text.len() == 16).then(|| text.parse().ok()).flatten().ok_or_else(|| {
        let message = say!("time.noDateTime", text);
        let problem = Diagnostic::error(Code::TimeDateTime, path, written.span.clone(), message);
        match written::date_time(text) {
            Some(time) => problem.with_hint(say!("time.dateTimeMeant", time)),
            None => problem.with_hint(say!("time.dateTimeHint")),
        }
    })?;
    let ambiguous = zone.to_ambiguous_zoned(local);
    let name = zone.iana_name().unwrap_or("UTC");
    match ambiguous.offset() {
        AmbiguousOffset::Unambiguous { .. } => {}
        AmbiguousOffset::Gap { .. } => {
            let later =
                ambiguous.clone().later().map(|t| t.strftime("%H:%M").to_string()).unwrap_or_default();
            let message = say!("time.gap", name, text);
            return Err(Diagnostic::error(Code::TimeGap, path, written.span.clone(), message)
                .with_hint(say!("time.gapHint", later)));
        }
        AmbiguousOffset::Fold { .. } => {
            let message = say!("time.fold", name, text);
            return Err(Diagnostic::error(Code::TimeFold, path, written.span.clone(), message)
                .with_hint(say!("time.foldHint")));
        }
    }
    ambiguous.unambiguous().map_err(|error| {
        Diagnostic::error(Code::TimeDateTime, path, written.span.clone(), say!("time.unusable", text, error))
    })
}

/// The day that it is now in a zone.
#[must_use]
pub fn today(now: Timestamp, zone: &TimeZone) -> Date {
    now.to_zoned(zone.clone()).date()
}

/// A time of day: `17:30`.
///
/// # Errors
/// When it isn't hours and minutes with two digits each.
pub fn clock<T: AsRef<str>>(path: &str, written: &Located<T>) -> Result<(), Diagnostic> {
    let text = written.value.as_ref();
    let number = |part: Option<&str>| {
        part.filter(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|part| part.parse::<u8>().ok())
    };
    let valid = text.len() == 5
        && text.as_bytes()[2] == b':'
        && number(text.get(0..2)).is_some_and(|hours| hours < 24)
        && number(text.get(3..5)).is_some_and(|minutes| minutes < 60);
    if valid {
        return Ok(());
    }
    let message = say!("time.noClock", text);
    let hint = match written::clock(text) {
        Some(clock) => say!("time.clockMeant", clock),
        None => say!("time.clockHint"),
    };
    Err(Diagnostic::error(Code::TimeClock, path, written.span.clone(), message).with_hint(hint))
}
