//! The file with which a search begins: which languages there are, and where the index of each is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The name that Pagefind's script asks for.
pub(super) const FILE: &str = "pagefind-entry.json";

/// As Pagefind writes it, field by field.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PagefindEntry {
    version: String,
    languages: BTreeMap<String, PagefindLanguage>,
    include_characters: Vec<char>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PagefindLanguage {
    hash: String,
    wasm: Option<String>,
    page_count: usize,
}

/// The file that names the languages of both.
///
/// # Errors
/// When another Pagefind writes something else.
pub(super) fn merge(one: &[u8], other: &[u8]) -> Result<Vec<u8>, String> {
    let merged = || {
        let mut entry: PagefindEntry = serde_json::from_slice(one)?;
        entry.languages.extend(serde_json::from_slice::<PagefindEntry>(other)?.languages);
        serde_json::to_vec(&entry)
    };
    merged().map_err(|e: serde_json::Error| format!("cannot read `{FILE}` of Pagefind: {e}"))
}
