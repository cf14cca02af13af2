//! The figures of a period, for funders and for oneself: each event, and sums by country and in all.
//!
//! A sum is that of the numbers that are shown, and nothing else: whoever knows all pages knows no more than the figures of the
//! single events tell, which are safe by themselves. So no table by two things and no other period gives a small number away.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::attendance::{PeriodAttendance, attendance};
use super::figures::one;
use super::period::Period;
use super::work::{Subject, Work};
use super::{Access, Audited, Office, Stop};
use crate::desk::{Action, Row, Statistics};
use crate::folder::Event;

/// The figures of one event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventNumbers {
    /// On which day, by its own clock.
    pub day: Date,
    /// Its title by language.
    pub title: BTreeMap<String, String>,
    /// What happens there; none where the site doesn't say.
    pub kind: Option<String>,
    /// The organisations that give it.
    pub hosts: Vec<String>,
    /// Where, as ISO 3166-1 alpha-2; none where the site doesn't say.
    pub country: Option<String>,
    /// How many are in which status, and what those answered who came.
    pub statistics: Statistics,
}

/// What is shown of several events together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// How many events.
    pub events: usize,
    /// By status: the sum of what is shown, and at how many events the number isn't shown.
    pub statuses: BTreeMap<String, Shown>,
}

/// A sum of numbers that are shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The sum.
    pub count: u32,
    /// How many numbers aren't in it, because they are about too few people.
    pub hidden: usize,
}

/// A period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbers {
    /// Which.
    pub period: Period,
    /// Those in which there are events within reach, the newest first.
    pub periods: BTreeSet<Period>,
    /// Each event, by day.
    pub events: Vec<EventNumbers>,
    /// Who came.
    pub attendance: PeriodAttendance,
    /// By country; empty where the site doesn't say it.
    pub countries: BTreeMap<String, Sum>,
    /// By what happens there.
    pub kinds: BTreeMap<String, Sum>,
    /// By organisation; an event of two is in both.
    pub organisations: BTreeMap<String, Sum>,
    /// All of them.
    pub all: Sum,
}

impl Office {
    /// The figures of the events within the scope that begin in a period; without one, in the newest that has an event.
    ///
    /// # Errors
    /// When it is refused, there is no site, or the store fails.
    pub async fn numbers(&self, access: &Access, period: Option<Period>) -> Result<Audited<Numbers>, Stop> {
        let mut work = self.begin(access, Action::Statistics, Subject::default()).await?;
        let numbers = numbers(&mut work, period).await;
        work.end(numbers).await
    }
}

pub(super) async fn numbers(work: &mut Work<'_>, period: Option<Period>) -> Result<Numbers, Stop> {
    let site = work.site.ok_or_else(|| Stop::refused("which events there are stands in the site"))?;
    let today = work.now.to_zoned(site.time_zone()).date();
    let mut within: Vec<&Event> = site.events().filter(|event| work.reach().has_event(&event.id)).collect();
    within.retain(|event| event.info.form.is_some());
    within.sort_by_key(|event| event.info.starts.timestamp());
    let periods: BTreeSet<Period> = within.iter().flat_map(|event| Period::around(day(event))).collect();
    let period = period.unwrap_or(Period::Year(today.year()));
    let mut events = Vec::new();
    for event in within.into_iter().filter(|event| period.has(day(event))) {
        let form = event.info.form.as_deref().unwrap_or_default();
        events.push(EventNumbers::of(event, one(work, form, Some(&event.id)).await?));
    }
    work.count(events.len());
    let attendance = attendance(work, period).await?;
    Ok(Numbers { periods, attendance, ..Numbers::summed(period, events) })
}

impl EventNumbers {
    fn of(event: &Event, statistics: Statistics) -> Self {
        let info = &event.info;
        Self {
            day: day(event),
            title: info.title.clone(),
            kind: info.kind.clone(),
            hosts: info.hosts.clone(),
            country: info.country.clone(),
            statistics,
        }
    }
}

impl Numbers {
    /// Events with their sums.
    pub(super) fn summed(period: Period, events: Vec<EventNumbers>) -> Self {
        let (mut countries, mut kinds, mut organisations) =
            (BTreeMap::<String, Sum>::new(), BTreeMap::<String, Sum>::new(), BTreeMap::<String, Sum>::new());
        let mut all = Sum::default();
        for event in &events {
            let statuses = &event.statistics.statuses;
            all.add(statuses);
            countries.entry(event.country.clone().unwrap_or_default()).or_default().add(statuses);
            kinds.entry(event.kind.clone().unwrap_or_default()).or_default().add(statuses);
            for host in &event.hosts {
                organisations.entry(host.clone()).or_default().add(statuses);
            }
        }
        let (periods, attendance) = (BTreeSet::new(), PeriodAttendance::default());
        Self { period, periods, events, attendance, countries, kinds, organisations, all }
    }
}

/// The day of its beginning by its own clock.
pub(super) fn day(event: &Event) -> Date {
    event.info.starts.timestamp().to_zoned(event.zone().clone()).date()
}

impl Sum {
    fn add(&mut self, rows: &[Row]) {
        self.events += 1;
        for row in rows {
            self.statuses.entry(row.value.clone()).or_default().add(row.count);
        }
    }
}

impl Shown {
    /// One number more.
    pub(super) fn add(&mut self, count: Option<u32>) {
        match count {
            Some(count) => self.count += count,
            None => self.hidden += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(value: &str, count: Option<u32>) -> Row {
        Row { value: value.to_owned(), count }
    }

    #[test]
    fn a_sum_is_that_of_what_is_shown() {
        let mut sum = Sum::default();
        sum.add(&[row("confirmed", Some(9)), row("waiting", None)]);
        sum.add(&[row("confirmed", Some(5))]);
        sum.add(&[row("confirmed", None)]);
        assert_eq!(sum.events, 3);
        assert_eq!(sum.statuses["confirmed"], Shown { count: 14, hidden: 1 });
        assert_eq!(sum.statuses["waiting"], Shown { count: 0, hidden: 1 });
    }
}
