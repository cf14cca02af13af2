//! Texts without keys: line by line.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Puts three texts together by their lines, with the line ends of theirs. `None` where both changed the same lines or neighbours.
pub(super) fn merge(base: &str, ours: &str, theirs: &str) -> Option<String> {
    let [was, our, their] = [base, ours, theirs].map(|text| text.replace("\r\n", "\n"));
    let [was, our, their] = [&was, &our, &their].map(|text| text.split_inclusive('\n').collect::<Vec<_>>());
    let (our_hunks, their_hunks) = (hunks(&was, &our), hunks(&was, &their));
    let touch = |(a, _): &Hunk<'_>, (b, _): &Hunk<'_>| a.start <= b.end && b.start <= a.end;
    let is_new = |our: &&Hunk<'_>| !their_hunks.contains(our);
    let ours: Vec<&Hunk<'_>> = our_hunks.iter().filter(is_new).collect();
    if ours.iter().any(|our| their_hunks.iter().any(|their| touch(our, their))) {
        return None;
    }
    let mut all: Vec<&Hunk<'_>> = ours.into_iter().chain(&their_hunks).collect();
    all.sort_by_key(|(range, _)| range.start);
    let (mut merged, mut at) = (String::new(), 0);
    for (range, new) in all {
        merged.extend(was[at..range.start].iter().chain(*new).copied());
        at = range.end;
    }
    merged.extend(was[at..].iter().copied());
    Some(ended(&merged, theirs))
}

/// Lines that were, and those in their place.
type Hunk<'a> = (std::ops::Range<usize>, &'a [&'a str]);

fn hunks<'a>(was: &[&str], is: &'a [&'a str]) -> Vec<Hunk<'a>> {
    let ops = capture_diff_slices(Algorithm::Myers, was, is);
    let changed = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. }));
    changed.map(|op| (op.old_range(), &is[op.new_range()])).collect()
}

/// A text with the line ends of another one's first line.
pub(super) fn ended(text: &str, like: &str) -> String {
    let is_windows = like.split_inclusive('\n').next().is_some_and(|line| line.ends_with("\r\n"));
    if is_windows { text.replace("\r\n", "\n").replace('\n', "\r\n") } else { text.to_owned() }
}
