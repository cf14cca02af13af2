//! `forms-fn find`: the records of a person, by what somebody says on the telephone.

use forms_fn::Action;
use forms_fn::export::{LocalTime, Search};
use forms_fn::office::{Person, Scope};

use super::list::ListFormat;
use super::office::OfficeArguments;
use super::output;

#[derive(Debug, clap::Args)]
pub(crate) struct FindArguments {
    /// A part of the name, of the address or of the telephone number; capitals and accents don't matter
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    #[command(flatten)]
    office: OfficeArguments,
    /// Only the registrations for this event
    #[arg(long, conflicts_with = "ScopeArguments")]
    event: Option<String>,
    /// How to show them
    #[arg(long, value_enum, default_value = "table")]
    format: ListFormat,
}

/// Looks at the records of all events and forms.
pub(crate) async fn find(arguments: FindArguments) -> Result<(), String> {
    let text = arguments.text.join(" ");
    let search = Search::new(&text).ok_or("say what to look for, for example: forms-fn find amina")?;
    let scope = arguments.event.clone().map_or_else(|| arguments.office.scope.scope(), Scope::Event);
    let (office, access) = arguments.office.open_within(Action::Find, scope).await?;
    let row = |person: &Person| {
        let clock = LocalTime::of(office.site(), person.event.as_deref());
        row(person, clock.tell_with_zone(person.submitted_at))
    };
    let found = office.find(&access, &search).await;
    output::show(found, |people| match arguments.format {
        ListFormat::Json => output::json(people),
        ListFormat::Table => {
            let header = ["reference", "status", "event", "submitted", "name", "email", "phone"];
            output::table(&header, people.iter().map(row).collect())
        }
    })
    .await
}

fn row(person: &Person, at: String) -> Vec<String> {
    vec![
        person.reference.to_string(),
        person.status.as_str().to_owned(),
        person.event.as_ref().unwrap_or(&person.form).clone(),
        at,
        person.name.clone(),
        person.email.clone(),
        person.phone.clone(),
    ]
}
