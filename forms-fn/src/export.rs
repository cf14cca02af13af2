//! What organisers take out of the store: tables for spreadsheet programs, JSON for other programs, and a list for the
//! door on paper.
//!
//! `versions` finds every form by which the records were made, `table` makes columns and rows of them; `csv`, `xlsx` and
//! `json` write those down. `participants` draws the list. `guard` keeps answers from becoming formulas, and `file` puts
//! the result on the disk, whole or not at all.

pub mod csv;
pub mod file;
pub mod guard;
pub mod json;
pub mod participants;
mod table;
mod versions;
mod words;
pub mod xlsx;

pub use table::{Table, table};
pub use versions::{Versions, versions};
pub use words::Words;
