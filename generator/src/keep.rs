//! What took long to make and is kept from one build to the next. What hangs on what: `docs/keeping.md`.

pub mod cache;
mod key;

pub use key::CacheKey;
pub(crate) use key::hash;
