//! Each wing of the program knows only those before it, and so does each room of `content` and `render`, so that no two need each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The wings in the order of a story's journey; `compressed` and `diagnostic` are the ground that all stand on.
const WINGS: [&str; 13] = [
    "compressed",
    "diagnostic",
    "keep",
    "read",
    "content",
    "site",
    "render",
    "search",
    "output",
    "build",
    "release",
    "editing",
    "serve",
];

/// The rooms of the wing `content`, in which one file is read by itself: words and values, keys, settings, texts, kinds and
/// the whole document.
const CONTENT: [&str; 33] = [
    "lang",
    "url",
    "slug",
    "links",
    "theme_folders",
    "names",
    "locale",
    "yaml",
    "kind",
    "key",
    "written",
    "words",
    "values",
    "declare",
    "common",
    "called",
    "time",
    "validate",
    "config",
    "by_language",
    "entities",
    "resources",
    "glossary",
    "towns",
    "accessibility",
    "slips",
    "markdown",
    "front_matter",
    "kinds",
    "scaffold",
    "document",
    "reference",
    "schema",
];

/// The rooms of the wing `render`: what is made of values, pictures and the theme, what all pages of a language share, a
/// page and its job, and each kind of page.
const RENDER: [&str; 34] = [
    "out_path",
    "inputs",
    "doubled",
    "pictures",
    "file",
    "theme",
    "glyphs",
    "view",
    "sitemap",
    "assets",
    "headers",
    "share",
    "cards",
    "shelf",
    "shared",
    "page",
    "job",
    "edited",
    "frame",
    "calendar",
    "registration",
    "poster",
    "events",
    "feed",
    "forms_files",
    "home",
    "organisations",
    "pages",
    "search",
    "small",
    "stories",
    "posts",
    "topics",
    "stage",
];

/// The root of the library.
const ROOTS: [&str; 1] = ["lib"];

#[test]
fn no_wing_uses_one_that_comes_later() {
    let files = sources();
    let rooms = rooms(uses(text_of(&files, "lib.rs")), &WINGS);
    assert!(rooms.len() > 20, "{rooms:?}");
    let mut later = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| !ROOTS.contains(&first(path))) {
        // What isn't a module stands in the root.
        let used = used(text, "crate::").into_iter();
        let used = used.map(|name| rooms.get(name.as_str()).map_or(name.clone(), |&wing| wing.to_owned()));
        later.extend(those_later(path, first(path), used, &WINGS));
    }
    assert_eq!(later, Vec::<String>::new());
}

#[test]
fn no_room_of_content_uses_one_that_comes_later() {
    assert_eq!(later_rooms("content", &CONTENT), Vec::<String>::new());
}

#[test]
fn no_room_of_render_uses_one_that_comes_later() {
    assert_eq!(later_rooms("render", &RENDER), Vec::<String>::new());
}

/// What the rooms of a wing use of those that come later in this order.
fn later_rooms(wing: &str, order: &[&str]) -> Vec<String> {
    let files = sources();
    let root = text_of(&files, "lib.rs");
    let wings = rooms(uses(root), &WINGS);
    let mut names = rooms(uses(text_of(&files, &format!("{wing}.rs"))), order);
    names.extend(rooms(uses(root).filter_map(|path| path.strip_prefix(wing)?.strip_prefix("::")), order));
    let room = |name: String| names.get(name.as_str()).map_or(name.clone(), |&room| room.to_owned());
    let mut later = Vec::new();
    for (path, text) in &files {
        let Ok(below) = path.strip_prefix(wing) else { continue };
        // The root has other names for some, and names of other wings that are called as a room.
        let of_root =
            used(text, "crate::").into_iter().filter(|name| wings.get(name.as_str()) == Some(&wing));
        let above = "super::".repeat(below.iter().count());
        let of_wing = [format!("crate::{wing}::"), above].into_iter().flat_map(|from| used(text, &from));
        later.extend(those_later(path, first(below), of_root.chain(of_wing).map(room), order));
    }
    later
}

/// Those that come later than the part in which the file stands.
fn those_later<'a>(
    path: &'a Path,
    part: &'a str,
    used: impl Iterator<Item = String> + 'a,
    order: &'a [&str],
) -> impl Iterator<Item = String> + 'a {
    let place = |name: &str| order.iter().position(|known| *known == name);
    let at = place(part).unwrap_or_else(|| panic!("{part} is new: say in this test where it comes"));
    let later = used.filter(move |name| place(name).is_some_and(|other| other > at));
    later.map(|name| format!("{} uses {name}", path.display()))
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    all(&crate::generator_folder().join("src"), &mut PathBuf::new(), &mut files);
    assert!(files.len() > 200, "{}", files.len());
    files
}

fn text_of<'f>(files: &'f [(PathBuf, String)], path: &str) -> &'f str {
    let found = files.iter().find(|(file, _)| file == Path::new(path));
    &found.unwrap_or_else(|| panic!("there is no {path}")).1
}

/// The first part of a path.
fn first(path: &Path) -> &str {
    let first = path.iter().next().and_then(|part| part.to_str()).expect("a file has a path");
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The paths that a module uses.
fn uses(module: &str) -> impl Iterator<Item = &str> {
    module.match_indices("use ").filter_map(|(at, use_)| Some(module[at + use_.len()..].split_once(';')?.0))
}

/// What paths name, and which of these parts it is in.
fn rooms<'p>(paths: impl Iterator<Item = &'p str>, parts: &[&str]) -> BTreeMap<&'p str, &'p str> {
    let paths = paths.filter_map(|path| path.split_once("::"));
    let words = |names: &'p str| names.split(|c: char| !c.is_alphanumeric() && c != '_');
    paths
        .filter(|(part, _)| parts.contains(part))
        .flat_map(|(part, names)| words(names).filter(|name| !name.is_empty()).map(move |name| (name, part)))
        .collect()
}

/// What a file names below a module, such as `crate::`, but for what its tests name.
fn used(text: &str, module: &str) -> Vec<String> {
    let text = text.split("\nmod tests {").next().unwrap_or_default();
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut used = Vec::new();
    for rest in code.split(module).skip(1) {
        match rest.strip_prefix('{') {
            Some(list) => used.extend(first_names(list)),
            None => used.push(name(rest)),
        }
    }
    used
}

/// The first name of each entry of a list in braces: `config, render::{File, Output}`.
fn first_names(list: &str) -> Vec<String> {
    let (mut depth, mut names, mut is_next) = (0, Vec::new(), true);
    for (at, c) in list.char_indices() {
        match c {
            '}' if depth == 0 => break,
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => is_next = true,
            c if is_next && c.is_alphabetic() => {
                names.push(name(&list[at..]));
                is_next = false;
            }
            _ => {}
        }
    }
    names
}

fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

fn all(folder: &Path, below: &mut PathBuf, into: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        below.push(name);
        if path.is_dir() {
            all(&path, below, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push((below.clone(), fs::read_to_string(&path).unwrap()));
        }
        below.pop();
    }
}

#[test]
fn names_are_found_in_every_way_to_write_them() {
    let text = "use crate::yaml;\nuse crate::{config, render::{File, Output}, site as s};\n// crate::serve\nfn f() { crate::time::x() }\n#[cfg(test)]\nmod tests { use crate::build; }";
    assert_eq!(used(text, "crate::"), ["yaml", "config", "render", "site", "time"]);
}
