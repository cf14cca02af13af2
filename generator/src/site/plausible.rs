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
use crate::diagnostic::{Code, Diagnostic};
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
        format!("this event begins in {}, more than {AHEAD} years from now", starts.year())
    } else if starts < far(-AGO) && event.status == EventStatus::Scheduled {
        format!("this event began in {}, more than {AGO} years ago", starts.year())
    } else {
        return None;
    };
    let problem = warning(Code::TimeYear, source, written.starts.as_ref()?, message);
    Some(problem.with_hint("is the year right?"))
}

fn length(source: &Document, written: &EventHeader, event: &Event) -> Option<Diagnostic> {
    let days = event.starts.date().until(event.ends.date()).ok()?.get_days();
    if i64::from(days) <= LONG {
        return None;
    }
    let message =
        format!("this event lasts {days} days: from {} to {}", event.starts.date(), event.ends.date());
    let problem = warning(Code::TimeLong, source, written.ends.as_ref()?, message);
    Some(problem.with_hint("are month and year of `ends` right? Evenings of a row are an event each"))
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
    let (hours, way) = (f64::from(hours.abs()) / 3600.0, if hours > 0 { "ahead of" } else { "behind" });
    let place = event.place.city.as_deref().unwrap_or(&event.place.country);
    let unit = if (hours - 1.0).abs() < f64::EPSILON { "hour" } else { "hours" };
    let message = format!("the clocks of `{}` are {hours} {unit} {way} those in {place}", name.value);
    let problem = warning(Code::TimeZone, source, name, message);
    Some(problem.with_hint(format!(
        "write `timeZone: {}`: the times are those that guests see on a clock there",
        zones[0]
    )))
}

fn seats(source: &Document, written: &EventHeader) -> Option<Diagnostic> {
    let capacity = written.capacity.as_ref().filter(|capacity| capacity.value == 0)?;
    let problem = warning(
        Code::FrontCapacity,
        source,
        capacity,
        "with a `capacity` of 0 nobody gets a seat".to_owned(),
    );
    let problem =
        problem.with_hint("write how many guests there is room for, or remove the line if it doesn't matter");
    Some(problem.with_hint("when all seats are taken, write `status: full`"))
}

fn opens(source: &Document, written: &EventHeader, event: &Event) -> Option<Diagnostic> {
    let opens = event.registration.opens.as_ref().filter(|opens| **opens >= event.starts)?;
    let place = written.registration_opens()?;
    let message = format!("registration opens on {}, after the event has started", day(opens));
    Some(
        warning(Code::TimeOpensLate, source, place, message)
            .with_hint("is this date left from another event?"),
    )
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
        let message = format!("this page is published on {day}, after the event on {begins}");
        let problem = warning(Code::TimePublishLate, source, common.publish.as_ref()?, message);
        return Some(problem.with_hint("is one of the two dates left from another event?"));
    }
    let day = day("expire").filter(|day| *day <= begins)?;
    let message = format!("this page is taken away on {day}, before the event on {begins} is over");
    let problem = warning(Code::TimeExpireEarly, source, common.expire.as_ref()?, message);
    Some(
        problem.with_hint(
            "write a later day, or remove `expire`: what is over moves to the past events by itself",
        ),
    )
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
    let message =
        format!("`{}` begins on {} in `{place}`, as this event does", first.bundle.id, day(&event.starts));
    let problem = warning(Code::TimeMeeting, source, written.starts.as_ref()?, message);
    let problem = problem.with_hint("if one is a copy of the other, give it its own date, time and place");
    Some(problem.with_see(&other.path, there.starts.as_ref()?.span.clone(), "the other event"))
}

fn day(at: &Zoned) -> String {
    at.strftime("%Y-%m-%d at %H:%M").to_string()
}

fn warning<T>(code: Code, document: &Document, at: &Located<T>, message: String) -> Diagnostic {
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
