//! Whether each file of a theme over the default one takes the place of something: a misspelt one would change nothing, and
//! nobody would know why.

use std::collections::BTreeSet;

use crate::config::Config;
use crate::content::ThemeFolders;
use crate::diagnostic::{Code, Diagnostic, nearest, say};
use crate::source::Source;

/// The one file that stands in no folder of a theme.
const TOKENS: &str = "tokens.css";

/// Folders to which a theme may add what the default one hasn't.
const OPEN: [&str; 3] = ["fonts/", "static/", "styles/"];

/// One problem for each file that is nearly called as one of the default theme, or that nothing reads, and one for each token
/// that the default theme doesn't know.
pub(super) fn check(source: &Source, config: &Config) -> Vec<Diagnostic> {
    let folders = ThemeFolders::of(&config.theme);
    let Some(base) = folders.base() else { return Vec::new() };
    let paths = || source.texts.keys().chain(source.assets.keys());
    let known: BTreeSet<&str> = paths().filter_map(|path| path.strip_prefix(base)).collect();
    // Without the default theme below it, it stands for itself.
    if known.is_empty() {
        return Vec::new();
    }
    let own = paths().filter_map(|path| Some((path, path.strip_prefix(folders.own())?)));
    let unknown = own.filter(|(_, name)| !known.contains(name) && *name != TOKENS && !is_for_people(name));
    unknown.filter_map(|(path, name)| unread(source, path, name, &known)).collect()
}

/// What is beside a theme for those who keep it.
fn is_for_people(name: &str) -> bool {
    !name.contains('/') && name.ends_with(".md") || name.starts_with("fonts/") && name.ends_with(".txt")
}

fn unread(source: &Source, path: &str, name: &str, known: &BTreeSet<&str>) -> Option<Diagnostic> {
    // By the last part, since a long folder makes all names in it alike.
    let beside = known.iter().copied().chain([TOKENS]).filter(|other| folder(other) == folder(name));
    let last = |name: &'_ str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let names: Vec<String> = beside.map(last).collect();
    // Numbers tell the weights of fonts apart, and words languages; neither is a slip.
    let is_open = OPEN.iter().any(|folder| name.starts_with(folder)) && !name.starts_with("static/");
    let near = nearest(&last(name), names.iter().map(String::as_str));
    let is_template = name.starts_with("templates/") && is_template(source, path, name);
    let near = near.filter(|_| !is_open && !is_template && !name.starts_with("texts/"));
    let is_read = is_open
        || name.starts_with("static/")
        || name.starts_with("texts/")
        || is_template
        || name.starts_with("templates/") && name.ends_with(".css");
    if near.is_none() && is_read {
        return None;
    }
    let problem = Diagnostic::error(Code::ThemeFile, path, None, say!("theme.file", name));
    Some(problem.with_hint(match near {
        Some(near) => say!("hint.mean", name = &format!("{}{near}", &name[..name.len() - last(name).len()])),
        None => say!("theme.fileHint"),
    }))
}

/// Whether a template that the default theme hasn't is one that others build upon: it has components, or one of them names it.
fn is_template(source: &Source, path: &str, name: &str) -> bool {
    let called = format!("\"{}\"", name.trim_start_matches("templates/"));
    let has_components = source.texts.get(path).is_some_and(|text| text.contains("{% component "));
    has_components
        || source.texts.iter().any(|(other, text)| other.ends_with(".html") && text.contains(&called))
}

fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}
