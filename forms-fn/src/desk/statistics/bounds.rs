//! What can be reckoned from sums: between which bounds a number lies of which nobody tells, when the sums that are told are
//! known. A linear programme for each bound, solved by the simplex method: repeated looks at the margins alone overlook what
//! several of them say together.

use std::collections::{BTreeMap, BTreeSet};

/// Numbers that are added up, each by its place.
pub(super) type Set = BTreeSet<usize>;

/// Less than this is nothing: numbers are whole, and there are few of them.
const NOTHING: f64 = 1e-7;

/// Numbers that aren't below zero, and what is told of them.
pub(super) struct Told<'a> {
    /// The numbers themselves.
    pub(super) numbers: &'a [u32],
    /// The sums that are told.
    pub(super) sums: Vec<Set>,
    /// Sums of which it is known that they aren't above a number.
    pub(super) caps: Vec<(Set, u32)>,
}

impl Told<'_> {
    /// Whether the bounds between which each of these sums lies are further apart than this.
    pub(super) fn are_wider(&self, of: &[Set], than: f64) -> bool {
        // Without anything hidden there is nothing to reckon.
        of.is_empty() || self.widths(of).all(|width| width > than)
    }

    /// How far apart the bounds are between which each of these sums lies.
    fn widths(&self, of: &[Set]) -> impl Iterator<Item = f64> {
        let groups = self.groups(of);
        let merged = |set: &Set| -> Set {
            let whole = groups.iter().enumerate().filter(|(_, group)| group.is_subset(set));
            whole.map(|(at, _)| at).collect()
        };
        let told = self.sums.iter().map(|sum| (merged(sum), self.sum(sum), false));
        let capped = self.caps.iter().map(|(sum, cap)| (merged(sum), *cap, true));
        let equations: Vec<(Set, u32, bool)> = told.chain(capped).collect();
        let asked: Vec<Set> = of.iter().map(merged).collect();
        // Each bound is looked for from where the last one was found, which is near.
        let mut tableau = Tableau::solved(groups.len(), &equations);
        asked.into_iter().map(move |sum| tableau.width(&sum))
    }

    pub(super) fn sum(&self, set: &Set) -> u32 {
        set.iter().filter_map(|at| self.numbers.get(*at)).sum()
    }

    /// Numbers that stand in the same sums can't be told apart, and are one.
    fn groups(&self, of: &[Set]) -> Vec<Set> {
        let sets: Vec<&Set> =
            self.sums.iter().chain(self.caps.iter().map(|(set, _)| set)).chain(of).collect();
        let mut groups: BTreeMap<Vec<bool>, Set> = BTreeMap::new();
        for at in 0..self.numbers.len() {
            let within: Vec<bool> = sets.iter().map(|set| set.contains(&at)).collect();
            groups.entry(within).or_default().insert(at);
        }
        groups.into_values().collect()
    }
}

/// A system of equations in the form in which one solution can be read off it.
struct Tableau {
    /// The unknowns that are asked about; behind them come those that make an equation of a cap.
    unknowns: usize,
    /// A factor for each unknown, and the number on the other side.
    rows: Vec<Vec<f64>>,
    /// Which unknown each row gives.
    basis: Vec<usize>,
}

impl Tableau {
    /// Finds a solution. There is one: the numbers themselves.
    fn solved(unknowns: usize, equations: &[(Set, u32, bool)]) -> Self {
        let caps = equations.iter().filter(|(_, _, is_cap)| *is_cap).count();
        let (real, helpers) = (unknowns + caps, equations.len());
        let (mut rows, mut cap) = (Vec::new(), unknowns);
        for (at, (set, is, is_cap)) in equations.iter().enumerate() {
            let mut row = vec![0.0; real + helpers + 1];
            for unknown in set {
                row[*unknown] = 1.0;
            }
            if *is_cap {
                row[cap] = 1.0;
                cap += 1;
            }
            row[real + at] = 1.0;
            row[real + helpers] = f64::from(*is);
            rows.push(row);
        }
        let mut tableau = Self { unknowns, rows, basis: (real..real + helpers).collect() };
        let costs: Vec<f64> = (0..real + helpers).map(|at| if at < real { 0.0 } else { -1.0 }).collect();
        tableau.maximise(&costs);
        tableau.without_helpers(real);
        tableau
    }

    /// Takes the helpers out, and the equations that say nothing new.
    fn without_helpers(&mut self, real: usize) {
        for row in (0..self.rows.len()).rev().collect::<Vec<_>>() {
            if self.basis[row] < real {
                continue;
            }
            match (0..real).find(|column| self.rows[row][*column].abs() > NOTHING) {
                Some(column) => self.pivot(row, column),
                None => {
                    self.rows.remove(row);
                    self.basis.remove(row);
                }
            }
        }
        for row in &mut self.rows {
            let is = row.pop().unwrap_or_default();
            row.truncate(real);
            row.push(is);
        }
    }

    /// How far apart the bounds of a sum are.
    fn width(&mut self, of: &Set) -> f64 {
        let columns = self.rows.first().map_or(self.unknowns, |row| row.len() - 1);
        let mut bound = |sign: f64| {
            let costs: Vec<f64> = (0..columns).map(|at| if of.contains(&at) { sign } else { 0.0 }).collect();
            self.maximise(&costs)
        };
        bound(1.0) + bound(-1.0)
    }

    /// The largest that a weighted sum can be; of what stands in no equation nobody knows how large it is. Always takes the first unknown that makes it larger (Bland's rule), so that it
    /// ends.
    fn maximise(&mut self, costs: &[f64]) -> f64 {
        loop {
            let gain = |column: usize| {
                let lost: f64 =
                    self.rows.iter().zip(&self.basis).map(|(row, at)| row[column] * costs[*at]).sum();
                costs[column] - lost
            };
            let Some(column) = (0..costs.len()).find(|column| gain(*column) > NOTHING) else { break };
            let Some(row) = self.tightest(column) else { return f64::INFINITY };
            self.pivot(row, column);
        }
        let value = |(row, at): (&Vec<f64>, &usize)| row.last().copied().unwrap_or_default() * costs[*at];
        self.rows.iter().zip(&self.basis).map(value).sum()
    }

    /// The row that allows an unknown the least.
    fn tightest(&self, column: usize) -> Option<usize> {
        let mut tightest: Option<(f64, usize)> = None;
        for (at, row) in self.rows.iter().enumerate().filter(|(_, row)| row[column] > NOTHING) {
            let allowed = row.last().copied().unwrap_or_default() / row[column];
            let is_tighter = tightest.is_none_or(|(least, best)| {
                allowed < least - NOTHING || (allowed <= least + NOTHING && self.basis[at] < self.basis[best])
            });
            if is_tighter {
                tightest = Some((allowed, at));
            }
        }
        tightest.map(|(_, at)| at)
    }

    fn pivot(&mut self, row: usize, column: usize) {
        let factor = self.rows[row][column];
        for cell in &mut self.rows[row] {
            *cell /= factor;
        }
        let pivot = self.rows[row].clone();
        for (_, other) in self.rows.iter_mut().enumerate().filter(|(at, _)| *at != row) {
            let times = other[column];
            for (cell, of_pivot) in other.iter_mut().zip(&pivot) {
                *cell -= times * of_pivot;
            }
        }
        self.basis[row] = column;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(sets: &[&[usize]]) -> Vec<Set> {
        sets.iter().map(|set| set.iter().copied().collect()).collect()
    }

    fn widths(numbers: &[u32], sums: &[&[usize]], of: &[&[usize]]) -> Vec<f64> {
        let told = Told { numbers, sums: sets(sums), caps: Vec::new() };
        told.widths(&sets(of)).map(f64::round).collect()
    }

    #[test]
    fn margins_bound_what_they_add_up() {
        // 3 and 4 of seven; a third that is known.
        assert_eq!(
            widths(&[3, 4, 9], &[&[0, 1, 2], &[2]], &[&[0], &[1], &[2], &[0, 1]]),
            [7.0, 7.0, 0.0, 0.0]
        );
        assert!(widths(&[3, 4], &[&[0]], &[&[1]])[0].is_infinite(), "nothing tells of the other");
        assert_eq!(widths(&[], &[], &[]), Vec::<f64>::new());
    }

    /// Two squares of hidden cells with a bridge between: no single margin gives the bridge away, all of one side together do.
    #[test]
    fn what_several_margins_say_together_is_found() {
        // Rows 0 to 3, columns 0 to 3; cell 4 is the bridge from row 1 to column 2.
        let cells = [(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)];
        let numbers = [3, 8, 7, 2, 1, 9, 6, 4, 8];
        let line = |of: fn((usize, usize)) -> usize, which: usize| -> Set {
            (0..cells.len()).filter(|at| of(cells[*at]) == which).collect()
        };
        let sums = (0..4).flat_map(|which| [line(|cell| cell.0, which), line(|cell| cell.1, which)]);
        let told = Told { numbers: &numbers, sums: sums.collect(), caps: Vec::new() };
        let widths: Vec<f64> = told.widths(&sets(&[&[4], &[0]])).collect();
        assert!(widths[0] < 0.5 && widths[1] > 4.0, "{widths:?}");
    }

    #[test]
    fn a_cap_is_known_too() {
        let told = Told {
            numbers: &[4, 4],
            sums: sets(&[&[0, 1]]),
            caps: vec![(Set::from([0]), 4), (Set::from([1]), 4)],
        };
        assert!(!told.are_wider(&sets(&[&[0]]), 0.5), "eight of two that are four at most");
    }

    /// By trying all of them: numbers that fit the same sums.
    #[test]
    fn the_bounds_are_those_of_all_numbers_that_fit() {
        let mut dice = 0x9E37_79B9_7F4A_7C15_u64;
        let mut roll = |sides: u64| {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            dice % sides
        };
        for _ in 0..25 {
            let numbers: Vec<u32> = (0..5).map(|_| roll(4) as u32).collect();
            // Rows and columns of a table, so that whole numbers reach the bounds.
            let sums = sets(&[&[0, 1], &[2, 3, 4], &[0, 2], &[1, 3]]);
            let told = Told { numbers: &numbers, sums: sums.clone(), caps: Vec::new() };
            let asked = sets(&[&[0], &[3], &[4]]);
            let mut bounds = vec![(u32::MAX, 0); asked.len()];
            for world in 0..10_u32.pow(5) {
                let world: Vec<u32> = (0..5).map(|at| world / 10_u32.pow(at) % 10).collect();
                let tried = Told { numbers: &world, sums: Vec::new(), caps: Vec::new() };
                if sums.iter().all(|sum| tried.sum(sum) == told.sum(sum)) {
                    for ((low, high), set) in bounds.iter_mut().zip(&asked) {
                        (*low, *high) = ((*low).min(tried.sum(set)), (*high).max(tried.sum(set)));
                    }
                }
            }
            let wanted: Vec<f64> = bounds.iter().map(|(low, high)| f64::from(high - low)).collect();
            let found: Vec<f64> = told.widths(&asked).map(f64::round).collect();
            assert_eq!(found, wanted, "{numbers:?}");
        }
    }
}
