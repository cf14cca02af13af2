//! `forms-fn events`: all events of the site and of the store, with their seats, and what is wrong with them.

use std::collections::BTreeSet;

use forms::EventInfo;
use forms_fn::export::LocalTime;
use forms_fn::{Action, Desk, EventFacts, FormsFolder, Rush, Status, StoreError, Stored, Visible};
use jiff::{Timestamp, Zoned};
use serde::Serialize;

use super::door::{self, Ended, Stop};
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
    /// How to show them
    #[arg(long, value_enum, default_value = "table")]
    format: Format,
}

/// One event.
#[derive(Debug, Serialize)]
struct Line {
    event: String,
    /// What the site says; `lost` when it doesn't show the event.
    state: String,
    /// Day and time by the event's clock.
    date: String,
    capacity: Option<u32>,
    taken: u32,
    waiting: u32,
    held: usize,
    /// What somebody has to do.
    note: String,
}

/// Prints them in the order of time; numbers only, nothing about anybody.
pub(crate) async fn events(arguments: Arguments) -> Result<(), String> {
    let entry = arguments.who.entry(Action::Events)?;
    door::organise(&arguments.store, entry, async |organiser| {
        let site = arguments.site.load().map_err(Stop::Refused)?;
        let mut lines = Vec::new();
        for event in all(&organiser.desk, site.as_ref(), organiser.now).await? {
            lines.push(line(&organiser.desk, site.as_ref(), event, organiser.now).await?);
        }
        lines.sort_by(|a, b| (&a.date, &a.event).cmp(&(&b.date, &b.event)));
        organiser.entry.count = lines.len();
        if site.is_none() {
            eprintln!("note: these are the store's events; say where the site's folder is with --forms");
        }
        print(&lines, arguments.format)
    })
    .await
}

/// The ids of all events that the site or the store knows.
pub(crate) async fn all(
    desk: &Desk,
    site: Option<&FormsFolder>,
    now: Timestamp,
) -> Result<BTreeSet<String>, StoreError> {
    let mut events = desk.events(now).await?;
    events.extend(site.into_iter().flat_map(|site| site.manifest().events.keys().cloned()));
    Ok(events)
}

async fn line(
    desk: &Desk,
    site: Option<&FormsFolder>,
    event: String,
    now: Timestamp,
) -> Result<Line, StoreError> {
    let counters = desk.counters(&event, now).await?;
    let facts = desk.facts(&event, now).await?;
    let info = site.and_then(|site| site.manifest().events.get(&event));
    let form = info.and_then(|info| info.form.clone()).or_else(|| facts.as_ref()?.form.clone());
    let records = match &form {
        Some(form) => desk.list(form, Some(&event), Visible::Organisers, now).await?,
        None => Vec::new(),
    };
    let held = records.iter().filter(|stored| stored.record.status == Status::Held).count();
    let people = (counters.taken() + counters.waiting) as usize + held;
    let is_over = ends(info, facts.as_ref()).is_some_and(|ends| now >= ends);
    let is_lost = site.is_some() && info.is_none();
    let no_link = match site {
        Some(site) if site.needs_link(&event, now) => desk.link(&event, now).await?.is_none(),
        _ => false,
    };
    let capacity = info.and_then(|info| info.capacity).or(counters.capacity.filter(|_| info.is_none()));
    let note = match (is_lost, no_link) {
        (true, _) if people > 0 && !is_over => format!("not on the site, {people} people are registered"),
        (true, _) => "not on the site".to_owned(),
        (_, true) => "the link for those who take part online is missing".to_owned(),
        _ if is_over => String::new(),
        _ => rush(&records, capacity, &LocalTime::of(site, Some(event.as_str()))),
    };
    let status = info.map(|info| info.status.clone()).or_else(|| Some(facts.as_ref()?.status.clone()));
    let state = match status.unwrap_or_default() {
        _ if is_lost => "lost".to_owned(),
        _ if counters.called_off => "cancelled".to_owned(),
        status if is_over && status != "cancelled" && status != "postponed" => "over".to_owned(),
        status => status,
    };
    Ok(Line {
        date: starts(info, facts.as_ref()),
        capacity,
        taken: counters.taken(),
        waiting: counters.waiting,
        held,
        note,
        state,
        event,
    })
}

/// That an event filled so fast that somebody should look whether they are people.
fn rush(records: &[Stored], capacity: Option<u32>, clock: &LocalTime) -> String {
    let rush = Rush::find(records.iter().map(|stored| stored.record.submitted_at), capacity);
    rush.map_or_else(String::new, |rush| {
        let until = clock.tell_with_zone(rush.until);
        format!("{} came in within one hour, until {until}: look whether they are people", rush.count)
    })
}

/// Says on standard error when the site has lost an event that is still to come, with people who are registered for it.
pub(crate) async fn tell_if_lost(
    desk: &Desk,
    site: Option<&FormsFolder>,
    event: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let is_lost = site.is_some_and(|site| !site.manifest().events.contains_key(event));
    if !is_lost || !desk.knows(event, now).await? {
        return Ok(());
    }
    let line = line(desk, site, event.to_owned(), now).await?;
    let people = (line.taken + line.waiting) as usize + line.held;
    let facts = desk.facts(event, now).await?;
    if people > 0 && ends(None, facts.as_ref()).is_none_or(|ends| now < ends) {
        let date = if line.date.is_empty() { String::new() } else { format!(" ({})", line.date) };
        eprintln!(
            "warning: the site has no event `{event}`{date} any more, and {people} people are registered for it\n  \
             hint: put it back on the site; if it has another name now: forms-fn move-event {event} NEW"
        );
    }
    Ok(())
}

fn starts(info: Option<&EventInfo>, facts: Option<&EventFacts>) -> String {
    let known = info.map(|info| info.starts.as_str()).or(facts.map(|facts| facts.starts.as_str()));
    let starts = known.and_then(|text| text.parse::<Zoned>().ok());
    starts.map(|starts| starts.strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
}

fn ends(info: Option<&EventInfo>, facts: Option<&EventFacts>) -> Option<Timestamp> {
    let known = info.map(|info| info.ends.as_str()).or(facts.map(|facts| facts.ends.as_str()));
    Some(known?.parse::<Zoned>().ok()?.timestamp())
}

fn print(lines: &[Line], format: Format) -> Ended {
    if format == Format::Json {
        return output::json(&lines);
    }
    let row = |line: &Line| {
        let places =
            line.capacity.map_or_else(|| line.taken.to_string(), |all| format!("{}/{all}", line.taken));
        vec![
            line.event.clone(),
            line.state.clone(),
            line.date.clone(),
            places,
            line.waiting.to_string(),
            line.held.to_string(),
            line.note.clone(),
        ]
    };
    let header = ["event", "state", "date", "places", "waiting", "held", "note"];
    output::table(&header, lines.iter().map(row).collect())
}
