//! What waits for an organiser, all at once: each line leads to where it is done.

use forms::{About, Deadlines, Role};
use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::events::{self, EventLine};
use super::find::answer;
use super::todo::{self, Task, Todo};
use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, Closed, Status};
use crate::reference::Reference;

/// An offer that ends so soon is worth a call.
const SOON: SignedDuration = SignedDuration::from_hours(24);

/// A record that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waits {
    /// Which one.
    pub reference: Reference,
    /// Its event, for a form that belongs to one.
    pub event: Option<String>,
    /// The name.
    pub name: String,
    /// Since when; for an offer, until when it is held.
    pub at: Timestamp,
}

/// What waits for an organiser. Each list has the oldest first.
#[derive(Debug, Default)]
pub struct Today {
    /// Doubtful ones that somebody has to look at.
    pub held: Vec<Waits>,
    /// People whom no letter reaches.
    pub calls: Vec<Task>,
    /// Letters that were given up.
    pub failed: Vec<Task>,
    /// Offered seats that go on to the next soon.
    pub offers: Vec<Waits>,
    /// Requests that are older than their form promises.
    pub late: Vec<Waits>,
    /// Events about which there is something to do.
    pub events: Vec<EventLine>,
}

impl Office {
    /// What waits within the scope.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn today(&self, access: &Access) -> Result<Audited<Today>, Stop> {
        let mut work = self.begin(access, Action::List, Subject::default()).await?;
        let today = today(&mut work).await;
        work.end(today).await
    }
}

async fn today(work: &mut Work<'_>) -> Result<Today, Stop> {
    let mut today = Today {
        calls: todo::tasks(work, Todo::Calls).await?,
        failed: todo::tasks(work, Todo::Failed).await?,
        ..Today::default()
    };
    for (event, stored) in events::known(work).await? {
        for one in &stored.records {
            today.see(one, work.now);
        }
        today.events.push(events::line(work, event, stored));
    }
    for one in requests(work).await? {
        today.see(&one, work.now);
    }
    today.events.retain(|line| line.note.is_some_and(|note| note.is_urgent()));
    today.events.sort_by(|one, other| (&one.date, &one.event).cmp(&(&other.date, &other.event)));
    for list in [&mut today.held, &mut today.offers, &mut today.late] {
        list.sort_by_key(|waits| waits.at);
    }
    work.count(today.number());
    Ok(today)
}

/// The requests within reach.
async fn requests(work: &Work<'_>) -> Result<Vec<Closed>, Stop> {
    let mut requests = Vec::new();
    if work.reach().has_no_requests() {
        return Ok(requests);
    }
    let forms = work.site.into_iter().flat_map(|site| site.definitions());
    for form in forms.filter(|form| form.about == About::Nothing) {
        requests.extend(work.desk.closed_partition(&form.id, None, work.now).await?);
    }
    requests.retain(|(stored, form)| work.reach().has(&stored.record, form));
    Ok(requests)
}

impl Today {
    /// Whether nothing waits.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.number() == 0
    }

    fn number(&self) -> usize {
        let records = self.held.len() + self.offers.len() + self.late.len();
        records + self.calls.len() + self.failed.len() + self.events.len()
    }

    fn see(&mut self, (stored, form): &Closed, now: Timestamp) {
        let record = &stored.record;
        let waits = |at| Waits {
            reference: record.reference.clone(),
            event: record.event().map(str::to_owned),
            name: answer(stored, form, Role::Name),
            at,
        };
        let since = record.submitted_at;
        match record.status() {
            Status::Held if record.is_in_line() => {}
            Status::Held => self.held.push(waits(since)),
            Status::Received if record.first_meeting().is_none() && is_late(since, &form.deadlines, now) => {
                self.late.push(waits(since));
            }
            Status::Offered => {
                let ends = record.offer_until().filter(|until| *until < now + SOON);
                self.offers.extend(ends.map(waits));
            }
            _ => {}
        }
    }
}

/// Whether the working days in which a form promises an answer are over. Holidays are working days here: nobody waits longer
/// than was promised because one country has a day off.
fn is_late(since: Timestamp, deadlines: &Deadlines, now: Timestamp) -> bool {
    let date = |at: Timestamp| at.to_zoned(TimeZone::UTC).date();
    let (mut day, today) = (date(since), date(now));
    for _ in 0..deadlines.answer_working_days {
        loop {
            let Ok(next) = day.checked_add(1.day()) else { return false };
            day = next;
            if !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
                break;
            }
        }
        if day >= today {
            return false;
        }
    }
    day < today
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_working_days_are_two_weeks_to_the_end_of_the_day() {
        let deadlines = Deadlines { answer_working_days: 10, ..Deadlines::default() };
        let at = |day: &str| format!("{day}T12:00:00Z").parse::<Timestamp>().unwrap();
        // A Monday; the tenth working day after it is the Monday two weeks later.
        for (now, late) in [("2027-01-18", false), ("2027-01-25", false), ("2027-01-26", true)] {
            assert_eq!(is_late(at("2027-01-11"), &deadlines, at(now)), late, "{now}");
        }
        // Written on a Saturday.
        assert!(!is_late(at("2027-01-09"), &deadlines, at("2027-01-22")));
        assert!(is_late(at("2027-01-09"), &deadlines, at("2027-01-23")));
    }
}
