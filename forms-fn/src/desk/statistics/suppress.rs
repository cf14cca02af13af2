//! Leaves out every number that is about fewer than five people, and as many others as it takes so that nobody can work
//! it out from the rest.
//!
//! All that is left out looks the same: a number under five, zero, and a number that would give another one away.

use std::collections::BTreeMap;

use forms::{Field, Kind};
use serde::{Deserialize, Serialize};

/// Fewer people than this are never told of.
pub(crate) const LEAST: u32 = 5;

/// The answers to one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCounts {
    /// The field's name.
    pub field: String,
    /// How many people could have answered.
    pub people: u32,
    /// Whether a person may be in several rows.
    pub several: bool,
    /// One row for each answer.
    pub rows: Vec<Row>,
}

/// One number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The answer, as its value; empty for no answer.
    pub value: String,
    /// How many people; `None` when that isn't told.
    pub count: Option<u32>,
}

/// Numbers that nobody knows the sum of: only those that are too small are left out.
pub(super) fn cells_alone(counts: &BTreeMap<String, u32>) -> Vec<Row> {
    let row = |(value, count): (&String, &u32)| Row {
        value: value.clone(),
        count: (*count >= LEAST).then_some(*count),
    };
    counts.iter().map(row).collect()
}

/// The table of one question; `None` when it is about too few people, or when no number of it can be told.
pub(super) fn table(
    name: &str,
    fields: &[&Field],
    counts: &BTreeMap<String, u32>,
    people: u32,
) -> Option<AnswerCounts> {
    if people < LEAST {
        return None;
    }
    let several = fields.iter().any(|field| matches!(field.kind, Kind::Choices { .. }));
    let mut cells = cells(fields, counts);
    if several {
        // Who did not tick an answer must not be few either.
        let few = |count: u32| count < LEAST || people.saturating_sub(count) < LEAST;
        let rows =
            cells.into_iter().map(|(value, count)| Row { value, count: (!few(count)).then_some(count) });
        return shown(name, people, several, rows.collect());
    }
    let answered: u32 = cells.iter().map(|(_, count)| count).sum();
    cells.push((String::new(), people.saturating_sub(answered)));
    let hidden = hidden(&cells.iter().map(|(_, count)| *count).collect::<Vec<_>>());
    let rows = cells.into_iter().zip(hidden);
    let rows = rows.map(|((value, count), hidden)| Row { value, count: (!hidden).then_some(count) });
    shown(name, people, several, rows.collect())
}

fn shown(name: &str, people: u32, several: bool, rows: Vec<Row>) -> Option<AnswerCounts> {
    let any = rows.iter().any(|row| row.count.is_some());
    any.then(|| AnswerCounts { field: name.to_owned(), people, several, rows })
}

/// The answers that the newest form offers, then those of older ones. Where people wrote themselves, a rare word could
/// tell who it was, so all rare ones are one row.
fn cells(fields: &[&Field], counts: &BTreeMap<String, u32>) -> Vec<(String, u32)> {
    let mut offered: Vec<&str> = Vec::new();
    for value in fields.iter().flat_map(|field| field.offered()) {
        if !offered.contains(&value) {
            offered.push(value);
        }
    }
    let count = |value: &str| counts.get(value).copied().unwrap_or_default();
    let mut cells: Vec<(String, u32)> =
        offered.iter().map(|value| ((*value).to_owned(), count(value))).collect();
    let mut rare = 0;
    for (value, count) in counts.iter().filter(|(value, _)| !offered.contains(&value.as_str())) {
        if *count < LEAST {
            rare += count;
        } else {
            cells.push((value.clone(), *count));
        }
    }
    if rare > 0 {
        cells.push(("…".to_owned(), rare));
    }
    cells
}

/// Which of the numbers are left out, when their sum is known.
///
/// After the small ones, the smallest others follow until at least two are left out, they are about at least five people
/// together, and they don't all have to be the same. Whoever knows the sum and this rule can then still swap any two of
/// those that are left out, so none of them is certain.
fn hidden(counts: &[u32]) -> Vec<bool> {
    let mut hidden: Vec<bool> = counts.iter().map(|count| *count < LEAST).collect();
    while !is_safe(counts, &hidden) {
        let shown = counts.iter().zip(&hidden).filter(|(_, hidden)| !**hidden).map(|(count, _)| *count);
        let Some(smallest) = shown.min() else { break };
        for (hidden, count) in hidden.iter_mut().zip(counts) {
            *hidden |= *count == smallest;
        }
    }
    hidden
}

fn is_safe(counts: &[u32], hidden: &[bool]) -> bool {
    let left_out: Vec<u32> =
        counts.iter().zip(hidden).filter(|(_, hidden)| **hidden).map(|(count, _)| *count).collect();
    let differ = left_out.iter().any(|count| *count != left_out[0]);
    left_out.is_empty() || (differ && left_out.iter().sum::<u32>() >= LEAST)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every way to fill a table of these many rows with this sum.
    fn worlds(rows: usize, sum: u32) -> Vec<Vec<u32>> {
        if rows == 1 {
            return vec![vec![sum]];
        }
        let with = |first: u32| {
            worlds(rows - 1, sum - first).into_iter().map(move |rest| {
                let mut world = vec![first];
                world.extend(rest);
                world
            })
        };
        (0..=sum).flat_map(with).collect()
    }

    fn published(counts: &[u32]) -> Vec<Option<u32>> {
        counts.iter().zip(hidden(counts)).map(|(count, hidden)| (!hidden).then_some(*count)).collect()
    }

    /// The attack: whoever knows the sum and the rule tries every table that would have been published like this one.
    #[test]
    fn no_number_that_is_left_out_can_be_worked_out() {
        for rows in 2..=4 {
            for sum in LEAST..=22 {
                let mut seen: BTreeMap<Vec<Option<u32>>, Vec<Vec<u32>>> = BTreeMap::new();
                for world in worlds(rows, sum) {
                    seen.entry(published(&world)).or_default().push(world);
                }
                for (published, worlds) in seen {
                    for (row, cell) in published.iter().enumerate() {
                        assert!(cell.is_none_or(|count| count >= LEAST));
                        let first = worlds[0][row];
                        let certain = worlds.iter().all(|world| world[row] == first);
                        assert!(cell.is_some() || !certain, "{published:?} of {sum} is only {:?}", worlds[0]);
                    }
                }
            }
        }
    }

    #[test]
    fn what_is_large_enough_is_told() {
        assert_eq!(published(&[9, 8, 7]), [Some(9), Some(8), Some(7)]);
        assert_eq!(published(&[9, 8, 1]), [Some(9), None, None]);
        assert_eq!(published(&[9, 3, 2]), [Some(9), None, None]);
    }
}
