//! All HTML comes from templates, which escape whatever goes into them.

use std::fs;
use std::path::{Path, PathBuf};

/// Where HTML is written past the templates, and why.
const BESIDE: [(&str, &str); 2] = [
    ("forms/src/html/element.rs", "attributes that are data"),
    ("src/export/participants/sheet.rs", "styles, in which HTML isn't read"),
];

/// What shows that somebody writes HTML by hand: an escaper, or an element.
const BY_HAND: [&str; 6] = ["escape(", "PreEscaped", "</", "<br", "<input", "<meta"];

#[test]
fn html_is_made_by_templates_only() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "forms/src"] {
        sources(&root.join(folder), &mut files);
    }
    assert!(files.len() > 200, "{}", files.len());
    let mut found: Vec<String> = Vec::new();
    for file in files {
        let path = file.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        let code = code.lines().filter(|line| !line.trim_start().starts_with("//"));
        if code.into_iter().any(|line| BY_HAND.iter().any(|sign| line.contains(sign))) {
            found.push(path);
        }
    }
    found.sort();
    assert_eq!(found, BESIDE.map(|(path, _)| path));
}

fn sources(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}
