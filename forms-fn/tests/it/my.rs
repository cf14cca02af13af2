//! A person's own page: what the link shows, what its buttons do, and what nobody else learns.

mod acts;
mod change;
mod data;
mod erase;
mod sender;
mod shown;
mod states;
mod threats;
pub(crate) mod world;
