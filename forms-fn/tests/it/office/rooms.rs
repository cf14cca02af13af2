//! Who knows whom: the office has no face, its faces don't know the store, and what comes out of it has an entry.

use std::fs;
use std::path::{Path, PathBuf};

/// A source file by its path below `src`.
struct Source {
    path: PathBuf,
    text: String,
}

fn sources() -> Vec<Source> {
    let mut found = Vec::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    collect(&root, &root, &mut found);
    assert!(found.len() > 150, "{}", found.len());
    found
}

fn collect(root: &Path, folder: &Path, into: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(root, &path, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code = text.split("\nmod tests {").next().unwrap().lines();
            let text: Vec<&str> = code.filter(|line| !line.trim_start().starts_with("//")).collect();
            into.push(Source { path: path.strip_prefix(root).unwrap().to_owned(), text: text.join("\n") });
        }
    }
}

impl Source {
    /// Whether it is a module or lies below it.
    fn is_of(&self, module: &str) -> bool {
        self.path.starts_with(module) || self.path == Path::new(module).with_extension("rs")
    }

    /// The words that stand in it.
    fn words(&self) -> impl Iterator<Item = &str> {
        words(&self.text)
    }

    /// The words of the paths that begin with a crate, lists in braces included.
    fn paths_of(&self, root: &str) -> impl Iterator<Item = &str> {
        self.text.split(root).skip(1).flat_map(|rest| {
            let end = match rest.strip_prefix('{') {
                Some(list) => end_of_list(list) + 1,
                None => rest.find(|c: char| !is_of_word(c) && c != ':').unwrap_or(rest.len()),
            };
            words(&rest[..end])
        })
    }

    /// Those of these names that are among the words.
    fn among<'a>(&self, words: impl Iterator<Item = &'a str>, names: &[&str]) -> Vec<String> {
        let named = words.filter(|word| names.contains(word));
        named.map(|name| format!("{}: {name}", self.path.display())).collect()
    }
}

fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c| !is_of_word(c)).filter(|word| !word.is_empty())
}

/// Where a list ends whose first brace was read.
fn end_of_list(list: &str) -> usize {
    let mut depth = 1;
    let ends = |(at, c): (usize, char)| {
        depth += i32::from(c == '{') - i32::from(c == '}');
        (depth == 0).then_some(at)
    };
    list.char_indices().find_map(ends).unwrap_or(list.len())
}

/// What the root hands on of the store.
fn of_store(sources: &[Source]) -> Vec<String> {
    let root = sources.iter().find(|source| source.path == Path::new("lib.rs")).unwrap();
    let (_, rest) = root.text.split_once("pub use store::{").unwrap();
    let (list, _) = rest.split_once('}').unwrap();
    let names = list.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty());
    names.chain(["Desk", "SqliteStore", "DynamoStore"].map(str::to_owned)).collect()
}

#[test]
fn the_office_has_no_face() {
    let sources = sources();
    let office: Vec<&Source> = sources.iter().filter(|source| source.is_of("office")).collect();
    assert!(office.len() > 20, "{}", office.len());
    let faces = ["axum", "clap", "hyper", "http", "tower", "println", "eprintln", "print", "eprint"];
    let named: Vec<String> = office.iter().flat_map(|source| source.among(source.words(), &faces)).collect();
    assert_eq!(named, Vec::<String>::new());
}

#[test]
fn the_command_line_does_not_know_the_store() {
    let sources = sources();
    let names = of_store(&sources);
    assert!(names.len() > 8, "{names:?}");
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let command: Vec<&Source> = sources.iter().filter(|source| source.is_of("command")).collect();
    assert!(command.len() > 25, "{}", command.len());
    let named = command.iter().flat_map(|source| source.among(source.paths_of("forms_fn::"), &names));
    let named: Vec<String> = named.collect();
    assert_eq!(named, Vec::<String>::new());
}

/// The function that takes forms has no office, and what takes forms needs none.
#[test]
fn nobody_but_a_face_comes_to_the_office() {
    let others = sources().into_iter().filter(|source| {
        let is_face = source.is_of("command")
            || source.is_of("console")
            || source.is_of("opening")
            || source.is_of("office");
        !is_face && source.path != Path::new("lib.rs")
    });
    let named: Vec<String> = others
        .filter(|source| source.text.contains("crate::office") || source.text.contains("forms_fn::office"))
        .map(|source| source.path.display().to_string())
        .collect();
    assert_eq!(named, Vec::<String>::new());
}

/// Whatever a face can call that reads or changes a store.
#[test]
fn whatever_is_asked_of_the_office_comes_out_with_its_entry() {
    let mut asked = 0;
    for source in sources().iter().filter(|source| source.is_of("office")) {
        // What was audited is shown and taken here.
        if source.path == Path::new("office/audited.rs") {
            continue;
        }
        for (at, _) in source.text.match_indices("pub async fn ") {
            let (signature, _) = source.text[at..].split_once('{').unwrap();
            let name = signature.split(['(', '<']).next().unwrap();
            asked += 1;
            // Keys have no log of their own; that a copy was made is noted behind the entry of the copy itself.
            let without = ["pub async fn import_keys", "pub async fn done", "pub async fn note_only"];
            let has_entry = signature.contains("Result<Audited<") || without.contains(&name);
            assert!(has_entry, "{}: {signature}", source.path.display());
        }
    }
    assert!(asked > 25, "{asked}");
}

#[test]
fn names_are_found_in_every_way_to_write_them() {
    let text =
        "use forms_fn::{Action, office::{List, Page}};\nuse std::io::Write;\nforms_fn::export::line(Item)";
    let source = Source { path: "office/a.rs".into(), text: text.to_owned() };
    let found: Vec<&str> = source.paths_of("forms_fn::").collect();
    assert_eq!(found, ["Action", "office", "List", "Page", "export", "line"]);
    assert_eq!(source.among(source.words(), &["Write", "rite"]), ["office/a.rs: Write"]);
    assert!(source.is_of("office") && !source.is_of("off"));
}
