//! The edge to the disk: what is read, and the few files that commands change.

pub mod edit;
pub(crate) mod metadata;
pub mod source;
