//! Lines of a programme at hours at which the event isn't on.

use crate::diagnostic::{Code, Diagnostic, say};
use crate::document::Document;
use crate::event::{Event, EventHeader};
use crate::time;

/// Minutes before the beginning at which doors may open.
const DOORS: i32 = 30;

const DAY: i32 = 24 * 60;

/// Each line that comes too early or too late; an event of more than a day has every hour in it.
pub(super) fn check(source: &Document, written: &EventHeader, event: &Event) -> Vec<Diagnostic> {
    let minutes = |at: &jiff::Zoned| i32::from(at.hour()) * 60 + i32::from(at.minute());
    let starts = minutes(&event.starts);
    let lasts = (event.ends.timestamp().as_second() - event.starts.timestamp().as_second()) / 60;
    let Some(lasts) = i32::try_from(lasts).ok().filter(|lasts| *lasts < DAY - DOORS) else {
        return Vec::new();
    };
    // Minutes after the beginning; what lies before it lies at the end of a day that begins with it.
    let is_on = |clock: i32| {
        let after = (clock - starts).rem_euclid(DAY);
        after <= lasts || after >= DAY - DOORS
    };
    let steps = written.programme.iter().filter(|step| time::clock(&source.path, &step.time).is_ok());
    let off = steps.filter_map(|step| Some((step, clock(&step.time.value)?))).filter(|(_, at)| !is_on(*at));
    off.map(|(step, at)| {
        let (from, to) = (event.starts.strftime("%H:%M"), event.ends.strftime("%H:%M"));
        let message = say!("event.offProgramme", from, to, time = &*step.time.value);
        let problem = Diagnostic::warning(Code::TimeProgramme, &source.path, step.time.span.clone(), message);
        let other = (at + DAY / 2) % DAY;
        problem.with_hint(match is_on(other) {
            true => say!("time.clockMeant", clock = &format!("{:02}:{:02}", other / 60, other % 60)),
            false => say!("event.programmeHint"),
        })
    })
    .collect()
}

fn clock(text: &str) -> Option<i32> {
    let (hours, minutes) = text.split_once(':')?;
    Some(hours.parse::<i32>().ok()? * 60 + minutes.parse::<i32>().ok()?)
}
