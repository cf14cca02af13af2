//! Days of the week that don't belong to the date behind them: "Tuesday 3 March".

use jiff::civil::Weekday;

use super::nearest;
use crate::diagnostic::{Code, Diagnostic, Sentence, say};
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
        let message = say!("event.weekday", date, is = name(date.weekday()), said = name(said.weekday));
        let problem = Diagnostic::warning(Code::TimeWeekday, &document.path, said.span.clone(), message);
        let is_start = date == starts;
        (date.weekday() != said.weekday).then(|| {
            problem.with_hint(match is_start {
                true => say!("event.weekdayOnHint"),
                false => say!("event.weekdayHint", starts),
            })
        })
    });
    wrong.collect()
}

fn name(day: Weekday) -> Sentence {
    match day {
        Weekday::Monday => say!("day.monday"),
        Weekday::Tuesday => say!("day.tuesday"),
        Weekday::Wednesday => say!("day.wednesday"),
        Weekday::Thursday => say!("day.thursday"),
        Weekday::Friday => say!("day.friday"),
        Weekday::Saturday => say!("day.saturday"),
        Weekday::Sunday => say!("day.sunday"),
    }
}
