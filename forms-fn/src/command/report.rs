//! `forms-fn report` and `forms-fn audit`: what was deleted in a month, and who did what.

use std::collections::BTreeMap;

use forms_fn::export::LocalTime;
use forms_fn::{Action, Audit};
use jiff::Timestamp;

use super::list::ListFormat;
use super::office::OfficeArguments;
use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    office: OfficeArguments,
    /// Which month; without it, this one
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: Option<String>,
    /// How to show it
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

fn month(text: &str) -> Result<String, String> {
    let day: Result<jiff::civil::Date, _> = format!("{text}-01").parse();
    day.map(|_| text.to_owned()).map_err(|_| "a month looks like 2027-01".to_owned())
}

impl ReportArguments {
    fn month(&self, now: Timestamp) -> String {
        self.month.clone().unwrap_or_else(|| now.strftime("%Y-%m").to_string())
    }
}

/// Numbers by form and field, no answers.
pub(crate) async fn report(arguments: ReportArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Report).await?;
    let deletions = office.report(&access, &arguments.month(access.at)).await;
    output::show(deletions, |deletions| {
        if arguments.format == ListFormat::Json {
            return output::json(deletions);
        }
        let mut all = rows("deleted", &deletions.deleted);
        all.extend(rows("overdue", &deletions.overdue));
        output::table(&["what", "form", "field", "answers"], all)
    })
    .await
}

fn rows(what: &str, numbers: &BTreeMap<String, BTreeMap<String, u32>>) -> Vec<Vec<String>> {
    let of_form = |(form, fields): (&String, &BTreeMap<String, u32>)| {
        let row = |(field, number): (&String, &u32)| {
            vec![what.to_owned(), form.clone(), field.clone(), number.to_string()]
        };
        fields.iter().map(row).collect::<Vec<_>>()
    };
    numbers.iter().flat_map(of_form).collect()
}

/// Everything that was written down before this.
pub(crate) async fn audit(arguments: ReportArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Audit).await?;
    let audits = office.audit(&access, &arguments.month(access.at)).await;
    output::show(audits, |audits| {
        if arguments.format == ListFormat::Json {
            return output::json(audits);
        }
        let clock = LocalTime::of(office.site(), None);
        let at = format!("at ({})", clock.zone());
        let header = [
            at.as_str(),
            "actor",
            "action",
            "outcome",
            "form",
            "event",
            "reference",
            "records",
            "scope",
            "purpose",
        ];
        output::table(&header, audits.iter().map(|audit| row(audit, &clock)).collect())
    })
    .await
}

fn row(audit: &Audit, clock: &LocalTime) -> Vec<String> {
    vec![
        clock.tell_to_the_second(audit.at),
        audit.actor.clone(),
        audit.action.as_str().to_owned(),
        audit.outcome.as_str().to_owned(),
        audit.form.clone().unwrap_or_default(),
        audit.event.clone().unwrap_or_default(),
        audit.reference.as_ref().map(ToString::to_string).unwrap_or_default(),
        audit.count.to_string(),
        audit.scope.as_ref().map(ToString::to_string).unwrap_or_default(),
        audit.purpose.clone().unwrap_or_default(),
    ]
}
