//! How long each answer is kept, by the form's own definition.
//!
//! What has passed its date is not readable, whether or not the worker has deleted it yet: every way out of the desk goes
//! through [`prune`].

use forms::{After, Definition, Keep};
use jiff::{SignedDuration, Timestamp};

use super::record::Record;

/// From when on the answer of a field must be gone; `None` while what it is counted from has not happened.
#[must_use]
pub fn deadline(keep: Keep, record: &Record, ends: Option<Timestamp>) -> Option<Timestamp> {
    let base = match keep {
        Keep::Days { after: After::EventEnd, .. } | Keep::Count if record.event().is_some() => ends,
        // A registration is closed by the end of its event.
        Keep::Days { after: After::Closing | After::FirstMeeting, .. } if record.event().is_some() => ends,
        Keep::Days { after: After::Closing, .. } => record.closed_at(),
        Keep::Days { after: After::FirstMeeting, .. } => record.first_meeting().or(record.closed_at()),
        // A yes that is taken back takes its answers along at once.
        Keep::Days { after: After::Withdrawal, .. } => None,
        Keep::Days { .. } | Keep::Count | Keep::None => Some(record.submitted_at),
    }?;
    let days = match keep {
        Keep::Days { days, .. } => days,
        Keep::Count | Keep::None => 0,
    };
    let hours = SignedDuration::from_hours(24 * i64::from(days));
    Some(base.checked_add(hours).unwrap_or(Timestamp::MAX))
}

/// The fields of a record whose answers have been kept long enough.
#[must_use]
pub fn overdue(
    record: &Record,
    definition: &Definition,
    ends: Option<Timestamp>,
    now: Timestamp,
) -> Vec<String> {
    let names = record.answers.keys().chain(record.sealed.keys());
    let is_over = |name: &&String| over(record, definition, ends, name).is_some_and(|at| at <= now);
    names.filter(is_over).cloned().collect()
}

/// When the next answer has been kept long enough.
#[must_use]
pub fn next(record: &Record, definition: &Definition, ends: Option<Timestamp>) -> Option<Timestamp> {
    let names = record.answers.keys().chain(record.sealed.keys());
    names.filter_map(|name| over(record, definition, ends, name)).min()
}

/// The answers that no date ends: what they are counted from has not happened yet. A yes that stays until it is taken back
/// is none of them, since it keeps no record by itself.
#[must_use]
pub fn without_date<'r>(
    record: &'r Record,
    definition: &Definition,
    ends: Option<Timestamp>,
) -> Vec<&'r str> {
    let stays = |name: &str| {
        let keep = definition.field(name).map(|field| field.keep);
        matches!(keep, Some(Keep::Days { after: After::Withdrawal, .. }))
    };
    let names = record.answers.keys().chain(record.sealed.keys()).map(String::as_str);
    names.filter(|name| !stays(name) && over(record, definition, ends, name).is_none()).collect()
}

/// Takes out what has been kept long enough.
pub fn prune(record: &mut Record, definition: &Definition, ends: Option<Timestamp>, now: Timestamp) {
    for name in overdue(record, definition, ends, now) {
        record.answers.remove(&name);
        record.sealed.remove(&name);
    }
}

/// An answer to a question that the form doesn't know can't be kept for anything.
fn over(record: &Record, definition: &Definition, ends: Option<Timestamp>, name: &str) -> Option<Timestamp> {
    match definition.field(name) {
        Some(field) => deadline(field.keep, record, ends),
        None => Some(record.submitted_at),
    }
}
