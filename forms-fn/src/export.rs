//! What organisers take out of the store: tables for spreadsheet programs, JSON for other programs, and a list for the
//! door on paper.
//!
//! `versions` finds every form by which the records were made, `table` makes columns and rows of them; `csv`, `xlsx` and
//! `json` write those down. `participants` draws the list. `names` knows the order of names and `local_time` the clock on
//! the wall; programs get RFC 3339 from `json`. `search` finds one person. `guard` keeps answers from becoming formulas,
//! and `file` puts the result on the disk, whole or not at all.

pub mod csv;
pub mod file;
pub mod guard;
pub mod json;
mod local_time;
pub mod names;
pub mod participants;
mod search;
mod table;
mod versions;
mod words;
pub mod xlsx;

pub use local_time::LocalTime;
pub use search::Search;
pub use table::{Columns, FIXED, Table, table};
pub use versions::{Versions, versions};
pub use words::Words;
