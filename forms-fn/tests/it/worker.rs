//! The worker by a clock of ours: who gets which letter when, what is deleted when, and that none of it happens twice.

mod changes;
mod clock;
mod deadlines;
mod digests;
mod lines;
mod lost;
mod offers;
mod online;
mod outbox;
mod rain;
mod retention;
mod second;
mod wiping;
pub(crate) mod world;
