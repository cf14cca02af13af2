//! The pages of organisers, as a browser with cookies sees them.

mod browser;

mod lists;
mod many;
mod record;
mod register;
mod today;
mod log;
mod people;
mod rights;
mod way_in;
