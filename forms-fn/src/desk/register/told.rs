//! Who hears of a registration, and what.

use crate::desk::letters::{self, Occasion};
use crate::desk::record::{Record, Status};
use crate::desk::{keys, line};
use crate::store::Txn;

/// Writes to the person: about this record, or to the owner of the address, who has another, about both. In a rain nobody
/// hears anything: the address has had its letters, and the next one is about what an organiser decides.
pub(super) fn tell(
    txn: &mut Txn<'_>,
    record: &mut Record,
    known: Option<Record>,
    contact: Option<String>,
    is_rain: bool,
) {
    // Who stands in line and isn't doubtful hears how it stands when that is known, in a moment.
    let is_later = record.is_in_line() && record.doubts().iter().all(|doubt| doubt == line::IN_LINE);
    let Some(first) = known else {
        record.set_contact(contact);
        if !is_rain && !is_later {
            letters::write(txn, record, occasion(record.status()));
        }
        return;
    };
    if !is_rain && !is_later {
        tell_owner(txn, first, record);
    }
}

/// The owner of the address hears in one letter how the first registration stands and how the second one can be taken.
pub(in crate::desk) fn tell_owner(txn: &mut Txn<'_>, mut first: Record, second: &Record) {
    let details = [(letters::SECOND.to_owned(), second.reference.to_string())].into();
    letters::write_with(txn, &mut first, Occasion::Already, details);
    txn.put(keys::record_of(&first), &first);
}

fn occasion(status: Status) -> Occasion {
    match status {
        Status::Waiting => Occasion::Waiting,
        Status::Held => Occasion::Held,
        Status::Unconfirmed => Occasion::ConfirmAddress,
        Status::Received => Occasion::Received,
        Status::Confirmed | Status::Offered => Occasion::Confirmed,
        // Nothing begins so.
        Status::Cancelled | Status::Lapsed | Status::Closed => Occasion::Confirmed,
    }
}
