//! Reports: the numbers of a period as they are today, frozen by one press and shown as they were ever after.
//!
//! Somebody who has two reports of the same events must not learn of a few people by the difference. So where a number of an event
//! stood in a report before and is less than five away now, the new report has it as it was told, and says of which events. Who
//! came is safe by itself: a quarter is told anew only when each number of it is the same or five away.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::numbers::{EventNumbers, Numbers, numbers};
use super::work::{Subject, Work};
use super::{Access, Audited, Office, Period, Stop};
use crate::desk::{Action, FrozenReport, LEAST, Row};
use crate::nonce::Nonce;

/// Events that lie in one item: each has tables of its answers, and an item of DynamoDB takes 400 KB.
const EVENTS: usize = 20;

/// What is to be frozen.
#[derive(Debug, Clone, Copy)]
pub struct NewReport<'a> {
    /// Of which period.
    pub period: Period,
    /// The project's name.
    pub name: &'a str,
    /// Its number.
    pub project: &'a str,
    /// The sentence that the funder wants to read.
    pub sentence: &'a str,
    /// Of the form, so that a button that is pressed twice makes one report.
    pub nonce: &'a str,
}

/// A report with its figures, as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// What it says of itself.
    pub about: FrozenReport,
    /// Its figures.
    pub numbers: Numbers,
    /// The events of which it says something as a report before did.
    pub as_told: BTreeSet<String>,
}

impl Office {
    /// Freezes the numbers of a period. Returns by which the report is named.
    ///
    /// # Errors
    /// When it is refused, there is no site, or the store fails.
    pub async fn freeze(&self, access: &Access, new: &NewReport<'_>) -> Result<Audited<String>, Stop> {
        let mut work = self.begin(access, Action::Freeze, Subject::default()).await?;
        let frozen = freeze(&mut work, access, new).await;
        work.end(frozen).await
    }

    /// The reports within the scope, the newest first.
    ///
    /// # Errors
    /// When it is refused, or the store fails.
    pub async fn reports(&self, access: &Access) -> Result<Audited<Vec<FrozenReport>>, Stop> {
        let mut work = self.begin(access, Action::Statistics, Subject::default()).await?;
        let reports = within(&work).await;
        work.count(reports.as_ref().map_or(0, Vec::len));
        work.end(reports).await
    }

    /// A report as it was frozen.
    ///
    /// # Errors
    /// When it is refused, there is none, or the store fails.
    pub async fn frozen(&self, access: &Access, id: &str) -> Result<Audited<Report>, Stop> {
        let mut work = self.begin(access, Action::Statistics, Subject::default()).await?;
        let report = report(&work, id).await;
        work.count(report.as_ref().map_or(0, |report| report.numbers.events.len()));
        work.end(report).await
    }
}

/// A report of a scope is for whoever may see all of that.
async fn within(work: &Work<'_>) -> Result<Vec<FrozenReport>, Stop> {
    let mut reports = work.desk.frozen_reports(work.now).await?;
    reports.retain(|report| work.reach().has_scope(&report.scope));
    Ok(reports)
}

async fn report(work: &Work<'_>, id: &str) -> Result<Report, Stop> {
    let about = work.desk.frozen_report(id, work.now).await?;
    let about = about.ok_or_else(|| Stop::nothing("there is no such report"))?;
    work.needs_scope(&about.scope)?;
    let (numbers, as_told) = read(work, id).await?;
    Ok(Report { about, numbers, as_told })
}

async fn freeze(work: &mut Work<'_>, access: &Access, new: &NewReport<'_>) -> Result<String, Stop> {
    let nonce = Nonce::sent("desk/report", None, new.nonce);
    let id = nonce.ok_or_else(|| Stop::refused("the page that asks for a report sends a nonce"))?;
    let id = id.key().to_owned();
    if work.desk.frozen_report(&id, work.now).await?.is_some() {
        return Ok(id);
    }
    let current = numbers(work, Some(new.period)).await?;
    let told = told_before(work, &current).await?;
    let (mut events, mut as_told) = (Vec::new(), BTreeSet::new());
    for mut event in current.events {
        let id = event.statistics.event.clone().unwrap_or_default();
        let before = told.get(&id).map(Vec::as_slice).unwrap_or_default();
        if keep_what_is_near(&mut event, before) {
            as_told.insert(id);
        }
        events.push(event);
    }
    let numbers = Numbers { attendance: current.attendance, ..Numbers::summed(new.period, events) };
    let report = FrozenReport {
        id: id.clone(),
        at: work.now,
        by: access.organiser.name().to_owned(),
        name: new.name.to_owned(),
        project: new.project.to_owned(),
        sentence: new.sentence.to_owned(),
        scope: access.scope.clone(),
        period: new.period.to_string(),
    };
    work.desk.freeze(&report, &written(&numbers, &as_told)?, work.now).await?;
    work.count(numbers.events.len());
    Ok(id)
}

/// What all reports before told of the events of this one, the newest first, whoever may see them.
async fn told_before(work: &Work<'_>, of: &Numbers) -> Result<BTreeMap<String, Vec<EventNumbers>>, Stop> {
    let wanted: BTreeSet<&str> =
        of.events.iter().filter_map(|event| event.statistics.event.as_deref()).collect();
    let mut told: BTreeMap<String, Vec<EventNumbers>> = BTreeMap::new();
    for report in work.desk.frozen_reports(work.now).await? {
        let overlaps = Period::parse(&report.period).is_some_and(|period| period.overlaps(of.period));
        if !overlaps {
            continue;
        }
        for event in read(work, &report.id).await?.0.events {
            let id = event.statistics.event.clone().unwrap_or_default();
            if wanted.contains(id.as_str()) {
                told.entry(id).or_default().push(event);
            }
        }
    }
    Ok(told)
}

/// Leaves what is less than five away from a report before as the newest of them has it. Returns whether anything is.
fn keep_what_is_near(event: &mut EventNumbers, before: &[EventNumbers]) -> bool {
    let Some(newest) = before.first() else { return false };
    let near = |now: &[Row]| before.iter().any(|then| is_near(now, &then.statistics.statuses));
    let mut is_kept = false;
    if near(&event.statistics.statuses) {
        event.statistics.statuses.clone_from(&newest.statistics.statuses);
        is_kept = true;
    }
    is_kept
}

/// Whether the difference between two rows of numbers could be about a few people. A number that isn't shown is under five.
fn is_near(now: &[Row], then: &[Row]) -> bool {
    let of = |rows: &[Row], value: &str| rows.iter().find(|row| row.value == value).and_then(|row| row.count);
    let values: BTreeSet<&str> = now.iter().chain(then).map(|row| row.value.as_str()).collect();
    values.into_iter().any(|value| match (of(now, value), of(then, value)) {
        (Some(now), Some(then)) => now != then && now.abs_diff(then) < LEAST,
        (Some(shown), None) | (None, Some(shown)) => shown - (LEAST - 1) < LEAST,
        (None, None) => false,
    })
}

/// The figures as parts that fit into an item each.
fn written(numbers: &Numbers, as_told: &BTreeSet<String>) -> Result<Vec<Value>, Stop> {
    let broken = |_| Stop::failed("the numbers can't be written down");
    let head = Numbers { events: Vec::new(), ..numbers.clone() };
    let mut parts = vec![serde_json::to_value((&head, as_told)).map_err(broken)?];
    for events in numbers.events.chunks(EVENTS) {
        parts.push(serde_json::to_value(events).map_err(broken)?);
    }
    Ok(parts)
}

async fn read(work: &Work<'_>, id: &str) -> Result<(Numbers, BTreeSet<String>), Stop> {
    let broken = |_| Stop::failed("a part of the report can't be read");
    let mut parts = work.desk.frozen_figures(id, work.now).await?.into_iter();
    let head = parts.next().ok_or_else(|| Stop::failed("the figures of the report are missing"))?;
    let (mut numbers, as_told): (Numbers, BTreeSet<String>) = serde_json::from_value(head).map_err(broken)?;
    for part in parts {
        let events: Vec<EventNumbers> = serde_json::from_value(part).map_err(broken)?;
        numbers.events.extend(events);
    }
    Ok((numbers, as_told))
}
