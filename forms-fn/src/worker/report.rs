//! The monthly report: what was deleted, single answers and whole records, and what should be gone and isn't.

use std::collections::BTreeMap;
use std::fmt::Write;

use forms::About;
use jiff::Timestamp;
use serde::Serialize;

use crate::app::App;
use crate::store::StoreError;

/// What a month's deletions were, and what is overdue now. Serialised, it is the JSON of the command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthlyReport {
    /// `2027-01`
    pub month: String,
    /// When it was made.
    pub at: Timestamp,
    /// Answers that were deleted in the month.
    pub deleted: Vec<Row>,
    /// Answers that should have been deleted by now. There should be none.
    pub overdue: Vec<Row>,
}

/// The answers to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The form's id.
    pub form: String,
    /// The field's name.
    pub field: String,
    /// How many answers.
    pub answers: u32,
}

/// Counts of answers by form and field.
type Counts = BTreeMap<(String, String), u32>;

/// The report of a month, `2027-01`, as it is now. It looks through all records of the site's events and forms.
///
/// # Errors
/// When the store fails or an archived form is missing.
pub async fn report(app: &App, month: &str, now: Timestamp) -> Result<MonthlyReport, StoreError> {
    let (desk, folder) = (&app.desk, app.forms());
    let mut overdue = Counts::new();
    for event in folder.events() {
        // The form's name decides nothing for an event: its records lie under the event.
        let more = desk.overdue_in("", Some(&event.id), Some(event.terms().ends), now).await?;
        add(&mut overdue, more);
    }
    for form in folder.definitions().filter(|form| form.about == About::Nothing) {
        add(&mut overdue, desk.overdue_in(&form.id, None, None, now).await?);
    }
    let deleted = rows(desk.deleted_in(month, now).await?);
    Ok(MonthlyReport { month: month.to_owned(), at: now, deleted, overdue: rows(overdue) })
}

fn add(counts: &mut Counts, more: Counts) {
    for (name, number) in more {
        *counts.entry(name).or_default() += number;
    }
}

fn rows(counts: Counts) -> Vec<Row> {
    counts.into_iter().map(|((form, field), answers)| Row { form, field, answers }).collect()
}

impl MonthlyReport {
    /// How many answers should have been deleted and weren't.
    #[must_use]
    pub fn overdue(&self) -> u32 {
        self.overdue.iter().map(|row| row.answers).sum()
    }

    /// The report as a table for people.
    #[must_use]
    pub fn table(&self) -> String {
        let mut text = format!("deleted in {}\n", self.month);
        table(&mut text, &self.deleted);
        let _ = write!(text, "\noverdue now: {}\n", self.overdue());
        table(&mut text, &self.overdue);
        text
    }
}

fn table(text: &mut String, rows: &[Row]) {
    let width =
        |of: fn(&Row) -> &str| rows.iter().map(|row| of(row).chars().count()).max().unwrap_or_default();
    let (form, field) = (width(|row| &row.form), width(|row| &row.field));
    for row in rows {
        let _ = writeln!(text, "  {:form$}  {:field$}  {:>6}", row.form, row.field, row.answers);
    }
}
