//! Figures about an event or a form that tell nothing about anybody.
//!
//! They are counted from what is stored and from what was counted when records were deleted, so that deleting somebody
//! changes no figure. Two reports must not differ by one person's answers either: the answers to an event are counted
//! when it is over, and new figures are shown only once at least five people more are in them.

#[cfg(feature = "office")]
mod attendance;
#[cfg(feature = "office")]
mod bounds;
#[cfg(feature = "office")]
mod cross;
mod suppress;

use std::collections::BTreeMap;

use forms::{Definition, Field, Keep, Kind, Mark};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::erase::{Counts, values};
use super::record::{Record, Status};
use super::{Desk, keys};
use crate::store::{Operation, StoreError, Txn, run};

#[cfg(feature = "office")]
pub use attendance::Attendance;
#[cfg(feature = "office")]
pub(crate) use attendance::{Alike, Quarter, WhoCame};
#[cfg(feature = "office")]
pub use cross::{Cross, CrossCell, CrossLine};
#[cfg(feature = "office")]
pub(crate) use suppress::LEAST;
#[cfg(not(feature = "office"))]
use suppress::LEAST;
pub use suppress::{AnswerCounts, Row};
use suppress::{cells_alone, table};

/// Under this name the counts of deleted records tell their statuses. No field can have it.
pub(crate) const STATUS: &str = "#status";

/// What may be shown to anybody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statistics {
    /// The form's id.
    pub form: String,
    /// The event's id, for a form that belongs to one.
    pub event: Option<String>,
    /// How many records are in which status. Those that were closed count as received.
    pub statuses: Vec<Row>,
    /// What those answered who take part; none before the event is over, and none about fewer than five people.
    pub answers: Vec<AnswerCounts>,
    /// Whether the answers are still to come.
    pub too_early: bool,
    /// How many came; none before the event is over, where nobody counted, and for fewer than five.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub came: Option<u32>,
}

/// The counts behind it. Never shown as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Figures {
    statuses: BTreeMap<String, u32>,
    people: u32,
    answers: Counts,
}

/// Whether the answers to a question are counted: those of which the notice says so, and choices that aren't sensitive.
pub(super) fn is_counted(field: &Field) -> bool {
    let choice = matches!(
        field.kind,
        Kind::Choice { .. } | Kind::Choices { .. } | Kind::Language { .. } | Kind::Country
    );
    field.mark != Mark::Sensitive && (choice || field.keep == Keep::Count)
}

/// Whether the answers of a record are counted.
pub(super) fn takes_part(status: Status) -> bool {
    matches!(status, Status::Confirmed | Status::Received | Status::Closed)
}

/// Counts a record that is about to be deleted.
pub(super) async fn leave(txn: &mut Txn<'_>, record: &Record) -> Result<(), StoreError> {
    let key = keys::statistics(&record.form, record.event());
    let mut counts = txn.get::<Counts>(&key).await?.unwrap_or_default();
    *counts.entry(STATUS.to_owned()).or_default().entry(record.status().as_str().to_owned()).or_default() +=
        1;
    txn.put(key, &counts);
    Ok(())
}

/// Replaces the figures that were last shown, if enough people are new in them.
struct Publish<'a> {
    form: &'a str,
    event: Option<&'a str>,
    figures: &'a Figures,
}

impl Operation for Publish<'_> {
    /// The figures to show.
    type Output = Figures;

    async fn attempt(&self, txn: &mut Txn<'_>) -> Result<Figures, StoreError> {
        let key = keys::published(self.form, self.event);
        match txn.get::<Figures>(&key).await? {
            Some(shown) if shown.people.abs_diff(self.figures.people) < LEAST => Ok(shown),
            None if self.figures.people < LEAST => Ok(Figures::default()),
            _ => {
                txn.put(key, self.figures);
                Ok(self.figures.clone())
            }
        }
    }
}

impl Desk {
    /// The figures of an event, or of a form without events. `current` is the form as it is now, if it still exists;
    /// `ends` the end of the event as the site tells it now.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn statistics(
        &self,
        form: &str,
        event: Option<&str>,
        current: Option<&Definition>,
        ends: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<Statistics, StoreError> {
        let archived = self.versions(form, now).await?;
        let mut definitions: Vec<&Definition> = current.into_iter().collect();
        definitions.extend(archived.iter().map(AsRef::as_ref));
        let figures = self.count(form, event, now).await?;
        let too_early = self.is_too_early(event, ends, now).await?;
        let answers = if too_early {
            Vec::new()
        } else {
            let shown = run(&self.store, now, &Publish { form, event, figures: &figures }).await?;
            tables(&definitions, &shown)
        };
        let came = match event.filter(|_| !too_early) {
            Some(event) => self.came(event, now).await?.all(),
            None => 0,
        };
        Ok(Statistics {
            came: (came >= LEAST).then_some(came),
            form: form.to_owned(),
            event: event.map(str::to_owned),
            statuses: cells_alone(&figures.statuses),
            answers,
            too_early,
        })
    }

    /// Until it is over, an event's figures would change with every single person.
    async fn is_too_early(
        &self,
        event: Option<&str>,
        ends: Option<Timestamp>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let Some(event) = event else { return Ok(false) };
        let ends = match ends {
            Some(ends) => Some(ends),
            None => self.counters(event, now).await?.ends,
        };
        Ok(ends.is_none_or(|ends| now < ends))
    }

    /// Counts the records as they lie in the store: what has passed its date and waits to be deleted is in the figures
    /// as well as what was counted when it was deleted.
    async fn count(&self, form: &str, event: Option<&str>, now: Timestamp) -> Result<Figures, StoreError> {
        let mut counts: Counts = self.read(&keys::statistics(form, event), now).await?.unwrap_or_default();
        let mut statuses = counts.remove(STATUS).unwrap_or_default();
        let mut answers = counts;
        let range = keys::records(&keys::partition(form, event));
        for (key, record) in self.readable::<Record>(&range, None, now).await? {
            if record.form != form {
                continue;
            }
            *statuses.entry(record.status().as_str().to_owned()).or_default() += 1;
            if takes_part(record.status()) {
                let definition = self.definition(form, &record.version, now).await;
                if let Some(definition) = self.unless_unreadable(&key, definition)? {
                    add(&mut answers, &record, &definition);
                }
            }
        }
        statuses.remove(Status::Unconfirmed.as_str());
        let closed = statuses.remove(Status::Closed.as_str()).unwrap_or_default();
        if closed > 0 {
            *statuses.entry(Status::Received.as_str().to_owned()).or_default() += closed;
        }
        let of = |status: Status| statuses.get(status.as_str()).copied().unwrap_or_default();
        let people = of(Status::Confirmed) + of(Status::Received);
        Ok(Figures { statuses, people, answers })
    }
}

fn add(answers: &mut Counts, record: &Record, definition: &Definition) {
    for (name, answer) in &record.answers {
        if definition.field(name).is_some_and(is_counted) {
            for value in values(answer) {
                *answers.entry(name.clone()).or_default().entry(value).or_default() += 1;
            }
        }
    }
}

/// One table for each question that is counted, in the order of the newest form.
fn tables(definitions: &[&Definition], figures: &Figures) -> Vec<AnswerCounts> {
    let mut names: Vec<&str> = Vec::new();
    for field in definitions.iter().flat_map(|definition| &definition.fields).filter(|f| is_counted(f)) {
        if !names.contains(&field.name.as_str()) {
            names.push(&field.name);
        }
    }
    let none = BTreeMap::new();
    let one = |name: &&str| {
        let fields: Vec<&Field> =
            definitions.iter().filter_map(|definition| definition.field(name)).collect();
        table(name, &fields, figures.answers.get(*name).unwrap_or(&none), figures.people)
    };
    names.iter().filter_map(one).collect()
}
