//! From a folder of Markdown to a multilingual site.
//!
//! One story's journey: `source` reads the folder, `document` parses each file on its own, `site`
//! assembles them (translations, URLs, links), `render` makes pages, feeds and calendars of the
//! finished site, and `output` writes what changed. Problems travel beside the values as
//! [`diagnostic::Diagnostic`]s; a stage with errors stops the build before the next one, and then
//! nothing is written.

pub mod accessibility;
pub mod addresses;
pub mod build;
pub mod cache;
pub mod clean;
mod compressed;
pub mod config;
pub mod content;
pub mod diagnostic;
pub mod document;
pub mod edit;
pub mod entities;
pub mod event;
pub mod front_matter;
pub mod headers;
pub mod lang;
pub mod links;
pub mod locale;
pub mod markdown;
mod metadata;
pub mod new;
pub mod output;
pub mod page;
pub mod pictures;
pub mod pseudo;
pub mod related;
pub mod render;
pub mod search;
pub mod serve;
pub mod share;
pub mod site;
mod slips;
pub mod slug;
pub mod source;
pub mod status;
pub mod story;
pub mod theme;
pub mod time;
pub mod view;
pub mod yaml;
