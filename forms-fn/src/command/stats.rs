//! `forms-fn stats`: figures that tell nothing about anybody.

use forms_fn::{Action, Audit, FormsFolder, Row, Statistics};

use super::door::{self, Organiser, Stop};
use super::list::Format;
use super::output;
use super::site::{self, SiteArguments, WhichArguments};
use super::store::StoreArguments;
use super::who::WhoArguments;

#[derive(Debug, clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    store: StoreArguments,
    #[command(flatten)]
    site: SiteArguments,
    #[command(flatten)]
    which: WhichArguments,
    #[command(flatten)]
    who: WhoArguments,
    /// How to show them
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

pub(crate) async fn stats(arguments: Arguments) -> Result<(), String> {
    let entry = Audit {
        form: arguments.which.form.clone(),
        event: arguments.which.event.clone(),
        ..arguments.who.entry(Action::Statistics)?
    };
    door::organise(&arguments.store, entry, async |organiser| {
        let site = arguments.site.load().map_err(Stop::Refused)?;
        let mut all = Vec::new();
        for form in forms(&arguments.which, organiser, site.as_ref()).await? {
            for event in events(&arguments.which, organiser, site.as_ref(), &form).await? {
                all.push(one(organiser, site.as_ref(), &form, event.as_deref()).await?);
            }
        }
        organiser.entry.count = all.len();
        match arguments.format {
            Format::Json => output::json(&all),
            Format::Table => output::print(text(&all).as_bytes()),
        }
    })
    .await
}

/// The form that is meant, or all of them.
async fn forms(
    which: &WhichArguments,
    organiser: &Organiser,
    site: Option<&FormsFolder>,
) -> Result<Vec<String>, Stop> {
    match (site, &which.form, &which.event) {
        (Some(site), None, None) => Ok(site.definitions().map(|form| form.id.clone()).collect()),
        _ => which.known_form(&organiser.desk, site, organiser.now).await.map(|form| vec![form]),
    }
}

/// The event that is meant, or all events of the form; `None` stands for a form without events.
async fn events(
    which: &WhichArguments,
    organiser: &Organiser,
    site: Option<&FormsFolder>,
    form: &str,
) -> Result<Vec<Option<String>>, Stop> {
    if which.event.is_some() {
        return Ok(vec![which.event.clone()]);
    }
    let about_nothing = site
        .and_then(|site| site.definition(form))
        .is_none_or(|definition| definition.about == forms::About::Nothing);
    let events = site::events(&organiser.desk, site, form, organiser.now).await?;
    if about_nothing {
        return Ok(vec![None]);
    }
    Ok(events.into_iter().map(Some).collect())
}

async fn one(
    organiser: &Organiser,
    site: Option<&FormsFolder>,
    form: &str,
    event: Option<&str>,
) -> Result<Statistics, Stop> {
    let current = site.and_then(|site| site.definition(form));
    let ends = event.and_then(|event| site?.terms(event)).map(|terms| terms.ends);
    Ok(organiser.desk.statistics(form, event, current, ends, organiser.now).await?)
}

fn text(all: &[Statistics]) -> String {
    let mut text: String = all.iter().map(block).collect();
    text.push_str(
        "hidden: fewer than 5 people, or a number from which such a number could be worked out\n\
         Records that were deleted are counted in the status that they had.\n",
    );
    text
}

fn block(statistics: &Statistics) -> String {
    let mut lines = vec![match &statistics.event {
        Some(event) => format!("{event} ({})", statistics.form),
        None => statistics.form.clone(),
    }];
    lines.push("  status".to_owned());
    lines.extend(statistics.statuses.iter().map(row));
    if statistics.too_early {
        lines.push("  The answers are counted when the event is over.".to_owned());
    }
    for table in &statistics.answers {
        let several = if table.several { ", several answers possible" } else { "" };
        lines.push(format!("  {} ({} people{several})", table.field, table.people));
        lines.extend(table.rows.iter().map(row));
    }
    lines.iter().map(|line| forms_fn::export::guard::line(line) + "\n").collect::<String>() + "\n"
}

fn row(row: &Row) -> String {
    let value = if row.value.is_empty() { "(no answer)" } else { &row.value };
    let count = row.count.map_or_else(|| "hidden".to_owned(), |count| count.to_string());
    format!("    {value:<28} {count:>6}")
}
