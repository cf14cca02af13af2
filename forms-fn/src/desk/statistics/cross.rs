//! Tables by two things, such as country and kind of event, of numbers whose parts are shown nowhere.
//!
//! A cell, a row and a column under five aren't shown. Then each of them is audited: between which bounds does it lie for somebody
//! who knows all sums that are told, also those of tables that were told before? Where they aren't five apart, the smallest row
//! goes together with the next, then the smallest column, until it is safe; and where nothing is left to put together, nothing
//! is told. Whoever knows this rule isn't certain of any number either.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::bounds::{Set, Told};
use super::suppress::LEAST;

/// A number that is shown nowhere by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) row: String,
    pub(super) column: String,
    pub(super) number: u32,
    /// How many those are of whom it isn't true; they must not be few either. None where there is no such thing.
    pub(super) others: Option<u32>,
}

/// A table as it may be shown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cross {
    /// One for each row and column in which there is something.
    pub cells: Vec<CrossCell>,
    /// The sums of rows.
    pub rows: Vec<CrossLine>,
    /// The sums of columns.
    pub columns: Vec<CrossLine>,
    /// The sum of all.
    pub all: Option<u32>,
}

/// A number of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossCell {
    /// The row; none for those that were put together.
    pub row: Option<String>,
    /// The column; none for those that were put together.
    pub column: Option<String>,
    /// How many; none where that isn't shown.
    pub count: Option<u32>,
}

/// A sum at the edge of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CrossLine {
    /// The row or column; none for those that were put together.
    pub name: Option<String>,
    /// How many; none where that isn't shown.
    pub count: Option<u32>,
}

/// What was told of these parts, one table after the other.
#[derive(Debug)]
pub(super) struct Published<'a> {
    parts: &'a [Part],
    numbers: Vec<u32>,
    told: BTreeSet<Set>,
    /// What must not become known.
    hidden: BTreeSet<Set>,
    /// What everybody sees isn't shown.
    seen_hidden: BTreeSet<Set>,
}

/// Rows or columns that are one.
#[derive(Debug, Clone)]
struct Line {
    name: Option<String>,
    of: Set,
}

impl<'a> Published<'a> {
    /// Nothing yet.
    pub(super) fn new(parts: &'a [Part]) -> Self {
        let mut published = Self {
            parts,
            numbers: parts.iter().map(|part| part.number).collect(),
            told: BTreeSet::new(),
            hidden: BTreeSet::new(),
            seen_hidden: BTreeSet::new(),
        };
        let each = (0..parts.len()).map(|at| Set::from([at]));
        published.hidden = each.filter(|part| published.is_few(part)).collect();
        published
    }

    /// The table of some of the parts; none where nothing of it may be told.
    pub(super) fn cross(&mut self, within: &Set) -> Option<Cross> {
        let mut rows = self.lines(within, |part| &part.row);
        let mut columns = self.lines(within, |part| &part.column);
        while !within.is_empty() && !self.is_few(within) {
            let all = [within.clone()];
            let lines = rows.iter().chain(&columns).map(|line| line.of.clone()).chain(all);
            if self.tell(cells(&rows, &columns).map(|(_, _, of)| of).chain(lines)) {
                return Some(self.drawn(&rows, &columns, within));
            }
            if !self.put_together(&mut rows) && !self.put_together(&mut columns) {
                break;
            }
        }
        self.hidden.insert(within.clone());
        None
    }

    /// Sums by something else. All of them are shown that aren't few, or none is.
    pub(super) fn sums(&mut self, of: &BTreeMap<String, Set>) -> Vec<CrossLine> {
        let are_told = self.tell(of.values().cloned());
        let line = |(name, set): (&String, &Set)| CrossLine {
            name: Some(name.clone()),
            count: self.count(set).filter(|_| are_told),
        };
        of.iter().map(line).collect()
    }

    /// Tells those of these sums that aren't few, if that is safe.
    fn tell(&mut self, sums: impl Iterator<Item = Set>) -> bool {
        let (few, told): (Vec<Set>, Vec<Set>) =
            sums.filter(|sum| !sum.is_empty()).partition(|sum| self.is_few(sum));
        let with = |before: &BTreeSet<Set>, new: &[Set]| -> BTreeSet<Set> {
            before.iter().chain(new).cloned().collect()
        };
        let (told, hidden) = (with(&self.told, &told), with(&self.hidden, &few));
        let seen_hidden = with(&self.seen_hidden, &few);
        if !self.is_safe(&told, &hidden, &seen_hidden) {
            return false;
        }
        (self.told, self.hidden, self.seen_hidden) = (told, hidden, seen_hidden);
        true
    }

    /// Whether the bounds of all that is hidden are five apart for whoever knows the sums, and nothing is certain for whoever
    /// knows besides that what isn't shown is under five.
    fn is_safe(&self, told: &BTreeSet<Set>, hidden: &BTreeSet<Set>, seen_hidden: &BTreeSet<Set>) -> bool {
        let sums: Vec<Set> = told.iter().cloned().collect();
        let hidden: Vec<Set> = hidden.iter().cloned().collect();
        let told = Told { numbers: &self.numbers, sums, caps: Vec::new() };
        if !told.are_wider(&hidden, f64::from(LEAST) - 0.5) {
            return false;
        }
        let small: Vec<Set> = seen_hidden.iter().filter(|set| told.sum(set) < LEAST).cloned().collect();
        if small.len() < seen_hidden.len() {
            // Something is hidden because of those of whom it isn't true: nobody knows which.
            return true;
        }
        let caps = small.iter().map(|set| (set.clone(), LEAST - 1)).collect();
        Told { caps, ..told }.are_wider(&small, 0.5)
    }

    fn is_few(&self, set: &Set) -> bool {
        let parts = || set.iter().filter_map(|at| self.parts.get(*at));
        let number: u32 = parts().map(|part| part.number).sum();
        let others: Option<u32> = parts().map(|part| part.others).sum();
        number < LEAST || others.is_some_and(|others| others < LEAST)
    }

    fn count(&self, set: &Set) -> Option<u32> {
        let count = set.iter().filter_map(|at| self.numbers.get(*at)).sum();
        (!self.is_few(set)).then_some(count)
    }

    fn lines(&self, within: &Set, name: impl Fn(&'a Part) -> &'a String) -> Vec<Line> {
        let mut lines: BTreeMap<&String, Set> = BTreeMap::new();
        for (at, part) in self.parts.iter().enumerate().filter(|(at, _)| within.contains(at)) {
            lines.entry(name(part)).or_default().insert(at);
        }
        lines.into_iter().map(|(name, of)| Line { name: Some(name.clone()), of }).collect()
    }

    /// The smallest one goes to the others; the first time, together with the next one.
    fn put_together(&self, lines: &mut Vec<Line>) -> bool {
        if lines.len() < 2 {
            return false;
        }
        let size = |line: &Line| line.of.iter().filter_map(|at| self.numbers.get(*at)).sum::<u32>();
        // Those that were put together stand first, and the rest by size.
        lines.sort_by_key(|line| (line.name.is_some(), size(line), line.name.clone()));
        let smallest = lines.remove(1);
        lines[0].name = None;
        lines[0].of.extend(smallest.of);
        true
    }

    fn drawn(&self, rows: &[Line], columns: &[Line], within: &Set) -> Cross {
        let line = |line: &Line| CrossLine { name: line.name.clone(), count: self.count(&line.of) };
        let cell = |(row, column, of): (&Line, &Line, Set)| CrossCell {
            row: row.name.clone(),
            column: column.name.clone(),
            count: self.count(&of),
        };
        Cross {
            cells: cells(rows, columns).map(cell).collect(),
            rows: rows.iter().map(line).collect(),
            columns: columns.iter().map(line).collect(),
            all: self.count(within),
        }
    }
}

/// What is in a row and in a column, where something is.
fn cells<'l>(rows: &'l [Line], columns: &'l [Line]) -> impl Iterator<Item = (&'l Line, &'l Line, Set)> {
    let pairs = rows.iter().flat_map(move |row| columns.iter().map(move |column| (row, column)));
    let both = pairs.map(|(row, column)| (row, column, row.of.intersection(&column.of).copied().collect()));
    both.filter(|(_, _, of): &(_, _, Set)| !of.is_empty())
}

#[cfg(test)]
mod tests;
