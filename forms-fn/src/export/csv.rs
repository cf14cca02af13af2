//! A table as CSV by RFC 4180: commas, CRLF, quotes where they are needed. UTF-8 with a mark at the beginning, without
//! which spreadsheet programs take it for another encoding.

use csv::{Terminator, WriterBuilder};

use super::{Table, guard};

const MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes the table. No cell of it is a formula.
///
/// # Panics
/// Never: memory takes everything, and all rows have the length of the header.
#[must_use]
pub fn write(table: &Table) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(MARK.to_vec());
    for row in std::iter::once(&table.header).chain(&table.rows) {
        let cells = row.iter().map(|text| guard::cell(&guard::in_order(text)));
        writer.write_record(cells).expect("memory takes every row, and all have the same length");
    }
    writer.into_inner().expect("memory takes everything")
}
