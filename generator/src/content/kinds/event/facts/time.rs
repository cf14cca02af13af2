//! When an event begins and ends.

use jiff::Zoned;
use jiff::tz::TimeZone;

use crate::diagnostic::{Code, Diagnostic, say};
use crate::event::EventHeader;
use crate::front_matter::Checker;
use crate::time;

/// Start and end in the event's zone.
pub(super) fn check(checker: &mut Checker<'_>, event: &EventHeader) -> Option<(Zoned, Zoned)> {
    let starts = checker.require("starts", event.starts.as_ref());
    let ends = checker.require("ends", event.ends.as_ref());
    checker.require("timeZone", event.time_zone.as_ref());
    let zone = zone(checker, event)?;
    let starts_at = starts.and_then(|written| checker.take(time::zoned(checker.path, written, &zone)));
    let ends_at = ends.and_then(|written| checker.take(time::zoned(checker.path, written, &zone)));
    let (starts_at, ends_at) = (starts_at?, ends_at?);
    if ends_at <= starts_at {
        let (starts, ends) = (starts?, ends?);
        let problem =
            Diagnostic::error(Code::TimeOrder, checker.path, ends.span.clone(), say!("event.endsFirst"))
                .with_label(say!("event.theEnd"))
                .with_hint(say!("event.endsHint"))
                .with_see(checker.path, starts.span.clone(), say!("event.theStart"));
        checker.push(problem);
        return None;
    }
    programme(checker, event);
    Some((starts_at, ends_at))
}

/// The zone, if it is given and there is one of that name; noted by the caller or by `check`.
pub(super) fn zone(checker: &mut Checker<'_>, event: &EventHeader) -> Option<TimeZone> {
    let written = event.time_zone.as_ref()?;
    let zone = time::zone(checker.path, &written.value, &written.span).map_err(|mut problem| {
        // Better than a guess from the name is the place.
        let of_place =
            event.place.as_ref().and_then(|place| time::zones_of(&place.value.country.as_ref()?.value));
        if let Some([name, ..]) = of_place {
            problem.hints = vec![say!("time.writeZone", name)];
        }
        problem
    });
    checker.take(zone)
}

fn programme(checker: &mut Checker<'_>, event: &EventHeader) {
    for step in &event.programme {
        checker.take(time::clock(checker.path, &step.time));
    }
}
