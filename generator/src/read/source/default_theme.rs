//! The theme that the program brings along → files as if they lay in `themes/default`.
//!
//! A site needs no theme, and a theme of its own lies over this one. A site that has a file below `themes/default` has what lies
//! there and nothing of this: half of one and half of the other would fit together by chance only.

use rust_embed::RustEmbed;

use super::FileBytes;
use super::tree::{self, FoundFile};
use crate::diagnostic::Diagnostic;

/// Where the theme would lie.
pub(super) const FOLDER: &str = "themes/default";

/// The files of the theme in this repository. A program that is made to be handed out has them in it; one that is being
/// developed reads them there, so that a change to a style compiles nothing.
#[derive(RustEmbed)]
#[folder = "../themes/default"]
struct DefaultTheme;

/// Each file of the theme, as if it had been found.
pub(super) fn files() -> impl Iterator<Item = Result<FoundFile, Diagnostic>> {
    DefaultTheme::iter().filter_map(|path| {
        let bytes = DefaultTheme::get(&path)?.data;
        let from = FileBytes::InMemory(bytes.as_ref().into());
        Some(tree::of_bytes(format!("{FOLDER}/{path}"), from, &bytes))
    })
}

/// The text of a file of the program's theme: `texts/en.yaml`.
#[must_use]
pub(crate) fn theme_text(name: &str) -> Option<String> {
    String::from_utf8(DefaultTheme::get(name)?.data.into_owned()).ok()
}
