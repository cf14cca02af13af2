//! What a store holds: items with a two-part key, and what may happen to them in one commit.

use jiff::Timestamp;
use serde_json::Value;

/// The newest shape of items that this program knows. An item that says nothing of its shape has the oldest.
pub(crate) const FORMAT: u64 = 1;

/// Whether a newer program wrote an item, in a shape that this one doesn't know.
pub(crate) fn is_newer(body: &Value) -> bool {
    body.get("format").and_then(Value::as_u64).is_some_and(|format| format > FORMAT)
}

/// Why an item can't be read, in words that quote nothing of it.
pub(crate) fn why_unreadable(body: &Value) -> &'static str {
    if is_newer(body) {
        "a newer forms-fn wrote it; put that version in place here, too"
    } else {
        "it isn't what we write"
    }
}

/// The name of one item: all items of a partition are sorted by the second part, byte by byte.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Key {
    /// The partition, such as `E#dinner-oslo-january`.
    pub pk: String,
    /// The place inside it, such as `SEATS`.
    pub sk: String,
}

impl Key {
    /// Puts the two parts together.
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }
}

/// One item as it is read.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its name.
    pub key: Key,
    /// A random number that every write changes, so that a commit can tell whether it still knows the newest state.
    pub revision: i64,
    /// What it says.
    pub body: Value,
    /// From this moment on it counts as deleted, whether or not the store has removed it yet. Whole seconds.
    pub expires: Option<Timestamp>,
}

/// One part of a commit. A commit holds at most one part for each key.
#[derive(Debug, Clone, PartialEq)]
pub struct Write {
    /// Which item.
    pub key: Key,
    /// What must be true of it, or nothing of the commit happens.
    pub expected: Expected,
    /// What becomes of it.
    pub change: Change,
}

/// What a commit expects of an item. An item past its time counts as absent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// Nothing: for what may be gone already, and for what is the same whoever writes it.
    Anything,
    /// It isn't there.
    Absent,
    /// It was not written since it was read with this revision.
    Revision(i64),
}

/// What a commit does to an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// Writes it whole.
    #[expect(missing_docs, reason = "the fields of `Item`")]
    Put { body: Value, expires: Option<Timestamp> },
    /// Removes it.
    Delete,
    /// Leaves it: only the expectation counts.
    Keep,
}

/// A range of one partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// The partition.
    pub pk: String,
    /// The first `sk`, included.
    pub from: String,
    /// The last `sk`, not included.
    pub to: String,
}

impl Range {
    /// Everything from one `sk` up to another, which is not included.
    pub fn between(pk: impl Into<String>, from: impl Into<String>, to: impl Into<String>) -> Self {
        Self { pk: pk.into(), from: from.into(), to: to.into() }
    }

    /// Every item whose `sk` begins with `prefix`. Keys of ours are ASCII, so `~` sorts behind all of them.
    pub fn prefix(pk: impl Into<String>, prefix: &str) -> Self {
        Self::between(pk, prefix, format!("{prefix}~"))
    }
}

/// Why a commit did not happen. Nothing of it was written.
#[derive(Debug)]
pub enum CommitError {
    /// Somebody else wrote one of the items meanwhile: read again and try once more.
    Conflict,
    /// The store failed.
    Failed(super::StoreError),
}

impl From<super::StoreError> for CommitError {
    fn from(error: super::StoreError) -> Self {
        Self::Failed(error)
    }
}

/// A new revision. Random, so that an item that was deleted and written anew is never taken for the old one.
pub(super) fn revision() -> Result<i64, super::StoreError> {
    let mut bytes = [0_u8; 8];
    getrandom::fill(&mut bytes).map_err(super::StoreError::while_doing("draw a revision"))?;
    Ok(i64::from_be_bytes(bytes) & i64::MAX)
}
