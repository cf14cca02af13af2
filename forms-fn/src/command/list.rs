//! `forms-fn list`: the stored records for organisers, as a table or as JSON.

use std::collections::BTreeSet;

use clap::ValueEnum;
use forms_fn::export::{Words, json, versions};
use forms_fn::{Action, Status, Stored};

use super::output;
use super::site::{SiteArguments, WhichArguments};
use super::store::StoreArguments;
use super::todo::{self, Todo};
use super::who::{Organiser, Subject, WhoArguments};

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pub(crate) store: StoreArguments,
    #[command(flatten)]
    pub(crate) site: SiteArguments,
    #[command(flatten)]
    pub(crate) which: WhichArguments,
    #[command(flatten)]
    pub(crate) who: WhoArguments,
    #[command(flatten)]
    pub(crate) filter: Filter,
    /// How to show them
    #[arg(long, value_enum, default_value = "table")]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
#[group(multiple = false)]
pub(crate) struct Filter {
    /// Only records in this status; may be given several times
    #[arg(long, value_parser = status)]
    status: Vec<Status>,
    /// Only records that wait for an organiser's look
    #[arg(long)]
    held: bool,
    /// People without e-mail whom somebody has to call, with their numbers
    #[arg(long)]
    calls: bool,
    /// Messages that could not be delivered
    #[arg(long)]
    failed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Table,
    Json,
}

fn status(text: &str) -> Result<Status, String> {
    let known = || Status::ALL.map(Status::as_str).join(", ");
    Status::ALL
        .into_iter()
        .find(|status| status.as_str() == text)
        .ok_or_else(|| format!("there are {}", known()))
}

/// Prints the records in the order in which they arrived.
pub(crate) async fn list(arguments: Arguments) -> Result<(), String> {
    arguments.who.needed_purpose()?;
    let organiser = Organiser::open(&arguments.store, &arguments.who)?;
    if arguments.filter.calls {
        return todo::list(&organiser, Todo::Calls, arguments.format).await;
    }
    if arguments.filter.failed {
        return todo::list(&organiser, Todo::Failed, arguments.format).await;
    }
    let site = arguments.site.load()?;
    let form = arguments.which.form(site.as_ref())?;
    let mut records = arguments.which.records(&organiser.desk, site.as_ref(), &form, organiser.now).await?;
    records.retain(|stored| arguments.filter.lets_through(stored.record.status));
    let event = arguments.which.event.as_deref();
    let subject = Subject { form: Some(&form), event, count: records.len(), ..Subject::default() };
    organiser.note(Action::List, subject).await?;
    match arguments.format {
        Format::Table => table(&records),
        Format::Json => {
            let versions = versions(&organiser.desk, &records, None, organiser.now).await;
            let versions = versions.map_err(|e| e.to_string())?;
            output::print(&json::write(&records, &versions, PLAIN))
        }
    }
}

/// Values as they are stored.
const PLAIN: Words<'_> = Words { lang: "en", labels: false, folder: None, between: ", " };

impl Filter {
    fn lets_through(&self, status: Status) -> bool {
        let any = self.status.is_empty() && !self.held;
        any || self.status.contains(&status) || (self.held && status == Status::Held)
    }
}

/// One line a record, one column for each answer that anybody gave.
fn table(records: &[Stored]) -> Result<(), String> {
    let fields: BTreeSet<&str> =
        records.iter().flat_map(|record| record.answers.keys().map(String::as_str)).collect();
    let mut header = vec!["reference", "status", "submitted", "lang"];
    header.extend(&fields);
    output::table(&header, records.iter().map(|record| row(record, &fields)).collect())
}

fn row(stored: &Stored, fields: &BTreeSet<&str>) -> Vec<String> {
    let record = &stored.record;
    let status = match (record.status, stored.position) {
        (Status::Waiting, Some(position)) => format!("waiting {position}"),
        (other, _) => other.as_str().to_owned(),
    };
    let mut row =
        vec![record.reference.to_string(), status, record.submitted_at.to_string(), record.lang.clone()];
    row.extend(fields.iter().map(|field| PLAIN.answer(None, stored.answers.get(*field))));
    row
}
