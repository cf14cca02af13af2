//! Days of the week that don't belong to the date behind them: "Tuesday 3 March".

use jiff::civil::Weekday;

use super::nearest;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Document;
use crate::event::Event;

/// Each such date in the texts of an event. One without a year is the nearest to the event.
pub(super) fn check(document: &Document, event: &Event) -> Vec<Diagnostic> {
    let starts = event.starts.date();
    let wrong = document.days.iter().filter_map(|said| {
        let date = match said.year {
            Some(year) => jiff::civil::Date::new(year, said.month, said.day).ok()?,
            None => nearest(said.day, said.month, starts)?,
        };
        let message = format!("{date} is a {}, not a {}", name(date.weekday()), name(said.weekday));
        let problem = Diagnostic::warning(Code::TimeWeekday, &document.path, said.span.clone(), message);
        let is_start = date == starts;
        (date.weekday() != said.weekday).then(|| {
            problem.with_hint(match is_start {
                true => "this event is on that date: change the day of the week".to_owned(),
                false => format!("change the day of the week, or the date; this event is on {starts}"),
            })
        })
    });
    wrong.collect()
}

fn name(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}
