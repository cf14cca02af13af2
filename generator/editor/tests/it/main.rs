//! The one test binary of the editor: real git, real documents.
// A server that waits for a server is a type of many layers.
#![recursion_limit = "256"]
#![allow(missing_docs, clippy::unwrap_used, clippy::disallowed_methods)]

mod attacks;
mod documents;
mod drafts;
mod fields;
mod killed;
mod merging;
mod merging_any;
mod pictures;
mod place;
mod publishing;
mod request;
mod restarted;
mod review;
mod server;
mod threats;
mod together;
mod trouble;
mod working_copy;
