//! Scripts that a page loads as one file: `asset(name="clock.js+later.js")`.
//!
//! Each stays a small file of its own; who has to wait two seconds for an answer asks once instead of three times. Lines that
//! are nothing but a comment aren't sent along.

use crate::content::ThemeFolders;
use crate::source::Source;

const CALL: &str = "asset(name=\"";

/// The names of all bundles that templates ask for, each as it is written there.
pub(super) fn wanted<'a>(source: &'a Source, folders: &ThemeFolders) -> Vec<&'a str> {
    let templates = super::templates::in_use(folders, source).into_iter();
    let calls = templates.flat_map(|(_, text)| text.split(CALL).skip(1));
    let mut names: Vec<&str> =
        calls.filter_map(|rest| rest.split('"').next()).filter(|name| name.contains('+')).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// `clock.js+later.js` → `clock.later.js`, and both scripts in one; `None` when one of them isn't there.
pub(super) fn join<'a>(wanted: &str, script: impl Fn(&str) -> Option<&'a str>) -> Option<(String, String)> {
    let texts: Option<Vec<String>> =
        wanted.split('+').map(|name| script(name).map(without_comments)).collect();
    let stems: Vec<&str> = wanted.split('+').map(|name| name.trim_end_matches(".js")).collect();
    Some((format!("{}.js", stems.join(".")), texts?.concat()))
}

fn without_comments(script: &str) -> String {
    let lines = script.split_inclusive('\n');
    lines.filter(|line| !line.trim_start().starts_with("//")).collect()
}
