//! `forms-fn events`: all events of the site and of the store, with their seats, and what is wrong with them.

use forms_fn::export::LocalTime;
use forms_fn::office::{EventLine, EventNote, Office};
use forms_fn::{Action, Rush};
use serde::Serialize;

use super::list::ListFormat;
use super::office::OfficeArguments;
use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct EventsArguments {
    #[command(flatten)]
    office: OfficeArguments,
    /// How to show them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

/// One event as it is printed.
#[derive(Serialize)]
struct Line<'a> {
    event: &'a str,
    state: &'a str,
    date: &'a str,
    capacity: Option<u32>,
    taken: u32,
    waiting: u32,
    held: usize,
    note: String,
}

/// Prints them in the order of time; numbers only, nothing about anybody.
pub(crate) async fn events(arguments: EventsArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Events).await?;
    let events = office.events(&access).await;
    output::show(events, |lines| {
        let lines: Vec<Line<'_>> = lines.iter().map(|line| printed(&office, line)).collect();
        match arguments.format {
            ListFormat::Json => output::json(&lines),
            ListFormat::Table => {
                let header = ["event", "state", "date", "places", "waiting", "held", "note"];
                output::table(&header, lines.into_iter().map(row).collect())
            }
        }
    })
    .await
}

fn printed<'a>(office: &Office, line: &'a EventLine) -> Line<'a> {
    let note = line.note.as_ref().map(|note| words(office, &line.event, note));
    Line {
        event: &line.event,
        state: line.state.as_str(),
        date: &line.date,
        capacity: line.capacity,
        taken: line.taken,
        waiting: line.waiting,
        held: line.held,
        note: note.unwrap_or_default(),
    }
}

/// What somebody has to do.
fn words(office: &Office, event: &str, note: &EventNote) -> String {
    match note {
        EventNote::Lost(Some(people)) => format!("not on the site, {people} people are registered"),
        EventNote::Lost(None) => "not on the site".to_owned(),
        EventNote::NoLink => "the link for those who take part online is missing".to_owned(),
        EventNote::Rush(Rush { count, until }) => {
            let until = LocalTime::of(office.site(), Some(event)).tell_with_zone(*until);
            format!("{count} came in within one hour, until {until}: look whether they are people")
        }
    }
}

fn row(line: Line<'_>) -> Vec<String> {
    let places = line.capacity.map_or_else(|| line.taken.to_string(), |all| format!("{}/{all}", line.taken));
    vec![
        line.event.to_owned(),
        line.state.to_owned(),
        line.date.to_owned(),
        places,
        line.waiting.to_string(),
        line.held.to_string(),
        line.note,
    ]
}
