//! What has to be done at a time, for the worker. An entry only says where to look: what is right to do is decided by the
//! record as it is then.

use forms::{Deadlines, Definition};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::process::Process;
use super::record::Record;
use super::request::{OpenRequest, Request};
use super::{Desk, keys, retention};
use crate::reference::Reference;
use crate::store::{Change, CommitError, Expected, Item, StoreError, Txn, Write};

/// The kinds of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// An offered seat goes on to the next.
    OfferEnds,
    /// An address was not confirmed in time.
    Unconfirmed,
    /// An answer has been kept long enough.
    Retain,
    /// A request has been open for long: does the person still want it?
    AskStillWanted,
    /// Nobody answered that question.
    DropUnanswered,
}

impl Duty {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::OfferEnds => "offer",
            Self::Unconfirmed => "unconfirmed",
            Self::Retain => "retain",
            Self::AskStillWanted => "ask",
            Self::DropUnanswered => "close",
        }
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    /// What.
    pub duty: Duty,
    /// About which record.
    pub reference: Reference,
    /// From when on.
    pub at: Timestamp,
}

/// Writes an entry. The same one twice is one.
pub(crate) fn put(txn: &mut Txn<'_>, at: Timestamp, duty: Duty, reference: &Reference) {
    let due = Due { duty, reference: reference.clone(), at };
    txn.overwrite(keys::due(at, duty.as_str(), reference.plain()), &due);
}

/// How a record comes to its end that waits for somebody: a request whose answers are counted from its closing has no other
/// date, so it has one of these in every status in which it is open. The deadlines are those of the form that was answered.
pub(crate) fn end_of(record: &Record, deadlines: &Deadlines) -> Option<(Timestamp, Duty)> {
    let since = record.submitted_at;
    match &record.process {
        Process::Attendance(_) | Process::Request(Request::Closed { .. } | Request::Cancelled { .. }) => None,
        Process::Request(Request::Open(open)) => Some(match open {
            OpenRequest::Unconfirmed => (since + deadlines.confirm(), Duty::Unconfirmed),
            OpenRequest::Held { .. } => {
                (since + deadlines.ask_again() + deadlines.delete_after(), Duty::DropUnanswered)
            }
            OpenRequest::Received(follow_up) => {
                let since = follow_up.kept_at.unwrap_or(since);
                match follow_up.asked_at.filter(|asked| *asked >= since) {
                    Some(asked) => (asked + deadlines.delete_after(), Duty::DropUnanswered),
                    None => (since + deadlines.ask_again(), Duty::AskStillWanted),
                }
            }
        }),
    }
}

/// Writes that end, whenever the status is a new one.
pub(crate) fn status(txn: &mut Txn<'_>, record: &Record, deadlines: &Deadlines) {
    if let Some((at, duty)) = end_of(record, deadlines) {
        put(txn, at, duty, &record.reference);
    }
}

/// Writes when the next answer of the record has been kept long enough.
pub(crate) fn retain(txn: &mut Txn<'_>, record: &Record, definition: &Definition, ends: Option<Timestamp>) {
    if let Some(at) = retention::next(record, definition, ends) {
        put(txn, at, Duty::Retain, &record.reference);
    }
}

impl Desk {
    /// What is due, the oldest first: each entry as it lies in the store, and what it says.
    pub(crate) async fn duties(&self, limit: usize, now: Timestamp) -> Result<Vec<(Item, Due)>, StoreError> {
        let mut duties = Vec::new();
        for item in self.store.query(&keys::until("DUE", now), Some(limit), now).await? {
            let due = super::read::parse(item.body.clone());
            duties.extend(self.unless_unreadable(&item.key, due)?.map(|due| (item, due)));
        }
        Ok(duties)
    }

    /// Removes an entry whose work has been done, or will never be; unless somebody has written it anew meanwhile.
    pub(crate) async fn duty_done(&self, entry: &Item, now: Timestamp) -> Result<(), StoreError> {
        let expected = Expected::Revision(entry.revision);
        let write = Write { key: entry.key.clone(), expected, change: Change::Delete };
        match self.store.commit(vec![write], now).await {
            Ok(()) | Err(CommitError::Conflict) => Ok(()),
            Err(CommitError::Failed(error)) => Err(error),
        }
    }
}
