//! How many records a list has of each kind, so that whoever reads it sees which filters are worth a press. Only what is asked
//! of everybody in the open is counted: a sensitive answer is no filter.

use std::collections::BTreeMap;

use forms::{Definition, Field, Kind};
use serde_json::Value;

use crate::desk::{Closed, Status, Stored};

/// An answer by which a list is filtered: an option that was chosen, or any number above zero.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct GivenAnswer {
    /// The name of the question.
    pub field: String,
    /// The option; none for a number.
    pub option: Option<String>,
}

/// How many there are of each kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListCounts {
    /// By status.
    pub statuses: BTreeMap<Status, usize>,
    /// By answer, of those who come, may come, wait, or are looked at.
    pub answers: BTreeMap<GivenAnswer, usize>,
}

impl GivenAnswer {
    /// Reads what [`Display`](std::fmt::Display) wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (field, option) = match text.split_once(':') {
            Some((field, option)) => (field, Some(option.to_owned())),
            None => (text, None),
        };
        (!field.is_empty()).then(|| Self { field: field.to_owned(), option })
    }

    pub(super) fn is_of(&self, stored: &Stored, form: &Definition) -> bool {
        form.field(&self.field).and_then(|field| Self::given(stored, field)).as_ref() == Some(self)
    }

    /// The answer to a question, if it is one by which lists are filtered. Who somebody is isn't.
    fn given(stored: &Stored, field: &Field) -> Option<Self> {
        if field.role.is_some() {
            return None;
        }
        // What is sensitive isn't among these answers: it is closed.
        let option = match (&field.kind, stored.answers.get(&field.name)?) {
            (Kind::Integer { .. }, Value::Number(number)) => (number.as_u64()? > 0).then_some(None)?,
            (Kind::Choice { .. }, Value::String(option)) => Some(option.clone()),
            _ => return None,
        };
        Some(Self { field: field.name.clone(), option })
    }
}

impl std::fmt::Display for GivenAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.field)?;
        self.option.as_ref().map_or(Ok(()), |option| write!(f, ":{option}"))
    }
}

impl ListCounts {
    pub(super) fn of(records: &[Closed]) -> Self {
        let mut counts = Self::default();
        for (stored, form) in records {
            let status = stored.record.status();
            *counts.statuses.entry(status).or_default() += 1;
            let fields = form.fields.iter().filter(|_| status.is_active());
            for given in fields.filter_map(|field| GivenAnswer::given(stored, field)) {
                *counts.answers.entry(given).or_default() += 1;
            }
        }
        counts
    }

    /// How many are in a status.
    #[must_use]
    pub fn of_status(&self, status: Status) -> usize {
        self.statuses.get(&status).copied().unwrap_or_default()
    }

    /// How many there are.
    #[must_use]
    pub fn all(&self) -> usize {
        self.statuses.values().sum()
    }
}
