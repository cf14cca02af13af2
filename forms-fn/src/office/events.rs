//! All events of the site and of the store, with their seats, and what is wrong with them: numbers only, nothing about anybody.

use std::collections::BTreeMap;

use forms::{EventInfo, EventStatus};
use jiff::Timestamp;

use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, Closed, Counters, EventFacts, Rush, Status, StoredEvent};

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventLine {
    /// Its id.
    pub event: String,
    /// How it goes.
    pub state: EventState,
    /// Day and time by the event's clock: `2027-01-21 18:00`; empty where nobody knows.
    pub date: String,
    /// Title, day and place, in words by language.
    pub words: EventWords,
    /// How many people fit; none for no limit.
    pub capacity: Option<u32>,
    /// Seats that nobody else can have.
    pub taken: u32,
    /// People who wait.
    pub waiting: u32,
    /// Records that wait for an organiser's look.
    pub held: usize,
    /// What somebody has to do.
    pub note: Option<EventNote>,
}

/// An event in words by language: as the site says it, or as people were told of one that it has lost.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventWords {
    /// The title.
    pub title: BTreeMap<String, String>,
    /// Day and time.
    pub when: BTreeMap<String, String>,
    /// Where it is.
    pub place: BTreeMap<String, String>,
}

/// How an event goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventState {
    /// As the site says; cancelled, too, when organisers have called it off.
    Said(EventStatus),
    /// It is over.
    Over,
    /// The site doesn't show it.
    Lost,
    /// The store has records of it, and nobody has looked at it yet.
    Unknown,
}

impl EventNote {
    /// Whether somebody has to do something soon; that an empty event is gone is no work.
    #[must_use]
    pub fn is_urgent(self) -> bool {
        match self {
            Self::Lost(people) => people.is_some(),
            Self::NoLink | Self::Rush(_) => true,
        }
    }
}

impl EventState {
    /// The word for a table; empty for one that nobody has looked at.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Said(status) => status.as_str(),
            Self::Over => "over",
            Self::Lost => "lost",
            Self::Unknown => "",
        }
    }
}

/// What somebody has to do about an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventNote {
    /// The site has lost it, and people are registered; none where it is over or nobody is.
    Lost(Option<usize>),
    /// Those who take part online need the link.
    NoLink,
    /// It filled so fast that somebody should look whether they are people.
    Rush(Rush),
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
pub(super) async fn known(work: &Work<'_>) -> Result<BTreeMap<String, StoredEvent>, Stop> {
    let mut events = match work.reach().events() {
        // Whoever sees a part only reads that part.
        Some(events) => work.desk.some_events(events.iter().map(String::as_str), work.now).await?,
        None => work.desk.all_events(work.now).await?,
    };
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

    fn state(&self, is_lost: bool, now: Timestamp) -> EventState {
        let known = self.info.map(|info| info.status);
        let status = known.or(self.facts.as_ref().map(|facts| facts.status));
        if is_lost {
            return EventState::Lost;
        }
        match status {
            _ if self.counters.called_off => EventState::Said(EventStatus::Cancelled),
            Some(status @ (EventStatus::Cancelled | EventStatus::Postponed)) => EventState::Said(status),
            _ if self.is_over(now) => EventState::Over,
            Some(status) => EventState::Said(status),
            None => EventState::Unknown,
        }
    }

    fn words(&self) -> EventWords {
        match (self.info, &self.facts) {
            (Some(info), _) => {
                EventWords { title: info.title.clone(), when: info.when.clone(), place: info.place.clone() }
            }
            (None, Some(facts)) => EventWords {
                title: facts.title.clone(),
                when: facts.when.clone(),
                place: facts.place.clone(),
            },
            (None, None) => EventWords::default(),
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

pub(super) fn line(work: &Work<'_>, event: String, stored: StoredEvent) -> EventLine {
    let StoredEvent { facts, counters, has_link, mut records } = stored;
    let known = KnownEvent { info: shown(work, &event), facts, counters };
    let form = known.form();
    // Those whose address isn't confirmed aren't there for organisers.
    records.retain(|(stored, _)| {
        form.as_ref() == Some(&stored.record.form) && stored.record.status() != Status::Unconfirmed
    });
    let is_lost = work.site.is_some() && known.info.is_none();
    EventLine {
        state: known.state(is_lost, work.now),
        date: known.date(),
        words: known.words(),
        capacity: known.capacity(),
        taken: known.counters.taken(),
        waiting: known.counters.waiting,
        held: held(&records),
        note: note(work, &event, &known, &records, has_link),
        event,
    }
}

/// What somebody has to do about an event.
fn note(
    work: &Work<'_>,
    event: &str,
    known: &KnownEvent<'_>,
    records: &[Closed],
    has_link: bool,
) -> Option<EventNote> {
    let (people, is_over) = (known.people(records), known.is_over(work.now));
    if work.site.is_some() && known.info.is_none() {
        return Some(EventNote::Lost(Some(people).filter(|people| *people > 0 && !is_over)));
    }
    let needs_link = work.site.is_some_and(|site| site.needs_link(event, work.now));
    if needs_link && !has_link {
        return Some(EventNote::NoLink);
    }
    let times = records.iter().map(|(stored, _)| stored.record.submitted_at);
    let rush = Rush::find(times, known.capacity()).filter(|_| !is_over);
    rush.map(EventNote::Rush)
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
