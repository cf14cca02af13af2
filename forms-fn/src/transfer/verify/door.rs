//! Who is there has a record, or came without one; and the counter of each event says how many they are.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::Dependents;
use crate::desk::{Came, keys};
use crate::store::Key;

const COUNT: &str = "set the counter to what was counted, while nothing else writes";
const LEFT: &str = "restore the record from a copy, or delete the item";

pub(super) fn check(seen: &mut Dependents, now: Timestamp) {
    let mut found: Vec<(Key, String, &str)> = Vec::new();
    for (key, here) in &seen.check_ins {
        let record = seen.records.get(&here.reference);
        if record.is_none_or(|(at, _)| at.pk != key.pk) {
            found.push((
                key.clone(),
                format!("it is about {}, of which there is no record", here.reference),
                LEFT,
            ));
        }
        if keys::check_in(key.pk.trim_start_matches("E#"), &here.reference) != *key {
            found.push((key.clone(), "its key and what it says differ".to_owned(), LEFT));
        }
    }
    let counted = counted(seen);
    let events: BTreeSet<&String> = counted.keys().chain(seen.came.keys()).collect();
    for event in events {
        let is = seen.came.get(event).cloned().unwrap_or_default();
        let should = counted.get(event).copied().unwrap_or_default();
        if numbers(&is, now) != should {
            let what = format!(
                "the counter says {:?} came, the items say {should:?} (registrations, their people, others, their people)",
                numbers(&is, now)
            );
            found.push((Key::new(event, "CAME"), what, COUNT));
        }
    }
    for (key, what, hint) in found {
        seen.fault(&key, what, hint);
    }
}

/// Those without a registration count as long as something is kept of them.
fn numbers(came: &Came, now: Timestamp) -> [u32; 4] {
    let is_kept = came.kept_until.is_some_and(|until| now < until);
    let walk_ins = if is_kept { [came.walk_ins, came.walk_in_people] } else { [0, 0] };
    [came.parties, came.people, walk_ins[0], walk_ins[1]]
}

fn counted(seen: &Dependents) -> BTreeMap<String, [u32; 4]> {
    let mut counted: BTreeMap<String, [u32; 4]> = BTreeMap::new();
    for (key, here) in &seen.check_ins {
        let counts = counted.entry(key.pk.clone()).or_default();
        counts[0] += 1;
        counts[1] += here.people;
    }
    for (key, walk_in) in &seen.walk_ins {
        let counts = counted.entry(key.pk.clone()).or_default();
        counts[2] += 1;
        counts[3] += walk_in.people;
    }
    counted
}
