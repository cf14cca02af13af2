//! `VTIMEZONE`: the changes of a zone's clock in the years of its events, from the IANA data.
//!
//! Changes that fall on the same weekday of the same week of a month in every year become a rule; any
//! other is written as the single moment that it is (RFC 5545 §3.6.5).

use std::collections::BTreeMap;

use jiff::civil::{DateTime, Weekday};
use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned};

use super::{Lines, zone_name};

/// A change of the clock.
struct OffsetChange {
    /// Local time by the clock that ends here.
    at: DateTime,
    name: String,
}

/// Changes of one kind: from this offset to that one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Transition {
    daylight: bool,
    from: Offset,
    to: Offset,
}

/// Writes the zone for the years in which the events lie: start and end of each, all in that zone.
/// UTC needs no such part.
pub fn zone(lines: &mut Lines, events: &[(&Zoned, &Zoned)]) {
    let Some((first, _)) = events.first() else { return };
    let zone = first.time_zone();
    let Some(name) = zone_name(first) else { return };
    let from = events.iter().map(|(starts, _)| starts.year()).min().unwrap_or_default();
    let to = events.iter().map(|(_, ends)| ends.year()).max().unwrap_or_default();
    lines.raw("BEGIN:VTIMEZONE");
    lines.raw(&format!("TZID:{name}"));
    // The year before as well: its autumn change governs the first months.
    let changes = changes(zone, from - 1, to);
    if changes.is_empty() {
        fixed(lines, zone, first);
    }
    for (kind, changes) in &changes {
        write_kind(lines, kind, changes);
    }
    lines.raw("END:VTIMEZONE");
}

fn changes(zone: &TimeZone, from: i16, to: i16) -> BTreeMap<Transition, Vec<OffsetChange>> {
    let start = instant(zone, from).unwrap_or(Timestamp::MIN);
    let end = instant(zone, to.saturating_add(1)).unwrap_or(Timestamp::MAX);
    let mut changes: BTreeMap<Transition, Vec<OffsetChange>> = BTreeMap::new();
    for change in zone.following(start).take_while(|change| change.timestamp() < end) {
        let moment = change.timestamp();
        let before = zone.to_offset(moment - SignedDuration::from_secs(1));
        let kind = Transition { daylight: change.dst().is_dst(), from: before, to: change.offset() };
        let change = OffsetChange { at: before.to_datetime(moment), name: change.abbreviation().to_owned() };
        changes.entry(kind).or_default().push(change);
    }
    changes
}

/// The beginning of a year; none beyond those that can be written.
fn instant(zone: &TimeZone, year: i16) -> Option<Timestamp> {
    let first = jiff::civil::Date::new(year, 1, 1).ok()?;
    first.to_zoned(zone.clone()).ok().map(|start| start.timestamp())
}

fn write_kind(lines: &mut Lines, kind: &Transition, changes: &[OffsetChange]) {
    match rule(changes) {
        Some(rule) => part(lines, kind, &changes[0], Some(&rule)),
        None => changes.iter().for_each(|change| part(lines, kind, change, None)),
    }
}

fn part(lines: &mut Lines, kind: &Transition, change: &OffsetChange, rule: Option<&str>) {
    let part = if kind.daylight { "DAYLIGHT" } else { "STANDARD" };
    let at = change.at.strftime("%Y%m%dT%H%M%S").to_string();
    lines.raw(&format!("BEGIN:{part}"));
    lines.raw(&format!("DTSTART:{at}"));
    match rule {
        Some(rule) => lines.raw(&format!("RRULE:{rule}")),
        // Some readers ask for a recurrence, so the single moment names itself.
        None => lines.raw(&format!("RDATE:{at}")),
    }
    lines.raw(&format!("TZOFFSETFROM:{}", offset(kind.from)));
    lines.raw(&format!("TZOFFSETTO:{}", offset(kind.to)));
    lines.text("TZNAME", &change.name);
    lines.raw(&format!("END:{part}"));
}

/// A zone whose clock never changes in these years.
fn fixed(lines: &mut Lines, zone: &TimeZone, start: &Zoned) {
    let now = zone.to_offset(start.timestamp());
    let kind = Transition { daylight: false, from: now, to: now };
    let name = zone.to_offset_info(start.timestamp()).abbreviation().to_owned();
    part(lines, &kind, &OffsetChange { at: jiff::civil::datetime(1970, 1, 1, 0, 0, 0, 0), name }, None);
}

/// "The last Sunday of March", when that holds in every year and there are at least two.
fn rule(changes: &[OffsetChange]) -> Option<String> {
    let (first, rest) = changes.split_first()?;
    let day = |change: &OffsetChange| (change.at.month(), change.at.weekday(), change.at.time());
    let same =
        !rest.is_empty() && rest.iter().all(|change| day(change) == day(first) && change.name == first.name);
    let last = |change: &OffsetChange| {
        change.at.date().checked_add(1.week()).is_ok_and(|next| next.month() != change.at.month())
    };
    let nth = |change: &OffsetChange| (change.at.day() - 1) / 7 + 1;
    let which = if changes.iter().all(last) {
        "-1".to_owned()
    } else if rest.iter().all(|change| nth(change) == nth(first)) {
        nth(first).to_string()
    } else {
        return None;
    };
    same.then(|| {
        format!("FREQ=YEARLY;BYMONTH={};BYDAY={which}{}", first.at.month(), weekday(first.at.weekday()))
    })
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}

/// `+0100`
fn offset(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}{:02}", minutes.abs() / 60, minutes.abs() % 60)
}
