//! `spaces edit`: pages on which editors write, see the real page before anybody else does, are told in words what is missing, and
//! publish through git.
//!
//! What somebody writes lies in a *draft*, a branch of the repository: each save is a commit ([`drafts`]), made by plumbing of the
//! program `git` ([`repository`]). Two who write in one document are brought together key by key and paragraph by
//! paragraph ([`merge`]), whether in one draft or when it is published ([`publication`]). The form of a document comes from the
//! declarations of its keys ([`form`]); what is wrong is what `spaces check` finds, told at the field. The page of a draft is shown
//! on an origin of its own (`see`), by the same painter as `spaces serve`. Who asks is a [`Person`] (`doors`): on one's own machine
//! whoever git says, for many whoever is signed in with an account of the organisers' desk. Pictures are made smaller and freed of
//! what a camera wrote before they enter git ([`pictures`]).
//!
//! A request goes through `server`: by which name we are called, whether a page of ours sends it, and once only. Then `pages` answers.

pub mod drafts;
pub mod form;
pub mod merge;
pub mod pictures;
pub mod publication;
pub mod repository;
pub mod words;

mod after;
mod desk;
mod doors;
mod held;
mod key;
mod nonce;
mod options;
mod pages;
mod person;
mod see;
mod server;
#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "for tests")]
mod tried;

pub use options::{Address, Clock, EditOptions, Many, Origin, Publish, Then};
pub use person::{Person, Rights};
pub use server::{Running, run};
