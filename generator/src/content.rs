//! What documents and the site's own files are made of: their kinds and keys, each declared once.
//!
//! A declaration says what a key is: its name, whether it is words that each language has or a fact that only the source
//! has, what its value is, whether it must be there, a sentence of help and an example. Whatever has to know a key reads
//! that: how heads are read, which keys a translation may have, fingerprints, made-up languages, what is searched,
//! `spaces new`, hints, `spaces reference` and `spaces schema`.

pub mod accessibility;
mod by_language;
mod called;
mod common;
pub mod config;
mod declare;
pub mod document;
pub mod entities;
pub mod front_matter;
pub mod glossary;
mod key;
pub(crate) mod kind;
pub mod kinds;
pub mod lang;
pub mod links;
pub mod locale;
pub mod markdown;
pub mod names;
mod reference;
pub mod resources;
pub(crate) mod scaffold;
pub mod schema;
pub(crate) mod slips;
pub mod slug;
mod theme_folders;
pub mod time;
pub mod towns;
pub mod url;
pub(crate) mod validate;
mod values;
mod words;
mod written;
pub mod yaml;

pub(crate) use by_language::ByLanguage;
pub(crate) use called::here as called_here;
pub(crate) use common::{Common, common};
pub(crate) use declare::{all_keys, group, table};
pub(crate) use key::needed;
pub use key::{HeadKey, Must, Referent, Role, Shape, Stands, Unsaid};
pub use kind::Kind;
pub(crate) use kinds::is_word;
pub use reference::{reference, reference_of_files};
pub use theme_folders::ThemeFolders;
pub(crate) use values::{
    Address, Clock, Country, Day, Fingerprint, LanguageTag, MailAddress, Moment, OfEvent, OfLanguage, OfMenu,
    OfOrganisation, OfTheme, OfTopic, PictureFile, Slug, WebAddress, WrittenPrice, WrittenReview, Zone,
    text_types,
};
pub use values::{EventId, FormId};
pub(crate) use words::{Word, words};
pub(crate) use written::{Head, HeadValue, Shaped, change, words_within};
