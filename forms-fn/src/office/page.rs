//! One page of a list, and where the next one begins.

use std::fmt;

use super::Stop;
use super::counts::ListCounts;
use crate::desk::{Closed, Stored};
use crate::export::Versions;
use crate::reference::Reference;

/// Some records of a list.
#[derive(Debug)]
pub struct RecordsPage {
    /// The records. What stands in [`Stored::answers`] may be read; the sensitive answers of a closed list are named in the
    /// record's `sealed` only.
    pub records: Vec<Stored>,
    /// The forms by which they were made.
    pub versions: Versions,
    /// Where the next page begins; none at the end of the list.
    pub next: Option<Cursor>,
    /// How many there are of each kind, whatever the list was asked for.
    pub counts: ListCounts,
}

/// The last record of a page, and how many came up to it. It names nobody, so it may stand in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cursor {
    seen: usize,
    last: Reference,
}

impl Cursor {
    /// Reads what [`Display`](fmt::Display) wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (seen, last) = text.split_once('.')?;
        Some(Self { seen: seen.parse().ok()?, last: Reference::parse(last)? })
    }

    /// The records of a sorted list that come behind a cursor, at most so many, and where the next page begins.
    pub(super) fn cut(
        list: Vec<Closed>,
        after: Option<&Self>,
        limit: Option<usize>,
    ) -> Result<(Vec<Stored>, Option<Self>), Stop> {
        if limit == Some(0) {
            return Err(Stop::refused("a page has one record at least"));
        }
        let from = after.map_or(0, |cursor| cursor.place_in(&list));
        let left = list.len().saturating_sub(from);
        let size = limit.unwrap_or(left).min(left);
        let page: Vec<Stored> = list.into_iter().skip(from).take(size).map(|(stored, _)| stored).collect();
        let last = page.last().filter(|_| size < left).map(|stored| stored.record.reference.clone());
        Ok((page, last.map(|last| Self { seen: from + size, last })))
    }

    /// Where the list goes on. When the record is gone meanwhile, the one behind it has moved up into its place.
    fn place_in(&self, list: &[Closed]) -> usize {
        let found = list.iter().position(|(stored, _)| stored.record.reference == self.last);
        found.map_or(self.seen.saturating_sub(1), |at| at + 1)
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.seen, self.last.plain())
    }
}
