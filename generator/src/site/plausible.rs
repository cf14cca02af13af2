//! What can be and hardly is: an event that was copied and not changed everywhere, a clock of another country, a year
//! with a slip in it. All of it is a warning, and only for events that guests can still come to.

mod days;
mod programme;

use std::collections::HashMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Zoned};

use super::Bundle;
use super::live::{Facts, Live};
use crate::content::Kind;
use crate::diagnostic::{Code, Diagnostic, Sentence, say};
use crate::document::{Document, Own};
use crate::event::{Event, EventHeader, EventStatus, Mode};
use crate::time;
use crate::yaml::Located;

/// Years ahead for which nobody plans an evening.
const AHEAD: i64 = 3;

/// Years ago in which nobody who writes about it now would leave an event as one that is to come.
const AGO: i64 = 8;

/// Days that an event hardly lasts.
const LONG: i64 = 31;

/// What looks wrong with an event.
pub(super) fn check(bundle: &Bundle, event: &Event, today: Date) -> Vec<Diagnostic> {
    let source = &*bundle.source;
    let Own::Event(written) = &source.own else { return Vec::new() };
    let mut problems: Vec<Diagnostic> = year(source, written, event, today).into_iter().collect();
    let is_to_come = event.ends.date() >= today && event.status != EventStatus::Cancelled;
    if !is_to_come || !problems.is_empty() {
        return problems;
    }
    problems.extend(length(source, written, event));
    problems.extend(zone(source, written, event));
    problems.extend(seats(source, written));
    problems.extend(opens(source, written, event));
    problems.extend(programme::check(source, written, event));
    for document in bundle.documents() {
        problems.extend(days::check(document, event));
    }
    problems
}

/// A start so far away that its year is a slip.
fn year(source: &Document, written: &EventHeader, event: &Event, today: Date) -> Option<Diagnostic> {
    let starts = event.starts.date();
    let far = |years: i64| today.saturating_add(Span::new().years(years));
    let message = if starts > far(AHEAD) {
        say!("event.farAhead", year = &starts.year(), years = &AHEAD)
    } else if starts < far(-AGO) && event.status == EventStatus::Scheduled {
        say!("event.longAgo", year = &starts.year(), years = &AGO)
    } else {
        return None;
    };
    let problem = warning(Code::TimeYear, source, written.starts.as_ref()?, message);
    Some(problem.with_hint(say!("event.yearHint")))
}

fn length(source: &Document, written: &EventHeader, event: &Event) -> Option<Diagnostic> {
    let days = event.starts.date().until(event.ends.date()).ok()?.get_days();
    if i64::from(days) <= LONG {
        return None;
    }
    let (from, to) = (event.starts.date(), event.ends.date());
    let message = say!("event.lasts", days, from, to);
    let problem = warning(Code::TimeLong, source, written.ends.as_ref()?, message);
    Some(problem.with_hint(say!("event.lastsHint")))
}

/// A clock that isn't the one at the place.
fn zone(source: &Document, written: &EventHeader, event: &Event) -> Option<Diagnostic> {
    let zones = time::zones_of(&event.place.country).filter(|_| event.place.mode != Mode::Online)?;
    let name = written.time_zone.as_ref()?;
    let here = TimeZone::get(&name.value).ok()?;
    let moment = event.starts.timestamp();
    let offset = here.to_offset(moment);
    let is_same = |zone: &&str| TimeZone::get(zone).is_ok_and(|zone| zone.to_offset(moment) == offset);
    if zones.iter().any(is_same) {
        return None;
    }
    let there = TimeZone::get(zones[0]).ok()?.to_offset(moment);
    let hours = offset.seconds() - there.seconds();
    let place = event.place.city.as_deref().unwrap_or(&event.place.country);
    let (is_ahead, hours) = (hours > 0, f64::from(hours.abs()) / 3600.0);
    let message = match is_ahead {
        true => say!("event.clocksAhead", zone = &*name.value, hours, place),
        false => say!("event.clocksBehind", zone = &*name.value, hours, place),
    };
    let problem = warning(Code::TimeZone, source, name, message);
    Some(problem.with_hint(say!("event.zoneHint", zone = zones[0])))
}

fn seats(source: &Document, written: &EventHeader) -> Option<Diagnostic> {
    let capacity = written.capacity.as_ref().filter(|capacity| capacity.value == 0)?;
    let problem = warning(Code::FrontCapacity, source, capacity, say!("event.noSeats"));
    Some(problem.with_hint(say!("event.seatsHint")).with_hint(say!("event.fullHint")))
}

fn opens(source: &Document, written: &EventHeader, event: &Event) -> Option<Diagnostic> {
    let opens = event.registration.opens.as_ref().filter(|opens| **opens >= event.starts)?;
    let place = written.registration_opens()?;
    let message = say!("event.opensLate", at = day(opens));
    Some(warning(Code::TimeOpensLate, source, place, message).with_hint(say!("event.leftHint")))
}

/// Pages of events that come too late or go too early, among those that aren't published, too.
pub(super) fn published(bundles: &[Bundle], today: Date) -> Vec<Diagnostic> {
    bundles.iter().filter_map(|bundle| of_page(&bundle.source, today)).collect()
}

fn of_page(source: &Document, today: Date) -> Option<Diagnostic> {
    let Kind::Event = source.kind() else { return None };
    // Whatever else is wrong with these is said elsewhere.
    let day = |key: &str| source.said(key)?.get(..10)?.parse::<Date>().ok();
    let begins = day("starts").filter(|begins| *begins >= today)?;
    let common = &source.common;
    if let Some(day) = day("publish").filter(|day| *day > begins) {
        let message = say!("event.publishLate", day, begins);
        let problem = warning(Code::TimePublishLate, source, common.publish.as_ref()?, message);
        return Some(problem.with_hint(say!("event.leftTwoHint")));
    }
    let day = day("expire").filter(|day| *day <= begins)?;
    let message = say!("event.expireEarly", day, begins);
    let problem = warning(Code::TimeExpireEarly, source, common.expire.as_ref()?, message);
    Some(problem.with_hint(say!("event.expireHint")))
}

/// Events that begin in the same minute at the same place: one of them is a copy whose facts nobody changed.
pub(super) fn meetings(live: &[Live], today: Date) -> Vec<Diagnostic> {
    let mut seen: HashMap<(i64, &str, &str), &Live> = HashMap::new();
    let mut problems = Vec::new();
    for live in live {
        let Facts::Event(event) = &live.facts else { continue };
        let (Some(name), Some(city)) = (&event.place.name, &event.place.city) else { continue };
        if event.ends.date() < today || event.status == EventStatus::Cancelled {
            continue;
        }
        let first = *seen.entry((event.starts.timestamp().as_second(), name, city)).or_insert(live);
        if !std::ptr::eq(first, live) {
            problems.extend(meeting(live, first, event));
        }
    }
    problems
}

fn meeting(live: &Live, first: &Live, event: &Event) -> Option<Diagnostic> {
    let (source, other) = (&*live.bundle.source, &*first.bundle.source);
    let (Own::Event(written), Own::Event(there)) = (&source.own, &other.own) else { return None };
    let place = event.place.name.as_deref().unwrap_or_default();
    let message = say!("event.together", id = &first.bundle.id, at = day(&event.starts), place);
    let problem = warning(Code::TimeMeeting, source, written.starts.as_ref()?, message);
    let problem = problem.with_hint(say!("event.togetherHint"));
    Some(problem.with_see(&other.path, there.starts.as_ref()?.span.clone(), say!("event.other")))
}

fn day(at: &Zoned) -> Sentence {
    say!("event.at", date = &at.date(), clock = &at.strftime("%H:%M"))
}

fn warning<T>(code: Code, document: &Document, at: &Located<T>, message: Sentence) -> Diagnostic {
    Diagnostic::warning(code, &document.path, at.span.clone(), message)
}

/// The date half a year around another one that has this day and month.
fn nearest(day: i8, month: i8, to: Date) -> Option<Date> {
    let dates = (-1..=1).filter_map(|years| Date::new(to.year() + years, month, day).ok());
    dates.filter(|date| (*date - to).get_days().abs() <= 183).min_by_key(|date| (*date - to).get_days().abs())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    #[test]
    fn a_day_without_a_year_is_the_nearest() {
        assert_eq!(super::nearest(3, 1, date(2026, 12, 20)), Some(date(2027, 1, 3)));
        assert_eq!(super::nearest(29, 2, date(2027, 3, 1)), None);
    }
}
