//! Templates whose place another one has taken, and what a frame that took the place of the default one has to have.

use super::templates::{in_use, prefixes};
use crate::content::ThemeFolders;
use crate::diagnostic::{Code, Diagnostic, say};
use crate::source::Source;

const EXTENDS: &str = "extends";
const BLOCK: &str = "block";
const COMPONENT: &str = "component";

/// Pages that are never made: one that counts more has their place, none builds upon them, and they have no component.
///
/// To the engine they are templates like others, and it would ask of the site's own frame what only they need.
pub(super) fn out_of_use<'s>(folders: &ThemeFolders, all: &[(&'s str, &'s str)]) -> Vec<&'s str> {
    let replaced = all.iter().filter(|(path, _)| is_replaced(folders, all, path));
    let unused = replaced.filter(|(path, text)| {
        first(text, EXTENDS).is_some()
            && first(text, COMPONENT).is_none()
            && !all.iter().any(|(_, text)| text.contains(path))
    });
    unused.map(|(path, _)| *path).collect()
}

fn is_replaced(folders: &ThemeFolders, all: &[(&str, &str)], path: &str) -> bool {
    let prefixes: Vec<String> = prefixes(folders).collect();
    let Some(place) = prefixes.iter().position(|prefix| path.starts_with(prefix)) else { return false };
    let name = &path[prefixes[place].len()..];
    prefixes[..place].iter().any(|prefix| all.iter().any(|(path, _)| path.strip_prefix(prefix) == Some(name)))
}

/// The mistake of a frame that lacks what templates of the default theme fill: the engine finds it in those, where nobody
/// can mend it.
pub(super) fn lacking_blocks(folders: &ThemeFolders, source: &Source) -> Option<Diagnostic> {
    let base = folders.all().last()?;
    let all = in_use(folders, source);
    let mut lacking: Vec<(&str, &str, &str)> = Vec::new();
    for (path, text) in all.iter().filter(|(path, _)| path.starts_with(base)) {
        let Some((frame, frame_text)) = first(text, EXTENDS).and_then(|name| found(folders, &all, name))
        else {
            continue;
        };
        // A frame that builds upon another has its blocks.
        if frame.starts_with(base) || first(frame_text, EXTENDS).is_some() {
            continue;
        }
        let missing = named(text, BLOCK).filter(|name| named(frame_text, BLOCK).all(|other| other != *name));
        lacking.extend(missing.map(|name| (frame, name, &path[path.rfind('/').map_or(0, |at| at + 1)..])));
    }
    let (frame, first_block, _) = *lacking.first()?;
    let mut blocks: Vec<&str> =
        lacking.iter().filter(|(of, ..)| *of == frame).map(|(_, name, _)| *name).collect();
    blocks.sort_unstable();
    blocks.dedup();
    let mut templates: Vec<&str> = lacking.iter().map(|(.., template)| *template).collect();
    templates.dedup();
    let listed = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let message = say!("template.noBlocks", blocks = &listed(&blocks), templates = &listed(&templates));
    let tag = format!("{{% block {first_block} %}}{{% endblock {first_block} %}}");
    let hint = say!("template.noBlocksHint", tag = &tag, command = &shown(folders, frame));
    Some(Diagnostic::error(Code::TemplateLoad, frame, None, message).with_hint(hint))
}

/// What prints the default theme's template of the same name.
fn shown(folders: &ThemeFolders, path: &str) -> String {
    let name = prefixes(folders).find_map(|prefix| path.strip_prefix(&prefix).map(str::to_owned));
    format!("spaces theme show templates/{}", name.unwrap_or_default())
}

/// The template that counts for a name.
fn found<'s>(folders: &ThemeFolders, all: &[(&'s str, &'s str)], name: &str) -> Option<(&'s str, &'s str)> {
    let places = std::iter::once(String::new()).chain(prefixes(folders)).map(|prefix| prefix + name);
    places.filter_map(|place| all.iter().find(|(path, _)| *path == place)).next().copied()
}

/// The first name that a tag of the kind has: `base.html` of `{% extends "base.html" %}`.
fn first<'t>(text: &'t str, tag: &'static str) -> Option<&'t str> {
    named(text, tag).next()
}

/// What stands behind the word of each such tag: `main` of `{%- block main -%}`.
fn named<'t>(text: &'t str, tag: &'static str) -> impl Iterator<Item = &'t str> {
    let tags = text.split("{%").skip(1).map(|rest| rest.trim_start_matches('-').trim_start());
    let of_kind = tags.filter_map(move |rest| rest.strip_prefix(tag)?.strip_prefix(char::is_whitespace));
    of_kind.map(|rest| {
        let rest = rest.trim_start().trim_start_matches(['"', '\'']);
        &rest[..rest.find(|end: char| end.is_whitespace() || "\"'%(-".contains(end)).unwrap_or(rest.len())]
    })
}
