//! From a folder of Markdown to a multilingual site.
//!
//! One story's journey: [`read`] finds and reads the files, [`content`] parses each on its own, [`site`] assembles them
//! (translations, addresses, links), [`render`] makes pages, feeds and calendars of the finished site, and [`output`]
//! writes what changed; [`build`] goes that way, and [`release`] brings what it made onto a server. [`serve`] does it again and again while somebody writes, and [`editing`]
//! is what editors do besides. Problems travel beside the values as [`diagnostic::Diagnostic`]s; a stage with errors stops
//! the build before the next one, and then nothing is written.
//!
//! Each of these wings knows only those before it; a test holds that.

mod compressed;
pub mod diagnostic;

pub mod keep;

pub mod read;

pub mod content;

pub mod site;

pub mod render;

pub mod search;

pub mod output;

pub mod build;

pub mod release;

pub mod editing;

pub mod serve;

// The rooms of the wings by their names.
pub use content::kinds::{event, page, post, story};
pub use content::{
    accessibility, config, document, entities, front_matter, glossary, lang, links, locale, markdown,
    resources, slug, time, towns, url, yaml,
};
pub use editing::{clean, init, new, record, status, texts, write_back};
pub use keep::cache;
pub use read::{edit, source};
pub use render::{headers, pictures, theme, view};
pub use site::{pseudo, related};

pub(crate) use content::slips;
pub(crate) use read::metadata;
pub use render::pictures::share;
