//! `forms-fn find`: the records of a person, by what somebody says on the telephone.

use forms::{Definition, Kind};
use forms_fn::export::{LocalTime, Search, names};
use forms_fn::{Action, Reference, Status, Stored};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

use super::door::{self, Stop};
use super::list::Format;
use super::output;
use super::site::SiteArguments;
use super::store::StoreArguments;
use super::who::WhoArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    /// A part of the name, of the address or of the telephone number; capitals and accents don't matter
    #[arg(value_name = "TEXT", required = true)]
    text: Vec<String>,
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
    /// How to show them
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// Somebody who is found: what it takes to know whether it is the right one.
#[derive(Debug, Serialize)]
struct Person {
    reference: Reference,
    form: String,
    event: Option<String>,
    status: Status,
    submitted_at: Timestamp,
    name: String,
    email: String,
    phone: String,
}

/// Looks at the records of all events and forms. What is searched for isn't written down: it is about somebody.
pub(crate) async fn find(arguments: Arguments) -> Result<(), String> {
    let text = arguments.text.join(" ");
    let search = Search::new(&text).ok_or("say what to look for, for example: forms-fn find amina")?;
    let entry = arguments.who.entry(Action::Find)?;
    door::organise(&arguments.store, entry, async |organiser| {
        let site = arguments.site.load().map_err(Stop::Refused)?;
        let found = organiser.desk.search(|stored, form| search.finds(stored, form), organiser.now).await?;
        if found.is_empty() {
            return Err(Stop::Nothing(
                "nobody is found\n  hint: try a part of the name, the address, or four digits of the telephone number"
                    .to_owned(),
            ));
        }
        organiser.entry.count = found.len();
        let people: Vec<Person> = found.iter().map(|(stored, form)| person(stored, form)).collect();
        match arguments.format {
            Format::Json => output::json(&people),
            Format::Table => {
                let header = ["reference", "status", "event", "submitted", "name", "email", "phone"];
                let row = |person: Person| {
                    let clock = LocalTime::of(site.as_ref(), person.event.as_deref());
                    let at = clock.tell_with_zone(person.submitted_at);
                    row(person, at)
                };
                output::table(&header, people.into_iter().map(row).collect())
            }
        }
    })
    .await
}

fn person(stored: &Stored, form: &Definition) -> Person {
    let answer = |is: fn(&Kind) -> bool| {
        let fields = form.fields.iter().filter(|field| is(&field.kind));
        let mut answers = fields.filter_map(|field| stored.answers.get(&field.name).and_then(Value::as_str));
        answers.next().unwrap_or_default().to_owned()
    };
    let record = &stored.record;
    Person {
        reference: record.reference.clone(),
        form: record.form.clone(),
        event: record.event.clone(),
        status: record.status,
        submitted_at: record.submitted_at,
        name: names::name(stored, Some(form)).to_owned(),
        email: answer(|kind| matches!(kind, Kind::Email { .. })),
        phone: answer(|kind| matches!(kind, Kind::Phone { .. })),
    }
}

fn row(person: Person, at: String) -> Vec<String> {
    vec![
        person.reference.to_string(),
        person.status.as_str().to_owned(),
        person.event.unwrap_or(person.form),
        at,
        person.name,
        person.email,
        person.phone,
    ]
}
