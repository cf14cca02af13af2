//! A table as CSV by RFC 4180: CRLF, quotes where they are needed. UTF-8 with a mark at the beginning, without which
//! spreadsheet programs take it for another encoding; semicolons, at which those of our countries part cells.

use csv::{Terminator, WriterBuilder};

use super::{Table, guard};

const MARK: &[u8] = "\u{feff}".as_bytes();

/// What stands between two cells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Separator {
    /// What Danish, Finnish, Norwegian and Swedish spreadsheet programs look for: the comma stands in their numbers.
    #[default]
    Semicolon,
    /// What English ones look for, and most programs.
    Comma,
}

/// Writes the table. No cell of it is a formula.
///
/// # Panics
/// Never: memory takes everything, and all rows have the length of the header.
#[must_use]
pub fn write(table: &Table, separator: Separator) -> Vec<u8> {
    let between = match separator {
        Separator::Semicolon => b';',
        Separator::Comma => b',',
    };
    let mut writer =
        WriterBuilder::new().delimiter(between).terminator(Terminator::CRLF).from_writer(MARK.to_vec());
    for row in std::iter::once(&table.header).chain(&table.rows) {
        let cells = row.iter().map(|text| guard::cell(&guard::in_order(text)));
        writer.write_record(cells).expect("memory takes every row, and all have the same length");
    }
    writer.into_inner().expect("memory takes everything")
}
