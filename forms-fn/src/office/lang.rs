//! The language in which an organiser reads.

use std::collections::BTreeSet;

use forms::Definition;

use super::{Stop, nearest};
use crate::folder::FormsFolder;

/// The language of our own words.
const ENGLISH: &str = "en";

/// The language of what nobody asked for in another one: English, or the site's first.
#[must_use]
pub fn usual(site: Option<&FormsFolder>) -> &str {
    let has_no_english =
        |site: &&FormsFolder| !site.manifest().languages.iter().any(|info| info.id == ENGLISH);
    site.filter(has_no_english).map_or(ENGLISH, |site| &site.manifest().default_language)
}

/// Refuses a language that the site doesn't have: questions in another one would look as if they were in this one. Without the
/// site, those count in which the forms are.
///
/// # Errors
/// With the languages that there are.
pub fn check<'d>(
    site: Option<&FormsFolder>,
    forms: impl IntoIterator<Item = &'d Definition>,
    lang: &str,
) -> Result<(), Stop> {
    let known: BTreeSet<&str> = match site {
        Some(site) => site.manifest().languages.iter().map(|info| info.id.as_str()).collect(),
        None => forms.into_iter().flat_map(|form| form.title.languages()).collect(),
    };
    if known.is_empty() || known.contains(lang) {
        return Ok(());
    }
    Err(Stop::refused(nearest::no_language(lang, &known)))
}
