//! The theme's files that are not templates: one style sheet of all styles, and static files as they are.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::output::File;
use crate::source::Source;

/// The style sheet's URL, and all files by output path.
pub(super) fn collect(source: &Source, folder: &str) -> (String, Vec<(String, File)>) {
    let css = styles(source, folder);
    let url = format!("/assets/style.{}.css", short_hash(css.as_bytes()));
    let mut files = vec![(format!("public{url}"), File::Bytes(css.into_bytes()))];
    let fixed = format!("{folder}static/");
    let out = |path: &str| path.strip_prefix(&fixed).map(|rest| format!("public/{rest}"));
    files.extend(
        source
            .texts
            .iter()
            .filter_map(|(path, text)| Some((out(path)?, File::Bytes(text.clone().into_bytes())))),
    );
    files
        .extend(source.assets.iter().filter_map(|(path, from)| Some((out(path)?, File::Copy(from.clone())))));
    (url, files)
}

/// One sheet of all styles: those of `styles/` in the order of their names, and those beside the
/// templates (`templates/story.css`) where a name that begins with `50-` would stand. A file of the
/// same name in `content/templates` takes the place of the theme's.
fn styles(source: &Source, folder: &str) -> String {
    let mut sheets: BTreeMap<String, &str> = BTreeMap::new();
    for (prefix, order) in [
        (format!("{folder}styles/"), ""),
        (format!("{folder}templates/"), "50-"),
        ("content/templates/".to_owned(), "50-"),
    ] {
        let css = |path: &str| Some(path.strip_prefix(&prefix)?.strip_suffix(".css")?.to_owned());
        let found = source.texts.iter().filter_map(|(path, text)| Some((css(path)?, text)));
        sheets.extend(found.map(|(name, text)| (format!("{order}{name}"), text.trim_end())));
    }
    sheets.values().map(|text| format!("{text}\n")).collect()
}

/// Twelve hex digits are enough: the name only has to change when the bytes do.
fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
