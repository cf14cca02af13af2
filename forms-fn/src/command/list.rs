//! `forms-fn list`: the stored records for organisers, as a table or as JSON.

use std::collections::BTreeSet;

use clap::ValueEnum;
use forms_fn::export::{LocalTime, Search, Versions, Words, json};
use forms_fn::office::{Access, Cursor, ListQuery, Office, RecordsPage, Stop, Todo};
use forms_fn::{Action, Status, Stored};
use serde_json::Value;

use super::export::Sort;
use super::office::OfficeArguments;
use super::site::WhichArguments;
use super::{output, todo};

#[derive(Debug, clap::Args)]
pub(crate) struct ListArguments {
    #[command(flatten)]
    office: OfficeArguments,
    #[command(flatten)]
    which: WhichArguments,
    #[command(flatten)]
    filter: Filter,
    /// Open the sensitive answers, too; the audit says so
    #[arg(long)]
    open: bool,
    /// Only those with this in the name, the address or the telephone number; capitals and accents don't matter
    #[arg(long, value_name = "TEXT", value_parser = search)]
    search: Option<Search>,
    /// In which order they are shown
    #[arg(long, value_enum, default_value = "arrival")]
    sort: Sort,
    /// How many at most
    #[arg(long, value_name = "NUMBER")]
    limit: Option<usize>,
    /// Where to go on, as the page before said it
    #[arg(long, value_name = "CURSOR", value_parser = cursor)]
    after: Option<Cursor>,
    /// How to show them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

#[derive(Debug, clap::Args)]
#[group(multiple = false)]
struct Filter {
    /// Only records in this status; may be given several times
    #[arg(long, value_parser = status)]
    status: Vec<Status>,
    /// Only records that wait for an organiser's look; without --form and --event, those of all
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
pub(crate) enum ListFormat {
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

fn search(text: &str) -> Result<Search, String> {
    Search::new(text).ok_or_else(|| "write a part of the name, the address or the number".to_owned())
}

fn cursor(text: &str) -> Result<Cursor, String> {
    Cursor::parse(text).ok_or_else(|| "it looks like 50.7KX2M9QW4T: the page before says it".to_owned())
}

/// Prints the records.
pub(crate) async fn list(arguments: ListArguments) -> Result<(), String> {
    let action = if arguments.open { Action::Open } else { Action::List };
    let (office, access) = arguments.office.open(action).await?;
    match (arguments.filter.calls, arguments.filter.failed) {
        (true, _) => todo::list(&office, &access, arguments.format, Todo::Calls).await,
        (_, true) => todo::list(&office, &access, arguments.format, Todo::Failed).await,
        _ => records(&office, &access, &arguments).await,
    }
}

async fn records(office: &Office, access: &Access, arguments: &ListArguments) -> Result<(), String> {
    let query = arguments.query();
    let page = match arguments.open {
        true => office.open(access, &query).await,
        false => office.list(access, &query).await,
    };
    output::show(page, |page| {
        print(page, office, arguments)?;
        if let Some(next) = &page.next {
            eprintln!("note: there are more: say it again with --after {next}");
        }
        Ok(())
    })
    .await
}

fn print(page: &RecordsPage, office: &Office, arguments: &ListArguments) -> Result<(), Stop> {
    let is_open = arguments.open;
    match arguments.format {
        ListFormat::Table => {
            let clock = LocalTime::of(office.site(), arguments.which.event.as_deref());
            table(&page.records, is_open, &clock)
        }
        ListFormat::Json => {
            let objects = page.records.iter().map(|stored| object(stored, &page.versions, is_open));
            output::json(&objects.collect::<Vec<_>>())
        }
    }
}

impl ListArguments {
    fn query(&self) -> ListQuery {
        let statuses = if self.filter.held { vec![Status::Held] } else { self.filter.status.clone() };
        ListQuery {
            which: self.which.which(),
            statuses,
            search: self.search.clone(),
            order: self.sort.order(None),
            limit: self.limit,
            after: self.after.clone(),
            ..ListQuery::default()
        }
    }
}

/// As in an export; what is closed is named, and why it is held, where it is.
fn object(stored: &Stored, versions: &Versions, is_open: bool) -> Value {
    let mut object = json::object(stored, versions, PLAIN);
    if is_held(stored) {
        object["doubts"] = stored.record.doubts().to_vec().into();
    }
    let sealed: Vec<&str> = sealed(stored, is_open).collect();
    if !sealed.is_empty() {
        object["sealed"] = sealed.into();
    }
    object
}

fn is_held(stored: &Stored) -> bool {
    stored.record.status() == Status::Held
}

/// The questions whose answers are closed.
fn sealed(stored: &Stored, is_open: bool) -> impl Iterator<Item = &str> {
    stored.record.sealed.keys().filter(move |_| !is_open).map(String::as_str)
}

/// Values as they are stored.
const PLAIN: Words<'_> = Words { lang: "en", labels: false, folder: None, between: ", " };

/// Which columns a list has besides answers.
#[derive(Clone, Copy)]
struct Columns {
    /// What it is about: there are several events or forms.
    about: bool,
    /// Why some are held.
    held: bool,
    /// Whether sensitive answers are open.
    open: bool,
}

/// What a record is about.
fn about(stored: &Stored) -> &str {
    stored.record.event().unwrap_or(&stored.record.form)
}

/// One line a record, one column for each answer that anybody gave, and one that says why some are held.
fn table(records: &[Stored], is_open: bool, clock: &LocalTime) -> Result<(), Stop> {
    let several = records.iter().map(about).collect::<BTreeSet<_>>().len() > 1;
    let columns = Columns { about: several, held: records.iter().any(is_held), open: is_open };
    let mut fields: BTreeSet<&str> =
        records.iter().flat_map(|stored| stored.answers.keys().map(String::as_str)).collect();
    fields.extend(records.iter().flat_map(|stored| sealed(stored, is_open)));
    let submitted = format!("submitted ({})", clock.zone());
    let mut header = vec!["reference", "status", &submitted, "lang"];
    header.extend(columns.about.then_some("event"));
    header.extend(columns.held.then_some("held because"));
    header.extend(&fields);
    output::table(&header, records.iter().map(|record| row(record, columns, &fields, clock)).collect())
}

fn row(stored: &Stored, columns: Columns, fields: &BTreeSet<&str>, clock: &LocalTime) -> Vec<String> {
    let record = &stored.record;
    let status = match (record.status(), stored.position) {
        (Status::Waiting, Some(position)) => format!("waiting {position}"),
        (other, _) => other.as_str().to_owned(),
    };
    let mut row =
        vec![record.reference.to_string(), status, clock.tell(record.submitted_at), record.lang.clone()];
    let why = || if is_held(stored) { super::show::reasons(record.doubts()) } else { String::new() };
    row.extend(columns.about.then(|| about(stored).to_owned()));
    row.extend(columns.held.then(why));
    row.extend(fields.iter().map(|field| cell(stored, columns, field)));
    row
}

fn cell(stored: &Stored, columns: Columns, field: &str) -> String {
    if sealed(stored, columns.open).any(|sealed| sealed == field) {
        return "(sealed)".to_owned();
    }
    PLAIN.answer(None, stored.answers.get(field))
}
