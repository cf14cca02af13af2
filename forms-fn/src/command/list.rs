//! `forms-fn list`: the stored records for organisers, as a table or as JSON.

use std::collections::BTreeSet;

use clap::ValueEnum;
use forms_fn::export::{LocalTime, Versions, Words, json, names, versions};
use forms_fn::{Action, Audit, FormsFolder, Status, Stored};
use serde_json::Value;

use super::door::{self, Ended, Organiser, Stop};
use super::export::Order;
use super::output;
use super::site::{SiteArguments, WhichArguments};
use super::store::StoreArguments;
use super::todo::{self, Todo};
use super::who::WhoArguments;

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
    /// In which order they are shown
    #[arg(long, value_enum, default_value = "arrival")]
    sort: Order,
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

/// Prints the records.
pub(crate) async fn list(arguments: Arguments) -> Result<(), String> {
    let entry = Audit {
        form: arguments.which.form.clone(),
        event: arguments.which.event.clone(),
        ..arguments.who.entry(Action::List)?
    };
    door::organise(&arguments.store, entry, async |organiser| {
        match (arguments.filter.calls, arguments.filter.failed) {
            (true, _) => todo::list(organiser, &arguments, Todo::Calls).await,
            (_, true) => todo::list(organiser, &arguments, Todo::Failed).await,
            _ => records(organiser, &arguments).await,
        }
    })
    .await
}

async fn records(organiser: &mut Organiser, arguments: &Arguments) -> Ended {
    let which = &arguments.which;
    if arguments.filter.held && which.form.is_none() && which.event.is_none() {
        return held(organiser, arguments).await;
    }
    let (desk, now) = (&organiser.desk, organiser.now);
    let site = arguments.site.load().map_err(Stop::Refused)?;
    let form = arguments.which.known_form(desk, site.as_ref(), now).await?;
    let mut records = arguments.which.records(desk, site.as_ref(), &form, now).await?;
    records.retain(|stored| arguments.filter.lets_through(stored.record.status));
    organiser.entry.form = Some(form);
    organiser.entry.count = records.len();
    let versions = versions(desk, &records, None, now).await?;
    print(records, &versions, site.as_ref(), arguments)
}

/// What waits for an organiser's look, of all forms and events.
async fn held(organiser: &mut Organiser, arguments: &Arguments) -> Ended {
    let (desk, now) = (&organiser.desk, organiser.now);
    let site = arguments.site.load().map_err(Stop::Refused)?;
    let found = desk.search(|stored, _| is_held(stored), now).await?;
    let records: Vec<Stored> = found.into_iter().map(|(stored, _)| stored).collect();
    organiser.entry.count = records.len();
    let versions = versions(desk, &records, None, now).await?;
    print(records, &versions, site.as_ref(), arguments)
}

fn print(
    mut records: Vec<Stored>,
    versions: &Versions,
    site: Option<&FormsFolder>,
    arguments: &Arguments,
) -> Ended {
    if arguments.sort == Order::Name {
        let lang = site.map_or("en", |site| &site.manifest().default_language);
        names::sort_by_name(&mut records, versions, lang);
    }
    match arguments.format {
        Format::Table => {
            let clock = LocalTime::of(site, arguments.which.event.as_deref());
            table(&records, &clock)
        }
        Format::Json => output::json(&records.iter().map(|one| object(one, versions)).collect::<Vec<_>>()),
    }
}

/// As in an export; and why it is held, where it is.
fn object(stored: &Stored, versions: &Versions) -> Value {
    let mut object = json::object(stored, versions, PLAIN);
    if is_held(stored) {
        object["doubts"] = stored.record.doubts.clone().into();
    }
    object
}

fn is_held(stored: &Stored) -> bool {
    stored.record.status == Status::Held
}

/// Values as they are stored.
const PLAIN: Words<'_> = Words { lang: "en", labels: false, folder: None, between: ", " };

impl Filter {
    fn lets_through(&self, status: Status) -> bool {
        let any = self.status.is_empty() && !self.held;
        any || self.status.contains(&status) || (self.held && status == Status::Held)
    }
}

/// Which columns a list has besides answers.
#[derive(Clone, Copy)]
struct Columns {
    /// What it is about: there are several events or forms.
    about: bool,
    /// Why some are held.
    held: bool,
}

/// What a record is about.
fn about(stored: &Stored) -> &str {
    stored.record.event.as_deref().unwrap_or(&stored.record.form)
}

/// One line a record, one column for each answer that anybody gave, and one that says why some are held.
fn table(records: &[Stored], clock: &LocalTime) -> Ended {
    let several = records.iter().map(about).collect::<BTreeSet<_>>().len() > 1;
    let columns = Columns { about: several, held: records.iter().any(is_held) };
    let fields: BTreeSet<&str> =
        records.iter().flat_map(|record| record.answers.keys().map(String::as_str)).collect();
    let submitted = format!("submitted ({})", clock.zone());
    let mut header = vec!["reference", "status", &submitted, "lang"];
    header.extend(columns.about.then_some("event"));
    header.extend(columns.held.then_some("held because"));
    header.extend(&fields);
    output::table(&header, records.iter().map(|record| row(record, columns, &fields, clock)).collect())
}

fn row(stored: &Stored, columns: Columns, fields: &BTreeSet<&str>, clock: &LocalTime) -> Vec<String> {
    let record = &stored.record;
    let status = match (record.status, stored.position) {
        (Status::Waiting, Some(position)) => format!("waiting {position}"),
        (other, _) => other.as_str().to_owned(),
    };
    let mut row =
        vec![record.reference.to_string(), status, clock.tell(record.submitted_at), record.lang.clone()];
    let why = || if is_held(stored) { super::show::reasons(&record.doubts) } else { String::new() };
    row.extend(columns.about.then(|| about(stored).to_owned()));
    row.extend(columns.held.then(why));
    row.extend(fields.iter().map(|field| PLAIN.answer(None, stored.answers.get(*field))));
    row
}
