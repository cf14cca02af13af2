//! The head of a Markdown file → keys and values with their places; what all kinds share.
//!
//! `story`, `event` and `page` declare their own keys through [`header`], which adds the common
//! ones: `#[serde(flatten)]` would lose the places of the values.

mod checker;
mod consent;
pub(crate) mod flat;
mod keys;
mod picture;
mod split;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::yaml::{self, Located};

pub(crate) use checker::{Checker, Known, missing};
pub(crate) use consent::{CONSENT_HINT, review_on};
pub(crate) use keys::Keys;
pub use picture::Picture;
pub(crate) use picture::{WrittenPicture, picture};
pub(crate) use split::{Parts, split};

/// The keys that every kind of document has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Common {
    pub(crate) title: Option<Located<String>>,
    pub(crate) summary: Option<Located<String>>,
    pub(crate) slug: Option<Located<String>>,
    pub(crate) alt: Option<Located<String>>,
    pub(crate) picture_credit: Option<Located<String>>,
    pub(crate) review: Option<Located<WrittenReview>>,
    pub(crate) source_hash: Option<Located<String>>,
    pub(crate) reviewed_by: Option<Located<String>>,
    pub(crate) reviewed_on: Option<Located<String>>,
    pub(crate) draft: bool,
    pub(crate) publish: Option<Located<String>>,
    pub(crate) expire: Option<Located<String>>,
    pub(crate) aliases: Vec<Located<String>>,
    pub(crate) source: bool,
}

/// Who has read a translation.
#[derive(Clone, Copy, PartialEq, Eq, Debug, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WrittenReview {
    Machine,
    Human,
}

/// Keys whose value is words for readers, which every language has.
pub(crate) const WORD_KEYS: [&str; 14] = [
    "title",
    "summary",
    "alt",
    "displayName",
    "menuTitle",
    "audience",
    "directions",
    "foodNote",
    "childcareNote",
    "accessNote",
    "photoNote",
    "recap",
    "pictureCredit",
    "placeName",
];

/// What else may stand in every language: lists of words, and what each file says for itself.
const KEYS_OF_FILE: [&str; 10] = [
    "slug",
    "review",
    "translator",
    "sourceHash",
    "reviewedBy",
    "reviewedOn",
    "programme",
    "speakerRoles",
    "source",
    "translationKey",
];

/// The key if it may stand in every language; every other key is a fact and stands in the source.
pub(crate) fn text_key(key: &str) -> Option<&'static str> {
    WORD_KEYS.into_iter().chain(KEYS_OF_FILE).find(|known| *known == key)
}

/// Declares the head of one kind of document: the fields given here and those of [`Common`].
macro_rules! header {
    ($(#[$doc:meta])* $name:ident { $($(#[$field_doc:meta])* $field:ident: $type:ty),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default)]
        pub struct $name { $($(#[$field_doc])* pub(crate) $field: $type),+ }

        impl $name {
            /// Reads the head of a file, with all its problems.
            pub(crate) fn parse(
                path: &str,
                head: &str,
            ) -> Result<(crate::front_matter::Common, Self), Vec<crate::diagnostic::Diagnostic>> {
                #[derive(Default, serde::Deserialize)]
                #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
                struct Written {
                    title: Option<Located<String>>,
                    summary: Option<Located<String>>,
                    slug: Option<Located<String>>,
                    alt: Option<Located<String>>,
                    picture_credit: Option<Located<String>>,
                    review: Option<Located<crate::front_matter::WrittenReview>>,
                    source_hash: Option<Located<String>>,
                    reviewed_by: Option<Located<String>>,
                    reviewed_on: Option<Located<String>>,
                    translator: Option<String>,
                    draft: bool,
                    publish: Option<Located<String>>,
                    expire: Option<Located<String>>,
                    aliases: Vec<Located<String>>,
                    translation_key: Option<String>,
                    source: bool,
                    $($field: $type),+
                }
                let Written {
                    title, summary, slug, alt, picture_credit, review, source_hash, reviewed_by, reviewed_on, draft, publish,
                    expire, aliases, source, $($field),+, ..
                } = crate::yaml::parse_all(path, head)?;
                let common = crate::front_matter::Common {
                    title, summary, slug, alt, picture_credit, review, source_hash, reviewed_by, reviewed_on, draft, publish,
                    expire, aliases, source,
                };
                Ok((common, Self { $($field),+ }))
            }
        }
    };
}
pub(crate) use header;

/// The head without types: what older versions of a file said, and words that types would change.
pub(crate) fn untyped(path: &str, head: &str) -> Result<BTreeMap<String, Value>, Diagnostic> {
    yaml::parse(path, head)
}
