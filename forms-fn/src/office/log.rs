//! Who did what in a month, as people look at it: the newest first, what they look for, and what is unusual.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::report::audits;
use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::accounts::Accounts;
use crate::desk::{Action, Audit, AuditOutcome};
use crate::folder::FormsFolder;
use crate::reference::Reference;

/// More people than this aren't read about on one day for the sake of one event.
pub const USUAL: usize = 30;

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogQuery {
    /// Such as `2027-01`.
    pub month: String,
    /// Only what this person did.
    pub actor: Option<String>,
    /// Only what was done with this event.
    pub event: Option<String>,
    /// Only what was done with this record.
    pub reference: Option<Reference>,
}

/// A month of the log.
#[derive(Debug)]
pub struct Log {
    /// What was looked for, the newest first.
    pub entries: Vec<Audit>,
    /// Everybody who did something in the month.
    pub actors: BTreeSet<String>,
    /// Every event with which something was done.
    pub events: BTreeSet<String>,
    /// Who read about unusually many people, whatever was looked for.
    pub unusual: Vec<Unusual>,
    /// The names of the accounts that entries name, by id.
    pub accounts: BTreeMap<String, String>,
}

/// One person has opened the answers in confidence of many others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusual {
    /// Who.
    pub actor: String,
    /// On which day, by the clock of the site.
    pub day: Date,
    /// Of how many people.
    pub people: usize,
}

impl Office {
    /// What was written down in a month before this, as far as the scope goes.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn log(&self, access: &Access, query: &LogQuery) -> Result<Audited<Log>, Stop> {
        let LogQuery { event, reference, .. } = query.clone();
        let mut work = self.begin(access, Action::Audit, Subject { form: None, event, reference }).await?;
        let log = log(&mut work, query).await;
        work.end(log).await
    }
}

async fn log(work: &mut Work<'_>, query: &LogQuery) -> Result<Log, Stop> {
    let mut entries = audits(work, &query.month).await?;
    let actors = entries.iter().map(|entry| entry.actor.clone()).collect();
    let events = entries.iter().filter_map(|entry| entry.event.clone()).collect();
    let zone = work.site.map_or(TimeZone::UTC, FormsFolder::time_zone);
    let unusual = unusual(&entries, &zone);
    entries.retain(|entry| query.finds(entry));
    entries.reverse();
    work.count(entries.len());
    let accounts = names(work, &entries).await?;
    Ok(Log { entries, actors, events, unusual, accounts })
}

async fn names(work: &Work<'_>, entries: &[Audit]) -> Result<BTreeMap<String, String>, Stop> {
    let named: BTreeSet<&str> = entries.iter().filter_map(|entry| entry.account.as_deref()).collect();
    if named.is_empty() {
        return Ok(BTreeMap::new());
    }
    let all = Accounts::new(work.desk.clone()).all(work.now).await?.into_iter();
    Ok(all.filter(|one| named.contains(one.id.as_str())).map(|one| (one.id.to_string(), one.name)).collect())
}

impl LogQuery {
    fn finds(&self, entry: &Audit) -> bool {
        let is_actor = self.actor.as_ref().is_none_or(|actor| *actor == entry.actor);
        let is_event = self.event.is_none() || self.event == entry.event;
        let is_record = self.reference.is_none() || self.reference == entry.reference;
        is_actor && is_event && is_record
    }
}

/// Whether an entry tells that answers in confidence were opened, or may have been.
fn opens(entry: &Audit) -> bool {
    let opens = matches!(entry.action, Action::Open | Action::Show | Action::Export);
    opens && !matches!(entry.outcome, AuditOutcome::Refused | AuditOutcome::Nothing)
}

fn unusual(entries: &[Audit], zone: &TimeZone) -> Vec<Unusual> {
    let mut opened: BTreeMap<(Date, &str), usize> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| opens(entry)) {
        let day = entry.at.to_zoned(zone.clone()).date();
        *opened.entry((day, &entry.actor)).or_default() += entry.count;
    }
    let many = opened.into_iter().filter(|(_, people)| *people > USUAL).rev();
    many.map(|((day, actor), people)| Unusual { actor: actor.to_owned(), day, people }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(at: &str, actor: &str, action: Action, count: usize) -> Audit {
        Audit {
            at: at.parse().unwrap(),
            actor: actor.to_owned(),
            purpose: None,
            scope: None,
            action,
            outcome: AuditOutcome::Done,
            form: None,
            event: None,
            reference: None,
            account: None,
            count,
        }
    }

    #[test]
    fn more_than_thirty_people_a_day_are_unusual_by_the_clock_of_the_site() {
        let oslo = TimeZone::get("Europe/Oslo").unwrap();
        let refused =
            Audit { outcome: AuditOutcome::Refused, ..entry("2027-01-10T10:00:00Z", "d", Action::Open, 99) };
        let entries = [
            entry("2027-01-10T10:00:00Z", "a", Action::Open, 30),
            entry("2027-01-10T11:00:00Z", "b", Action::Open, 30),
            entry("2027-01-10T22:59:00Z", "b", Action::Show, 1),
            entry("2027-01-10T23:00:00Z", "a", Action::Show, 1),
            entry("2027-01-10T12:00:00Z", "c", Action::List, 400),
            refused,
        ];
        let day = jiff::civil::date(2027, 1, 10);
        assert_eq!(unusual(&entries, &oslo), [Unusual { actor: "b".to_owned(), day, people: 31 }]);
    }
}
