//! The office as a library: what every face of it can count on.

mod audited;
mod lists;
mod rooms;
mod scope;
pub(crate) mod world;
