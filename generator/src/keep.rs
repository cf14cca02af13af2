//! What took long to make and is kept from one build to the next.

pub mod cache;
