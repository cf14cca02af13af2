//! Which key and which language a problem is about: the place in its file says it, once for all of them.

use std::collections::BTreeMap;

use forms::YamlPlaces;

use crate::diagnostic::Diagnostic;
use crate::front_matter;
use crate::source::{self, Source};

/// Adds to each problem the key at its place and the language of its document, unless who found it has said so.
pub(crate) fn add(source: &Source, problems: &mut [Diagnostic]) {
    let mut files: BTreeMap<String, Option<(YamlPlaces, usize)>> = BTreeMap::new();
    for problem in problems {
        if problem.langs.is_empty() {
            problem.langs.extend(language(&problem.path));
        }
        let Some(span) = problem.span.as_ref().filter(|_| problem.field.is_none()) else { continue };
        let file = files.entry(problem.path.clone()).or_insert_with(|| places(source, &problem.path));
        if let Some((places, end)) = file
            && span.start < *end
        {
            problem.field = places.at(span.start);
        }
    }
}

/// Of a document: `da` of `index.da.md`.
fn language(path: &str) -> Option<String> {
    let name = path.rsplit('/').next().filter(|_| source::is_document(path))?;
    name.strip_prefix("index.")?.strip_suffix(".md").map(str::to_owned)
}

/// The keys of a document's head or of a YAML file, and where they end.
fn places(source: &Source, path: &str) -> Option<(YamlPlaces, usize)> {
    let is_document = source::is_document(path);
    if !is_document && !path.ends_with(".yaml") {
        return None;
    }
    let text = source.text(path).ok()?;
    let end = if is_document { front_matter::split(path, &text).ok()?.head.end } else { text.len() };
    Some((YamlPlaces::of(text.get(..end)?)?, end))
}
