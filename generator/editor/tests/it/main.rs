//! The one test binary of the editor: real git, real documents.
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods)]

mod documents;
mod drafts;
mod merging;
mod place;
mod publishing;
