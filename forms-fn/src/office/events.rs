//! All events of the site and of the store, with their seats, and what is wrong with them: numbers only, nothing about anybody.

use std::collections::BTreeMap;

use forms::{EventInfo, EventStatus};
use jiff::Timestamp;
use serde::Serialize;

use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, Closed, Counters, EventFacts, Rush, Status, StoredEvent};
use crate::export::LocalTime;

/// One event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EventLine {
    /// Its id.
    pub event: String,
    /// What the site says; `lost` when it doesn't show the event.
    pub state: String,
    /// Day and time by the event's clock.
    pub date: String,
    /// How many people fit; none for no limit.
    pub capacity: Option<u32>,
    /// Seats that nobody else can have.
    pub taken: u32,
    /// People who wait.
    pub waiting: u32,
    /// Records that wait for an organiser's look.
    pub held: usize,
    /// What somebody has to do.
    pub note: String,
}

impl Office {
    /// The events within the scope, in the order of time.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn events(&self, access: &Access) -> Result<Audited<Vec<EventLine>>, Stop> {
        let mut work = self.begin(access, Action::Events, Subject::default()).await?;
        let lines = lines(&mut work).await;
        work.end(lines).await
    }
}

async fn lines(work: &mut Work<'_>) -> Result<Vec<EventLine>, Stop> {
    let known = known(work).await?;
    let mut lines: Vec<EventLine> =
        known.into_iter().map(|(event, stored)| line(work, event, stored)).collect();
    lines.sort_by(|a, b| (&a.date, &a.event).cmp(&(&b.date, &b.event)));
    work.count(lines.len());
    if work.site.is_none() {
        work.note("note: these are the store's events; say where the site's folder is with --forms");
    }
    Ok(lines)
}

/// All events within reach that the site or the store knows, with what the store has of them.
async fn known(work: &Work<'_>) -> Result<BTreeMap<String, StoredEvent>, Stop> {
    let mut events = work.desk.all_events(work.now).await?;
    for event in work.site.into_iter().flat_map(|site| site.manifest().events.keys()) {
        events.entry(event.clone()).or_default();
    }
    events.retain(|event, _| work.reach().has_event(event));
    Ok(events)
}

/// What site and store know of one event.
struct KnownEvent<'a> {
    info: Option<&'a EventInfo>,
    facts: Option<EventFacts>,
    counters: Counters,
}

impl<'a> KnownEvent<'a> {
    async fn find(work: &Work<'a>, event: &str) -> Result<Self, Stop> {
        let counters = work.desk.counters(event, work.now).await?;
        let facts = work.desk.facts(event, work.now).await?;
        Ok(Self { info: shown(work, event), facts, counters })
    }

    fn form(&self) -> Option<String> {
        let on_site = self.info.and_then(|info| info.form.clone());
        on_site.or_else(|| self.facts.as_ref()?.form.clone())
    }

    /// Those who come, wait, or are looked at.
    fn people(&self, records: &[Closed]) -> usize {
        (self.counters.taken() + self.counters.waiting) as usize + held(records)
    }

    fn date(&self) -> String {
        let known = self.info.map(|info| &info.starts);
        let starts = known.or(self.facts.as_ref().map(|facts| &facts.starts));
        starts.map(|starts| starts.zoned().strftime("%Y-%m-%d %H:%M").to_string()).unwrap_or_default()
    }

    fn is_over(&self, now: Timestamp) -> bool {
        let known = self.info.map(|info| &info.ends);
        let ends = known.or(self.facts.as_ref().map(|facts| &facts.ends));
        ends.is_some_and(|ends| now >= ends.timestamp())
    }

    fn capacity(&self) -> Option<u32> {
        let of_site = self.info.and_then(|info| info.capacity);
        of_site.or(self.counters.capacity.filter(|_| self.info.is_none()))
    }

    fn state(&self, is_lost: bool, now: Timestamp) -> &'static str {
        let known = self.info.map(|info| info.status);
        let status = known.or(self.facts.as_ref().map(|facts| facts.status));
        if is_lost {
            return "lost";
        }
        match status {
            _ if self.counters.called_off => EventStatus::Cancelled.as_str(),
            Some(status @ (EventStatus::Cancelled | EventStatus::Postponed)) => status.as_str(),
            _ if self.is_over(now) => "over",
            Some(status) => status.as_str(),
            // The store has records of it, and nobody has looked at it yet.
            None => "",
        }
    }
}

fn held(records: &[Closed]) -> usize {
    records.iter().filter(|(stored, _)| stored.record.status() == Status::Held).count()
}

/// The event as the site shows it.
fn shown<'a>(work: &Work<'a>, event: &str) -> Option<&'a EventInfo> {
    work.site.and_then(|site| site.manifest().events.get(event))
}

fn line(work: &Work<'_>, event: String, stored: StoredEvent) -> EventLine {
    let StoredEvent { facts, counters, has_link, mut records } = stored;
    let known = KnownEvent { info: shown(work, &event), facts, counters };
    let form = known.form();
    // Those whose address isn't confirmed aren't there for organisers.
    records.retain(|(stored, _)| {
        form.as_ref() == Some(&stored.record.form) && stored.record.status() != Status::Unconfirmed
    });
    let is_lost = work.site.is_some() && known.info.is_none();
    EventLine {
        state: known.state(is_lost, work.now).to_owned(),
        date: known.date(),
        capacity: known.capacity(),
        taken: known.counters.taken(),
        waiting: known.counters.waiting,
        held: held(&records),
        note: note(work, &event, &known, &records, has_link),
        event,
    }
}

/// What somebody has to do about an event.
fn note(work: &Work<'_>, event: &str, known: &KnownEvent<'_>, records: &[Closed], has_link: bool) -> String {
    let (people, is_over) = (known.people(records), known.is_over(work.now));
    if work.site.is_some() && known.info.is_none() {
        return match people > 0 && !is_over {
            true => format!("not on the site, {people} people are registered"),
            false => "not on the site".to_owned(),
        };
    }
    let needs_link = work.site.is_some_and(|site| site.needs_link(event, work.now));
    if needs_link && !has_link {
        return "the link for those who take part online is missing".to_owned();
    }
    if is_over { String::new() } else { rush(work, event, known, records) }
}

/// That an event filled so fast that somebody should look whether they are people.
fn rush(work: &Work<'_>, event: &str, known: &KnownEvent<'_>, records: &[Closed]) -> String {
    let times = records.iter().map(|(stored, _)| stored.record.submitted_at);
    let rush = Rush::find(times, known.capacity());
    rush.map_or_else(String::new, |rush| {
        let until = LocalTime::of(work.site, Some(event)).tell_with_zone(rush.until);
        format!("{} came in within one hour, until {until}: look whether they are people", rush.count)
    })
}

impl Work<'_> {
    /// Says when the site has lost an event that is still to come, with people who are registered for it.
    pub(super) async fn tell_if_lost(&mut self, event: &str, records: &[Closed]) -> Result<(), Stop> {
        let is_lost = self.site.is_some_and(|site| !site.manifest().events.contains_key(event));
        if !is_lost || !self.desk.knows(event, self.now).await? {
            return Ok(());
        }
        let known = KnownEvent::find(self, event).await?;
        let people = known.people(records);
        if people > 0 && !known.is_over(self.now) {
            let date = known.date();
            let date = if date.is_empty() { date } else { format!(" ({date})") };
            self.note(format!(
                "warning: the site has no event `{event}`{date} any more, and {people} people are registered for it\n  \
                 hint: put it back on the site; if it has another name now: forms-fn move-event {event} NEW"
            ));
        }
        Ok(())
    }
}
