//! The numbers as cells: a row for each number of each event, with what a report asks for beside it, and then who came.

use super::super::visitor::Visitor;
use super::attendance::{language_name, name};
use super::{Name, answer, country_name, event_name, kind_name, organisation_name, question, status_name};
use crate::desk::Row;
use crate::export::Table;
use crate::office::{CrossSum, EventNumbers, LineSum, Numbers, Shown};

const HEADER: [&str; 8] = ["project", "period", "day", "event", "country", "question", "answer", "people"];

/// The table; a number that isn't shown is an empty cell.
pub(super) fn table(visitor: &Visitor, numbers: &Numbers, project: &str) -> Table {
    let header = HEADER.map(|name| visitor.t(&format!("numbers.column.{name}"))).into();
    let file = File { visitor, numbers, project };
    let events = numbers.events.iter().flat_map(|event| file.of_event(event));
    Table { header, rows: events.chain(file.of_attendance()).collect() }
}

/// A file that is being written.
struct File<'a> {
    visitor: &'a Visitor,
    numbers: &'a Numbers,
    project: &'a str,
}

impl File<'_> {
    fn of_event(&self, event: &EventNumbers) -> Vec<Vec<String>> {
        let visitor = self.visitor;
        let form = visitor.asker.folder.definition(&event.statistics.form);
        let about = [
            event.day.to_string(),
            event_name(visitor, event),
            event.country.as_deref().map(|code| country_name(visitor, code)).unwrap_or_default(),
        ];
        let row = |question: String, answer: String, count: Option<u32>| {
            self.row(about.clone(), [question, answer], count)
        };
        let registrations =
            |of: &Row| row(visitor.t("numbers.registrations"), status_name(visitor, &of.value), of.count);
        let answers = event.statistics.answers.iter().flat_map(|table| {
            let cells = |of: &Row| {
                row(
                    question(visitor, form, &table.field),
                    answer(visitor, form, &table.field, &of.value),
                    of.count,
                )
            };
            table.rows.iter().map(cells).collect::<Vec<_>>()
        });
        event.statistics.statuses.iter().map(registrations).chain(answers).collect()
    }

    fn of_attendance(&self) -> Vec<Vec<String>> {
        let attendance = &self.numbers.attendance;
        if attendance.counted.is_empty() {
            return Vec::new();
        }
        let mut rows = self.of_table("came.people", &attendance.people, country_name, kind_name);
        rows.extend(self.of_table("came.first", &attendance.first, country_name, kind_name));
        let by_language = |row: &LineSum| self.of_line("came.languages", "", row, language_name);
        rows.extend(attendance.languages.rows.iter().map(|row| by_language(&row.line)));
        let by_organisation = |row: &LineSum| self.of_line("came.organisations", "", row, organisation_name);
        rows.extend(attendance.organisations.iter().map(by_organisation));
        rows
    }

    /// The sum, the columns, and each row with its columns.
    fn of_table(&self, title: &str, sum: &CrossSum, row_name: Name, column_name: Name) -> Vec<Vec<String>> {
        let all = self.visitor.t("numbers.all");
        let mut rows = vec![self.of(title, "", all.clone(), sum.all)];
        rows.extend(sum.columns.iter().map(|column| self.of_line(title, "", column, column_name)));
        for row in &sum.rows {
            let country = name(self.visitor, &row.line, row_name);
            rows.push(self.of(title, &country, all.clone(), row.line.shown));
            rows.extend(row.cells.iter().map(|cell| self.of_line(title, &country, cell, column_name)));
        }
        rows
    }

    fn of_line(&self, title: &str, country: &str, line: &LineSum, of: Name) -> Vec<String> {
        self.of(title, country, name(self.visitor, line, of), line.shown)
    }

    fn of(&self, title: &str, country: &str, answer: String, shown: Shown) -> Vec<String> {
        let about = [String::new(), String::new(), country.to_owned()];
        self.row(about, [self.visitor.t(title), answer], (shown.count > 0).then_some(shown.count))
    }

    fn row(&self, about: [String; 3], asked: [String; 2], count: Option<u32>) -> Vec<String> {
        let of_all = [self.project.to_owned(), self.numbers.period.to_string()];
        let count = count.map(|count| count.to_string()).unwrap_or_default();
        of_all.into_iter().chain(about).chain(asked).chain([count]).collect()
    }
}
