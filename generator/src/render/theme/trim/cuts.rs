//! Where a text is shorter than its file, so that an error in it is shown where its writer finds it.

use std::ops::Range;

/// All that was cut out of a text, in the order of the places.
#[derive(Debug, Default)]
pub(in crate::render::theme) struct Cuts(Vec<Cut>);

#[derive(Debug)]
struct Cut {
    /// Behind which byte of the shorter text it was.
    at: usize,
    /// How many bytes were cut out up to there, with this cut.
    total: usize,
}

impl Cuts {
    /// Notes a cut behind all others.
    pub(super) fn add(&mut self, at: usize, bytes: usize) {
        let total = self.total(self.0.len()) + bytes;
        self.0.push(Cut { at, total });
    }

    /// Where in the file a piece of the shorter text stands. What was cut out right before or behind it isn't part of it.
    pub(in crate::render::theme) fn in_file(&self, piece: &Range<usize>) -> Range<usize> {
        let start = piece.start + self.total(self.0.partition_point(|cut| cut.at <= piece.start));
        let end = piece.end + self.total(self.0.partition_point(|cut| cut.at < piece.end));
        start..end.max(start)
    }

    /// The bytes of the first cuts.
    fn total(&self, count: usize) -> usize {
        count.checked_sub(1).map_or(0, |last| self.0[last].total)
    }
}
