//! What organisers do: look, take out, decide and count. Mostly through the built program, as they use it.

mod audit;
mod beginners;
mod columns;
mod decide;
mod door;
mod doors;
mod events;
mod examples;
mod formulas;
mod lists;
mod office;
mod statistics;
