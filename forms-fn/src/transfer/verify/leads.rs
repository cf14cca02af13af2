//! What is about a record leads to one.

use super::Dependents;

const WORKER: &str = "run the worker; it takes away once a day what leads to nobody";
const LEFT: &str = "restore the record from a copy, or delete the item";

/// What is about a record that was deleted lately may still wait: it is passed over when its time comes, and the worker takes it
/// away within a day. What lies with the record itself goes in the same moment.
pub(super) fn check(seen: &mut Dependents) {
    for (key, reference) in std::mem::take(&mut seen.about) {
        let is_there = seen.pointers.contains_key(&reference) || seen.decoys.contains(&reference);
        let lies_with_it = key.pk.starts_with("P#");
        if is_there || (!lies_with_it && seen.erased.contains(&reference)) {
            continue;
        }
        let hint = if lies_with_it { LEFT } else { WORKER };
        seen.fault(&key, format!("it is about {reference}, of which there is no record"), hint);
    }
}
