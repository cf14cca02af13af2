//! Records become a table. Answers to every version of the form are in it: a question has one column, with the words of
//! the newest version that asks it, in the order of that version; questions that are asked no more come last.

use std::collections::BTreeSet;

use forms::{Definition, Field, Keep};

use super::{LocalTime, Versions, Words};
use crate::desk::Stored;

/// What every record has.
pub const FIXED: [&str; 8] =
    ["reference", "status", "position", "event", "submitted at", "changed at", "language", "form version"];

/// A header and rows of the same length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns; no two are the same.
    pub header: Vec<String>,
    /// One for each record.
    pub rows: Vec<Vec<String>>,
}

/// Which columns somebody wants, by the names of [`FIXED`] and of fields.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Columns {
    /// All that there are.
    #[default]
    All,
    /// These.
    Only(BTreeSet<String>),
}

impl Columns {
    /// Whether a column is wanted.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(names) => names.contains(name),
        }
    }
}

/// Makes the table.
#[must_use]
pub fn table(
    records: &[Stored],
    versions: &Versions,
    words: Words<'_>,
    clock: &LocalTime,
    columns: &Columns,
) -> Table {
    let fields = fields(versions, records);
    let names = FIXED.into_iter().chain(fields.iter().map(|(name, _)| *name));
    let is_wanted: Vec<bool> = names.map(|name| columns.has(name)).collect();
    let wanted = |cells: Vec<String>| -> Vec<String> {
        cells.into_iter().zip(&is_wanted).filter(|(_, is_wanted)| **is_wanted).map(|(cell, _)| cell).collect()
    };
    let row = |stored| wanted(row(stored, &fields, versions.of(stored), words, clock));
    let rows = records.iter().map(row).collect();
    Table { header: wanted(header(&fields, words, clock)), rows }
}

/// A question: its name, and the newest wording; none when no form knows it.
type Question<'a> = (&'a str, Option<&'a Field>);

fn fields<'a>(versions: &'a Versions, records: &'a [Stored]) -> Vec<Question<'a>> {
    let mut seen = BTreeSet::new();
    // What isn't kept after the check has no answers.
    let asked = versions.iter().flat_map(|definition| &definition.fields).filter(|f| f.keep != Keep::None);
    let mut fields: Vec<Question<'a>> = Vec::new();
    for field in asked {
        if seen.insert(field.name.as_str()) {
            fields.push((&field.name, Some(field)));
        }
    }
    for name in records.iter().flat_map(|stored| stored.answers.keys()) {
        if seen.insert(name) {
            fields.push((name, None));
        }
    }
    fields
}

fn header(fields: &[Question<'_>], words: Words<'_>, clock: &LocalTime) -> Vec<String> {
    // A spreadsheet program knows a time by its cell only as long as no zone stands in it.
    let fixed = |name: &str| {
        if name.ends_with(" at") { format!("{name} ({})", clock.zone()) } else { name.to_owned() }
    };
    let mut header: Vec<String> = FIXED.map(fixed).into();
    for (name, field) in fields {
        let label = field.map_or(*name, |field| field.label.get(words.lang));
        // Two questions with the same words are told apart by their names.
        let taken = label.is_empty() || header.iter().any(|other| other == label);
        header.push(if taken { format!("{label} ({name})") } else { label.to_owned() });
    }
    header
}

fn row(
    stored: &Stored,
    fields: &[Question<'_>],
    definition: Option<&Definition>,
    words: Words<'_>,
    clock: &LocalTime,
) -> Vec<String> {
    let record = &stored.record;
    let mut row = vec![
        record.reference.to_string(),
        record.status().as_str().to_owned(),
        stored.position.map(|position| position.to_string()).unwrap_or_default(),
        record.event().map(str::to_owned).unwrap_or_default(),
        clock.tell(record.submitted_at),
        record.changed_at.map(|at| clock.tell(at)).unwrap_or_default(),
        record.lang.clone(),
        record.version.clone(),
    ];
    let answer = |(name, _): &Question<'_>| {
        let field = definition.and_then(|definition| definition.field(name));
        words.answer(field, stored.answers.get(*name))
    };
    row.extend(fields.iter().map(answer));
    row
}
