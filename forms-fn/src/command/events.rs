//! `forms-fn events`: all events of the site and of the store, with their seats, and what is wrong with them.

use forms_fn::Action;
use forms_fn::office::EventLine;

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

/// Prints them in the order of time; numbers only, nothing about anybody.
pub(crate) async fn events(arguments: EventsArguments) -> Result<(), String> {
    let (office, access) = arguments.office.open(Action::Events).await?;
    let events = office.events(&access).await;
    output::show(events, |lines| match arguments.format {
        ListFormat::Json => output::json(lines),
        ListFormat::Table => {
            let header = ["event", "state", "date", "places", "waiting", "held", "note"];
            output::table(&header, lines.iter().map(row).collect())
        }
    })
    .await
}

fn row(line: &EventLine) -> Vec<String> {
    let places = line.capacity.map_or_else(|| line.taken.to_string(), |all| format!("{}/{all}", line.taken));
    vec![
        line.event.clone(),
        line.state.clone(),
        line.date.clone(),
        places,
        line.waiting.to_string(),
        line.held.to_string(),
        line.note.clone(),
    ]
}
