//! A table as a workbook. Every cell is text, so a spreadsheet program has nothing to work out: a phone number keeps its
//! plus sign, and no answer becomes a formula.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::{Table, guard};

/// Who made the workbook and why; it stands in a sheet of its own.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// Who.
    pub actor: &'a str,
    /// Why.
    pub purpose: &'a str,
    /// When, as people read it.
    pub at: &'a str,
}

/// The columns are this wide, in characters.
const WIDTH: f64 = 22.0;

/// Writes the table.
///
/// # Errors
/// When it has more rows, or a cell more characters, than the format takes.
pub fn write(table: &Table, origin: Origin<'_>) -> Result<Vec<u8>, String> {
    workbook(table, origin).map_err(|e| format!("the table doesn't fit into a workbook: {e}"))
}

fn workbook(table: &Table, origin: Origin<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // Also what somebody writes into a cell later stays text.
    let text = Format::new().set_num_format("@");
    let heading = text.clone().set_bold();
    let sheet = workbook.add_worksheet().set_name("Records")?;
    for (at, name) in (0_u16..).zip(&table.header) {
        sheet.set_column_width(at, WIDTH)?;
        sheet.write_string_with_format(0, at, guard::in_order(name), &heading)?;
    }
    for (line, row) in (1_u32..).zip(&table.rows) {
        for (at, cell) in (0_u16..).zip(row) {
            sheet.write_string_with_format(line, at, guard::in_order(cell), &text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let sheet = workbook.add_worksheet().set_name("About")?;
    sheet.set_column_width(1, 3.0 * WIDTH)?;
    let count = table.rows.len().to_string();
    let about =
        [("purpose", origin.purpose), ("exported by", origin.actor), ("at", origin.at), ("records", &count)];
    for (line, (name, value)) in (0_u32..).zip(about) {
        sheet.write_string_with_format(line, 0, name, &heading)?;
        sheet.write_string_with_format(line, 1, value, &text)?;
    }
    workbook.save_to_buffer()
}
