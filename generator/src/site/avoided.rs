//! Words that the glossary tells to avoid, wherever readers would meet them: documents, the site's own files, forms, and
//! the words of the interface, those of the theme, too.
//!
//! A whole file is looked through at once, which costs next to nothing. Only where something is found is it asked whether
//! words stand there: mostly nothing is.

use std::ops::Range;

use forms::YamlPlaces;

use super::{ledger, published};
use crate::config::Config;
use crate::content::{HeadKey, Kind, Role, ThemeFolders};
use crate::diagnostic::{Code, Diagnostic, say};
use crate::front_matter;
use crate::glossary::{self, AvoidedWord, Glossary};
use crate::markdown;
use crate::source::Source;

/// Files that hold no words for readers.
const WORDLESS: [&str; 4] = [glossary::PATH, ledger::PATH, published::PATH, crate::accessibility::PATH];

/// Something that was found.
type Found<'a> = (Range<usize>, &'a AvoidedWord);

/// Those in a document of this kind.
pub(super) fn in_document(path: &str, text: &str, lang: &str, glossary: &Glossary) -> Vec<Diagnostic> {
    let found = glossary.find(lang, text);
    let (false, Some(kind), Ok(parts)) = (found.is_empty(), kind(path), front_matter::split(path, text))
    else {
        return Vec::new();
    };
    let places = YamlPlaces::of(&text[parts.head.clone()]);
    let wording = markdown::wording(&text[parts.body.clone()]);
    let is_word = |at: usize| match at.checked_sub(parts.body.start) {
        Some(at) => wording.iter().any(|place| place.contains(&at)),
        None => places.as_ref().and_then(|places| places.text_at(at)).is_some_and(|key| is_words(kind, &key)),
    };
    problems(path, text, found.into_iter().filter(|(place, _)| is_word(place.start)))
}

fn kind(path: &str) -> Option<Kind> {
    Kind::of_folder(path.strip_prefix("content/")?.split('/').next()?)
}

/// Whether a key of a head holds words: `summary`, `programme[2].text`.
fn is_words(kind: Kind, path: &str) -> bool {
    let mut parts = path.split('.').map(|part| part.split('[').next().unwrap_or(part));
    let mut key = parts.next().and_then(|name| kind.key(name));
    while let Some(group) = key.map(HeadKey::group).filter(|group| !group.is_empty()) {
        let Some(name) = parts.next() else { break };
        key = group.iter().find(|key| key.name == name);
    }
    key.is_some_and(|key| key.role == Role::Word)
}

/// Those in files that are no documents.
pub(super) fn in_files(source: &Source, config: &Config, glossary: &Glossary) -> Vec<Diagnostic> {
    let folders = ThemeFolders::of(&config.theme);
    let files = source.texts.iter().filter(|(path, _)| path.ends_with(".yaml"));
    let files = files.filter(|(path, _)| !WORDLESS.contains(&path.as_str()));
    let of_file = |(path, text): (&String, &String)| {
        let of_language = folders
            .name_of(path)
            .and_then(|name| name.strip_prefix("texts/"))
            .or_else(|| path.strip_prefix("content/texts/"));
        match of_language.and_then(|name| name.strip_suffix(".yaml")) {
            Some(lang) => in_texts(path, text, lang, glossary),
            None if path.starts_with("content/") => in_settings(path, text, glossary),
            None => Vec::new(),
        }
    };
    files.flat_map(of_file).collect()
}

/// Those in the words of the interface in a language.
fn in_texts(path: &str, text: &str, lang: &str, glossary: &Glossary) -> Vec<Diagnostic> {
    let found = glossary.find(lang, text);
    let Some(places) = places(text, found.is_empty()) else { return Vec::new() };
    problems(path, text, found.into_iter().filter(|(place, _)| places.text_at(place.start).is_some()))
}

/// Those in a file in which each text stands below the name of its language.
fn in_settings(path: &str, text: &str, glossary: &Glossary) -> Vec<Diagnostic> {
    let all = glossary.find_in_all(text);
    let Some(places) = places(text, all.is_empty()) else { return Vec::new() };
    let is_in = |lang: &str, at: usize| {
        let key = places.text_at(at).unwrap_or_default();
        key.split('.').any(|part| part.split('[').next() == Some(lang))
    };
    let of_lang = all.into_iter().filter(|(lang, (place, _))| is_in(lang, place.start));
    problems(path, text, of_lang.map(|(_, found)| found))
}

/// Where words stand in a file; nothing is read where nothing was found.
fn places(text: &str, is_clean: bool) -> Option<YamlPlaces> {
    if is_clean { None } else { YamlPlaces::of(text) }
}

fn problems<'a>(path: &str, text: &str, found: impl Iterator<Item = Found<'a>>) -> Vec<Diagnostic> {
    let words = found.filter(|(place, _)| !is_address(text, place));
    words.map(|(place, word)| problem(path, text, place, word)).collect()
}

fn problem(path: &str, text: &str, place: Range<usize>, word: &AvoidedWord) -> Diagnostic {
    let found = text[place.clone()].split_whitespace().collect::<Vec<_>>().join(" ");
    let message = say!("glossary.avoided", found, term = &word.term);
    let problem = Diagnostic::warning(Code::WordAvoided, path, place, message);
    let problem = problem.with_hint(say!("glossary.write", word = &word.say));
    problem.with_see(glossary::PATH, word.rule.clone(), say!("glossary.rule"))
}

/// Whether a place is a part of an address, or of the name of a file in a directive.
fn is_address(text: &str, place: &Range<usize>) -> bool {
    let before = text[..place.start].rsplit(char::is_whitespace).next().unwrap_or_default();
    let behind = text[place.end..].split(char::is_whitespace).next().unwrap_or_default();
    let word = text[place.start - before.len()..place.end + behind.len()]
        .trim_start_matches(['"', '\'', '(', '[', '<']);
    ["://", "@", "src=", "to="].iter().any(|mark| word.contains(mark)) || word.starts_with(['/', '`'])
}
