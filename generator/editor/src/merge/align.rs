//! Two lists of things → which of the one is which of the other.

use std::collections::BTreeMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// The share of words from which on two things are taken for one that was changed.
const ALIKE: f32 = 0.4;

/// The most pairs that are compared by their words. More would make a long text that is all new slow.
const MOST: usize = 40_000;

/// What became of one thing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Step {
    /// It is there as it was: its places before and now.
    Same(usize, usize),
    /// It is another now.
    Changed(usize, usize),
    /// It is gone.
    Removed(usize),
    /// It is new.
    Added(usize),
}

/// Pairs the things of two lists, in their order. What is not the same goes with what has most of its words.
pub(super) fn align<T: AsRef<str> + Ord + std::hash::Hash>(old: &[T], new: &[T]) -> Vec<Step> {
    let mut steps = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        match op {
            DiffOp::Equal { old_index, new_index, len } => {
                steps.extend((0..len).map(|n| Step::Same(old_index + n, new_index + n)));
            }
            _ => gap(&mut steps, (old, op.old_range().start), (new, op.new_range().start), {
                (op.old_range().len(), op.new_range().len())
            }),
        }
    }
    steps
}

/// What stands between two things that stayed.
fn gap<T: AsRef<str>>(
    steps: &mut Vec<Step>,
    (old, from): (&[T], usize),
    (new, to): (&[T], usize),
    (gone, come): (usize, usize),
) {
    let (mut o, mut n) = (0, 0);
    let alike = alike(&old[from..from + gone], &new[to..to + come]);
    for (a, b) in alike.into_iter().chain([(gone, come)]) {
        // Between two that are alike, the first is another now, and so on.
        while o < a && n < b {
            steps.push(Step::Changed(from + o, to + n));
            (o, n) = (o + 1, n + 1);
        }
        steps.extend((o..a).map(|o| Step::Removed(from + o)));
        steps.extend((n..b).map(|n| Step::Added(to + n)));
        if a < gone && b < come {
            steps.push(Step::Changed(from + a, to + b));
        }
        (o, n) = (a + 1, b + 1);
    }
}

/// The pairs that have most words in common, none across another.
fn alike<T: AsRef<str>>(old: &[T], new: &[T]) -> Vec<(usize, usize)> {
    if old.is_empty() || new.is_empty() || old.len() * new.len() > MOST {
        return Vec::new();
    }
    let (was, is): (Vec<_>, Vec<_>) = (old.iter().map(bag).collect(), new.iter().map(bag).collect());
    let share = |a: usize, b: usize| Some(common(&was[a], &is[b])).filter(|share| *share >= ALIKE);
    let width = new.len() + 1;
    let mut best = vec![0_f32; (old.len() + 1) * width];
    for a in (0..old.len()).rev() {
        for b in (0..new.len()).rev() {
            let skip = best[(a + 1) * width + b].max(best[a * width + b + 1]);
            let pair = share(a, b).map_or(0.0, |share| share + best[(a + 1) * width + b + 1]);
            best[a * width + b] = skip.max(pair);
        }
    }
    let (mut pairs, mut a, mut b) = (Vec::new(), 0, 0);
    while a < old.len() && b < new.len() {
        let skip = best[(a + 1) * width + b].max(best[a * width + b + 1]);
        if best[a * width + b] > skip {
            pairs.push((a, b));
            (a, b) = (a + 1, b + 1);
        } else if best[(a + 1) * width + b] >= best[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

/// How often each word stands in a text.
fn bag<T: AsRef<str>>(text: &T) -> BTreeMap<&str, usize> {
    let mut bag = BTreeMap::new();
    for word in text.as_ref().split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        *bag.entry(word).or_default() += 1;
    }
    bag
}

/// The share of the words of the longer one that both have.
fn common(one: &BTreeMap<&str, usize>, other: &BTreeMap<&str, usize>) -> f32 {
    let both: usize = one.iter().map(|(word, n)| (*n).min(other.get(word).copied().unwrap_or(0))).sum();
    let most = one.values().sum::<usize>().max(other.values().sum()).max(1);
    // Texts have far fewer words than a float tells apart.
    both as f32 / most as f32
}

#[cfg(test)]
mod tests {
    use super::Step::{Added, Changed, Removed, Same};
    use super::align;

    #[test]
    fn what_is_changed_goes_with_what_has_its_words() {
        let old = ["one", "we eat soup at six", "the end"];
        assert_eq!(
            align(&old, &["one", "new", "we eat soup at seven", "the end"]),
            [Same(0, 0), Added(1), Changed(1, 2), Same(2, 3)]
        );
        assert_eq!(align(&old, &["one", "the end"]), [Same(0, 0), Removed(1), Same(2, 1)]);
        assert_eq!(
            align(&old, &["one", "quite another", "the end"]),
            [Same(0, 0), Changed(1, 1), Same(2, 2)]
        );
        assert_eq!(align::<&str>(&[], &["a"]), [Added(0)]);
    }
}
