//! Who came in a period: the sum of what is told of each of its quarters, since a quarter more or less would tell what the
//! quarters hide.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::{SignedDuration, ToSpan};
use serde::{Deserialize, Serialize};

use super::Stop;
use super::numbers::{Shown, day};
use super::period::Period;
use super::work::Work;
use crate::desk::{Alike, Attendance, Cross, CrossLine, Quarter, WhoCame};
use crate::folder::{Event, FormsFolder};

/// So long after a quarter it is counted: lists on paper are entered, and a phone that was switched off has sent what it
/// remembered.
const AFTER: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Who came in a period.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeriodAttendance {
    /// The quarters that are in it.
    pub counted: Vec<Period>,
    /// Those that aren't over for long enough.
    pub waiting: Vec<Period>,
    /// Everybody who came, by country and kind of event.
    pub people: CrossSum,
    /// Registrations whose guests came for the first time, in the same way.
    pub first: CrossSum,
    /// Registrations whose guests came, by the language in which they read the form.
    pub languages: CrossSum,
    /// Everybody who came, by organisation.
    pub organisations: Vec<LineSum>,
}

/// Tables of several quarters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossSum {
    /// Rows with their columns.
    pub rows: Vec<RowSum>,
    /// The sums of columns.
    pub columns: Vec<LineSum>,
    /// The sum of all.
    pub all: Shown,
}

/// A row of such a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowSum {
    /// The row and its sum.
    pub line: LineSum,
    /// Its columns.
    pub cells: Vec<LineSum>,
}

/// A number with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineSum {
    /// What it is about; none for those that were put together because they are few.
    pub name: Option<String>,
    /// How many.
    pub shown: Shown,
}

/// What was told of the quarters of a period, to whoever sees this much.
pub(super) async fn attendance(work: &Work<'_>, period: Period) -> Result<PeriodAttendance, Stop> {
    let Some(site) = work.site else { return Ok(PeriodAttendance::default()) };
    let mut sums = Sums::default();
    for quarter in period.quarters() {
        let events: Vec<&Event> = site.events().filter(|event| quarter.has(day(event))).collect();
        if events.is_empty() {
            continue;
        }
        if !is_over(work, site, quarter, &events) {
            sums.told.waiting.push(quarter);
            continue;
        }
        let counted = counted(work, &events).await?;
        let told = work.desk.quarter(&quarter.to_string(), &counted, work.now).await?;
        if told.is_empty() {
            continue;
        }
        sums.told.counted.push(quarter);
        let is_within = |alike: &Alike| alike.hosts.iter().any(|host| work.reach().has_organisation(host));
        let is_within: Option<&dyn Fn(&Alike) -> bool> =
            if work.reach().is_everything() { None } else { Some(&is_within) };
        sums.add(&Attendance::of(&told, is_within));
    }
    Ok(sums.done())
}

fn is_over(work: &Work<'_>, site: &FormsFolder, quarter: Period, events: &[&Event]) -> bool {
    let ends = quarter.last_day().checked_add(1.day()).ok();
    let ends = ends.and_then(|day: Date| day.to_zoned(site.time_zone().clone()).ok());
    let ends = ends.map(|ends| ends.timestamp());
    let last = events.iter().map(|event| event.info.ends.timestamp()).chain(ends).max();
    last.is_some_and(|last| work.now >= last + AFTER)
}

/// How many came to events that are alike, as the counters say. An event at which nobody counted isn't in it.
async fn counted(work: &Work<'_>, events: &[&Event]) -> Result<Quarter, Stop> {
    let ids: Vec<&str> = events.iter().map(|event| event.id.as_str()).collect();
    let mut alike: BTreeMap<Alike, WhoCame> = BTreeMap::new();
    for (event, came) in events.iter().zip(work.desk.came_to(&ids, work.now).await?) {
        if came.all() == 0 {
            continue;
        }
        let info = &event.info;
        let key = Alike {
            country: info.country.clone().unwrap_or_default(),
            kind: info.kind.clone().unwrap_or_default(),
            hosts: info.hosts.iter().cloned().collect(),
        };
        alike.entry(key).or_default().add(&came);
    }
    Ok(alike.into_iter().collect())
}

/// Sums under way.
#[derive(Default)]
struct Sums {
    told: PeriodAttendance,
    people: Table,
    first: Table,
    languages: Table,
    organisations: Lines,
}

/// By name; those that were put together are the last.
type Lines = BTreeMap<(bool, Option<String>), Shown>;

#[derive(Default)]
struct Table {
    cells: BTreeMap<(bool, Option<String>), Lines>,
    rows: Lines,
    columns: Lines,
    all: Shown,
}

impl Sums {
    fn add(&mut self, of: &Attendance) {
        self.people.add(of.people.as_ref());
        self.first.add(of.first.as_ref());
        self.languages.add(of.languages.as_ref());
        add_lines(&mut self.organisations, &of.organisations);
    }

    fn done(self) -> PeriodAttendance {
        PeriodAttendance {
            people: self.people.done(),
            first: self.first.done(),
            languages: self.languages.done(),
            organisations: lines(self.organisations),
            ..self.told
        }
    }
}

impl Table {
    fn add(&mut self, cross: Option<&Cross>) {
        let Some(cross) = cross else { return self.all.add(None) };
        self.all.add(cross.all);
        add_lines(&mut self.rows, &cross.rows);
        add_lines(&mut self.columns, &cross.columns);
        for cell in &cross.cells {
            let row = self.cells.entry(key(cell.row.as_ref())).or_default();
            row.entry(key(cell.column.as_ref())).or_default().add(cell.count);
        }
    }

    fn done(mut self) -> CrossSum {
        let mut row = |line: LineSum| {
            let cells = self.cells.remove(&key(line.name.as_ref())).unwrap_or_default();
            RowSum { line, cells: lines(cells) }
        };
        let rows = lines(self.rows).into_iter().map(&mut row).collect();
        CrossSum { rows, columns: lines(self.columns), all: self.all }
    }
}

fn add_lines(to: &mut Lines, of: &[CrossLine]) {
    for line in of {
        to.entry(key(line.name.as_ref())).or_default().add(line.count);
    }
}

fn lines(lines: Lines) -> Vec<LineSum> {
    lines.into_iter().map(|((_, name), shown)| LineSum { name, shown }).collect()
}

fn key(name: Option<&String>) -> (bool, Option<String>) {
    (name.is_none(), name.cloned())
}
