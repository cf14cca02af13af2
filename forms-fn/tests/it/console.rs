//! The pages of organisers, as a browser with cookies sees them.

mod browser;
mod door;
mod editor;
mod export;
mod lists;
mod log;
mod many;
mod numbers;
mod own_letter;
mod own_link;
#[cfg(feature = "passkeys")]
mod passkey;
mod people;
mod record;
mod register;
mod reports;
mod rights;
mod threats;
mod today;
mod unusual;
mod volunteer;
mod way_in;
#[cfg(feature = "aws")]
mod what_it_costs;
