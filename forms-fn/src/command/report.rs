//! `forms-fn report` and `forms-fn audit`: what was deleted in a month, and who did what.

use std::collections::BTreeMap;

use forms_fn::Audit;
use jiff::Timestamp;

use super::list::Format;
use super::output;
use super::store::{StoreArguments, open_desk};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    /// Which month; without it, this one
    #[arg(long, value_name = "YYYY-MM", value_parser = month)]
    month: Option<String>,
    /// How to show it
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

fn month(text: &str) -> Result<String, String> {
    let day: Result<jiff::civil::Date, _> = format!("{text}-01").parse();
    day.map(|_| text.to_owned()).map_err(|_| "a month looks like 2027-01".to_owned())
}

impl Arguments {
    fn month(&self, now: Timestamp) -> String {
        self.month.clone().unwrap_or_else(|| now.strftime("%Y-%m").to_string())
    }
}

/// Numbers by form and field, no answers.
pub(crate) async fn report(arguments: Arguments) -> Result<(), String> {
    let (desk, now) = (open_desk(&arguments.store)?, Timestamp::now());
    let deletions = desk.deletions(&arguments.month(now), now).await.map_err(|e| e.to_string())?;
    if arguments.format == Format::Json {
        return output::json(&deletions);
    }
    let rows = |what: &'static str, numbers: &BTreeMap<String, BTreeMap<String, u32>>| {
        let mut rows = Vec::new();
        for (form, fields) in numbers {
            for (field, number) in fields {
                rows.push(vec![what.to_owned(), form.clone(), field.clone(), number.to_string()]);
            }
        }
        rows
    };
    let mut all = rows("deleted", &deletions.deleted);
    all.extend(rows("overdue", &deletions.overdue));
    output::table(&["what", "form", "field", "answers"], all)
}

/// No answers are in it, so looking at it is not written down.
pub(crate) async fn audit(arguments: Arguments) -> Result<(), String> {
    let (desk, now) = (open_desk(&arguments.store)?, Timestamp::now());
    let audits = desk.audits(&arguments.month(now), now).await.map_err(|e| e.to_string())?;
    if arguments.format == Format::Json {
        return output::json(&audits);
    }
    let header = ["at", "actor", "action", "form", "event", "reference", "records", "purpose"];
    output::table(&header, audits.into_iter().map(row).collect())
}

fn row(audit: Audit) -> Vec<String> {
    vec![
        audit.at.to_string(),
        audit.actor,
        audit.action.as_str().to_owned(),
        audit.form.unwrap_or_default(),
        audit.event.unwrap_or_default(),
        audit.reference.map(|reference| reference.to_string()).unwrap_or_default(),
        audit.count.to_string(),
        audit.purpose.unwrap_or_default(),
    ]
}
