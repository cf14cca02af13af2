//! Each wing of the program knows only those before it, so that no two need each other.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The wings in the order of a story's journey; `compressed` and `diagnostic` are the ground that all stand on.
const WINGS: [&str; 12] = [
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
    "editing",
    "serve",
];

/// The roots of the library and of the command.
const ROOTS: [&str; 3] = ["lib", "main", "cli"];

#[test]
fn no_wing_uses_one_that_comes_later() {
    let mut files = Vec::new();
    all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut PathBuf::new(), &mut files);
    assert!(files.len() > 200, "{}", files.len());
    let rooms = rooms(&files);
    let mut back = Vec::new();
    for (path, text) in &files {
        let wing = wing(path);
        if ROOTS.contains(&wing) {
            continue;
        }
        let at = place(wing).unwrap_or_else(|| panic!("{wing} is no wing: say in this test where it comes"));
        for name in used(text) {
            let other = rooms.get(name.as_str()).copied().unwrap_or(name.as_str());
            // What isn't a module stands in the root.
            if place(other).is_some_and(|other| other > at) {
                back.push(format!("{} uses {name}", path.display()));
            }
        }
    }
    assert_eq!(back, Vec::<String>::new());
}

fn place(wing: &str) -> Option<usize> {
    WINGS.iter().position(|name| *name == wing)
}

/// The first part of a path below `src`.
fn wing(path: &Path) -> &str {
    let first = path.iter().next().and_then(|part| part.to_str()).expect("a file has a path");
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The modules that the root names as its own, and the wings in which they stand.
fn rooms(files: &[(PathBuf, String)]) -> BTreeMap<&str, &str> {
    let (_, root) = files.iter().find(|(path, _)| path.ends_with("lib.rs")).expect("there is a root");
    let mut rooms = BTreeMap::new();
    for (at, use_) in root.match_indices("use ") {
        let Some((path, _)) = root[at + use_.len()..].split_once(';') else { continue };
        let Some((wing, names)) = path.split_once("::") else { continue };
        let names = names.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|name| !name.is_empty());
        rooms.extend(names.map(|name| (name, wing)));
    }
    assert!(rooms.len() > 20, "{rooms:?}");
    rooms
}

/// The modules of the crate that a file names, but for those that its tests name.
fn used(text: &str) -> Vec<String> {
    let text = text.split("\nmod tests {").next().unwrap_or_default();
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    let mut used = Vec::new();
    for rest in code.split("crate::").skip(1) {
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
    assert_eq!(used(text), ["yaml", "config", "render", "site", "time"]);
}
