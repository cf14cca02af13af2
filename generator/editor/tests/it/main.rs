//! The one test binary of the editor: real git, real documents.
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods)]

mod documents;
mod drafts;
mod killed;
mod fields;
mod merging;
mod merging_any;
mod pictures;
mod place;
mod publishing;
mod server;
mod threats;
mod together;
mod trouble;
