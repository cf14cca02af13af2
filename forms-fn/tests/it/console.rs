//! The pages of organisers, as a browser with cookies sees them.

mod browser;

