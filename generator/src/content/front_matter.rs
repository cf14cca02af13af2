//! The head of a Markdown file: where it stands, where its keys stand, and what checks of its values share.
//!
//! What the keys are is declared in `content` and by each kind.

mod checker;
mod consent;
pub(crate) mod flat;
mod keys;
mod picture;
mod split;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::diagnostic::Diagnostic;
use crate::yaml;

pub(crate) use checker::{Checker, Known, missing};
pub(crate) use consent::review_on;
pub(crate) use keys::Keys;
pub use picture::Picture;
pub(crate) use picture::{WrittenPicture, picture};
pub(crate) use split::{SplitFile, split};

/// The head without types: what older versions of a file said, and words that types would change.
pub(crate) fn untyped(path: &str, head: &str) -> Result<BTreeMap<String, Value>, Diagnostic> {
    yaml::parse(path, head)
}
