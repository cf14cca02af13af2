//! The theme's files that are not templates: one style sheet of all styles, and static files as they are.

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

/// The styles in the order of their names: `10-base.css` comes before `20-layout.css`.
fn styles(source: &Source, folder: &str) -> String {
    let prefix = format!("{folder}styles/");
    let sheets = source.texts.iter().filter(|(path, _)| path.starts_with(&prefix) && path.ends_with(".css"));
    sheets.map(|(_, text)| format!("{}\n", text.trim_end())).collect()
}

/// Twelve hex digits are enough: the name only has to change when the bytes do.
fn short_hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().take(6).map(|byte| format!("{byte:02x}")).collect()
}
