//! The numbers as cells: a row for each number of each event, with what a report asks for beside it.

use super::super::visitor::Visitor;
use super::{answer, country_name, question, status_name};
use crate::export::Table;
use crate::office::{EventNumbers, Numbers};

const HEADER: [&str; 8] = ["project", "period", "day", "event", "country", "question", "answer", "people"];

/// The table; a number that isn't shown is an empty cell.
pub(super) fn table(visitor: &Visitor, numbers: &Numbers) -> Table {
    let header = HEADER.map(|name| visitor.t(&format!("numbers.column.{name}"))).into();
    let rows = numbers.events.iter().flat_map(|event| rows(visitor, numbers, event)).collect();
    Table { header, rows }
}

fn rows(visitor: &Visitor, numbers: &Numbers, event: &EventNumbers) -> Vec<Vec<String>> {
    let folder = &visitor.asker.folder;
    let id = event.statistics.event.as_deref().unwrap_or_default();
    let form = folder.definition(&event.statistics.form);
    let about = [
        folder.manifest().project_number.clone().unwrap_or_default(),
        numbers.period.to_string(),
        event.day.to_string(),
        visitor.event_title(id),
        event.country.as_deref().map(|code| country_name(visitor, code)).unwrap_or_default(),
    ];
    let row = |question: String, answer: String, count: Option<u32>| {
        let own = [question, answer, count.map(|count| count.to_string()).unwrap_or_default()];
        about.iter().cloned().chain(own).collect::<Vec<String>>()
    };
    let statuses = event.statistics.statuses.iter();
    let statuses =
        statuses.map(|of| row(visitor.t("numbers.registrations"), status_name(visitor, &of.value), of.count));
    let answers = event.statistics.answers.iter().flat_map(|table| {
        let cells = |of: &crate::desk::Row| {
            row(
                question(visitor, form, &table.field),
                answer(visitor, form, &table.field, &of.value),
                of.count,
            )
        };
        table.rows.iter().map(cells).collect::<Vec<_>>()
    });
    statuses.chain(answers).collect()
}
