//! What a field is called and what it is for, in the reader's language.

use generator::content::Kind;

use crate::words::Words;

/// Without the positions of lists: `programme.0.text` → `programme.text`.
fn plain(path: &str) -> String {
    let names = path.split('.').filter(|part| part.parse::<usize>().is_err());
    names.collect::<Vec<_>>().join(".")
}

/// What a field is called: in this kind, or anywhere.
pub(crate) fn label(words: Words, kind: Kind, path: &str) -> String {
    let path = plain(path);
    let last = path.rsplit('.').next().unwrap_or(&path);
    let keys = [
        format!("field.{}.{path}.label", kind.name()),
        format!("field.{path}.label"),
        format!("field.{last}.label"),
    ];
    let known = keys.iter().find(|key| words.has(key));
    known.map_or_else(|| spaced(last), |key| words.text(key))
}

/// What it is for, with an example: in this kind, or anywhere.
pub(crate) fn help(words: Words, kind: Kind, path: &str) -> Option<String> {
    let path = plain(path);
    let keys = [format!("field.{}.{path}.help", kind.name()), format!("field.{path}.help")];
    keys.iter().find(|key| words.has(key)).map(|key| words.text(key))
}

/// A word that can be chosen, or any other text as it stands.
pub(crate) fn choice(words: Words, path: &str, word: &str) -> String {
    let keys = [format!("choice.{}.{word}", plain(path)), format!("choice.{word}")];
    let known = keys.iter().find(|key| words.has(key));
    known.map_or_else(|| word.to_owned(), |key| words.text(key))
}

/// `timeZone` → `Time zone`.
fn spaced(name: &str) -> String {
    let mut text = String::new();
    for (at, c) in name.chars().enumerate() {
        match c.is_uppercase() {
            true if at > 0 => text.extend([' ', c.to_ascii_lowercase()]),
            _ if at == 0 => text.extend(c.to_uppercase()),
            _ => text.push(c),
        }
    }
    text
}
