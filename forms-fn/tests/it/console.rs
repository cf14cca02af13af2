//! The pages of organisers, as a browser with cookies sees them.

mod browser;

mod lists;
mod many;
mod record;
mod register;
mod today;
mod way_in;
