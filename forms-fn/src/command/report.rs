//! `forms-fn report` and `forms-fn audit`: what was deleted in a month, and who did what.

use std::collections::BTreeMap;

use forms_fn::export::LocalTime;
use forms_fn::{Action, Audit};
use jiff::Timestamp;

use super::door;
use super::list::Format;
use super::output;
use super::site::SiteArguments;
use super::store::StoreArguments;
use super::who::WhoArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    who: WhoArguments,
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
    let entry = arguments.who.entry(Action::Report)?;
    door::organise(&arguments.store, entry, async |organiser| {
        let month = arguments.month(organiser.now);
        let deletions = organiser.desk.deletions(&month, organiser.now).await?;
        if arguments.format == Format::Json {
            return output::json(&deletions);
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
pub(crate) async fn audit(arguments: Arguments) -> Result<(), String> {
    let entry = arguments.who.entry(Action::Audit)?;
    door::organise(&arguments.store, entry, async |organiser| {
        let month = arguments.month(organiser.now);
        let mut audits = organiser.desk.audits(&month, organiser.now).await?;
        let this = (organiser.entry.at, &organiser.entry.actor, organiser.entry.action);
        audits.retain(|audit| (audit.at, &audit.actor, audit.action) != this);
        organiser.entry.count = audits.len();
        if arguments.format == Format::Json {
            return output::json(&audits);
        }
        let clock = LocalTime::of(arguments.site.load().ok().flatten().as_ref(), None);
        let at = format!("at ({})", clock.zone());
        let header =
            [at.as_str(), "actor", "action", "outcome", "form", "event", "reference", "records", "purpose"];
        output::table(&header, audits.into_iter().map(|audit| row(audit, &clock)).collect())
    })
    .await
}

fn row(audit: Audit, clock: &LocalTime) -> Vec<String> {
    vec![
        clock.tell_to_the_second(audit.at),
        audit.actor,
        audit.action.as_str().to_owned(),
        audit.outcome.as_str().to_owned(),
        audit.form.unwrap_or_default(),
        audit.event.unwrap_or_default(),
        audit.reference.map(|reference| reference.to_string()).unwrap_or_default(),
        audit.count.to_string(),
        audit.purpose.unwrap_or_default(),
    ]
}
