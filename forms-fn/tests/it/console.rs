//! The pages of organisers, as a browser with cookies sees them.

mod browser;

mod lists;
mod many;
mod record;
mod register;
mod today;
mod export;
mod log;
mod numbers;
#[cfg(feature = "passkeys")]
mod passkey;
mod people;
mod rights;
mod way_in;
