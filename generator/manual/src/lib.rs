//! The documents of this repository → the source of a site: the manual, which the generator builds as it builds any other.
//!
//! `docs/manual/pages.yaml` names the pages ([`list`]). [`page`] finds in each document what a site wants to know: its title, its
//! summary, its headings and where it leads. [`rewrite`] makes links between files links between pages, and [`site`] puts heads,
//! groups and menus around. What the documents say stays as it is, so that they are read in any forge, too.
//!
//! The documents are in the program, which therefore needs nothing else to show them. A test builds the manual, so what is
//! expected of them here is seen before anybody has the program.

mod anchor;
mod docs;
mod list;
mod page;
mod rewrite;
mod site;
mod unpack;

pub use site::{ManualFile, files};
pub use unpack::{Unpacked, unpack};

/// The names of its pages in their order: `start` is `docs/start.md`.
#[must_use]
pub fn pages() -> Vec<String> {
    list::groups().into_iter().flat_map(|group| group.pages).collect()
}
