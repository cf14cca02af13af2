//! The path of a file → which document it is, of what kind and in which language.

use crate::content::Kind;
use crate::diagnostic::{Code, Diagnostic, Names, Sentence, nearest, say};
use crate::slug::is_slug;

/// What the path of a file says about it.
#[derive(Debug)]
pub(super) struct DocumentPath<'a> {
    pub(super) id: &'a str,
    pub(super) kind: Kind,
    pub(super) lang: &'a str,
}

/// How languages are called where somebody thinks of a country, writes three letters or another of the same language.
const ALSO: [(&str, &str); 25] = [
    ("dk", "da"),
    ("dan", "da"),
    ("dansk", "da"),
    ("se", "sv"),
    ("swe", "sv"),
    ("svenska", "sv"),
    ("no", "nb"),
    ("nn", "nb"),
    ("nob", "nb"),
    ("nor", "nb"),
    ("norsk", "nb"),
    ("fin", "fi"),
    ("suomi", "fi"),
    ("gb", "en"),
    ("us", "en"),
    ("eng", "en"),
    ("english", "en"),
    ("ua", "uk"),
    ("ukr", "uk"),
    ("ara", "ar"),
    ("arabic", "ar"),
    ("ger", "de"),
    ("fra", "fr"),
    ("esp", "es"),
    ("spa", "es"),
];

/// The tag of a language that somebody calls otherwise.
pub(crate) fn language_called(name: &str) -> Option<&'static str> {
    ALSO.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, lang)| *lang)
}

/// Where a document stands; `languages` are those of the site, the default one first.
pub(super) fn of<'a>(path: &'a str, languages: &[&'a str]) -> Result<DocumentPath<'a>, Diagnostic> {
    let wrong = |message: Sentence| Diagnostic::error(Code::FileName, path, None, message);
    let below = path.strip_prefix("content/").unwrap_or(path);
    let (id, file) = below.rsplit_once('/').unwrap_or(("", below));
    let mut parts = id.split('/');
    let kind = parts.next().and_then(Kind::of_folder);
    let depth = parts.clone().count();
    let kind = kind.filter(|kind| depth == 1 || (depth > 1 && kind.is_tree()));
    let kind = kind.ok_or_else(|| {
        wrong(say!("file.notPlace", path))
            .with_hint(elsewhere(below, languages).unwrap_or_else(|| say!("file.placeHint")))
    })?;
    if let Some(part) = parts.find(|part| !is_slug(part)) {
        return Err(wrong(say!("file.notPart", part)).with_hint(say!("file.partHint")));
    }
    let lang = file.strip_prefix("index.").and_then(|rest| rest.strip_suffix(".md")).unwrap_or_default();
    // Not every system tells `zh-Hans` from `zh-hans`.
    if let Some(lang) = languages.iter().copied().find(|known| known.eq_ignore_ascii_case(lang)) {
        return Ok(DocumentPath { id, kind, lang });
    }
    let (message, hint) = misnamed(file, languages);
    Err(wrong(message).with_hint(hint))
}

/// Where a document belongs that stands beside the folders of documents, or deeper in them than any may; `below` is its path
/// below `content`.
fn elsewhere(below: &str, languages: &[&str]) -> Option<Sentence> {
    let (folder, file) = below.rsplit_once('/')?;
    let (kind, deeper) = folder.split_once('/').unwrap_or((folder, ""));
    let folders = Kind::ALL.map(Kind::folder);
    let kind = if folders.contains(&kind) { kind } else { nearest(kind, folders)? };
    let (stem, lang) = parts(file, languages);
    let file = format!("index.{}.md", lang.unwrap_or(languages.first().copied().unwrap_or("en")));
    let name = match deeper.rsplit('/').next() {
        Some(name) if is_slug(name) => name,
        _ if is_slug(&stem) && stem != "index" => stem.as_str(),
        _ => "<name>",
    };
    Some(say!("file.ownFolder", place = &format!("content/{kind}/{name}/{file}")))
}

/// The name of a file without its language, and the language if it says one.
fn parts<'l>(file: &str, languages: &[&'l str]) -> (String, Option<&'l str>) {
    let stem = file.strip_suffix(".md").unwrap_or(file).to_lowercase();
    let (name, lang) = stem.rsplit_once(['.', '_']).unwrap_or((&stem, ""));
    match meant(lang, languages) {
        Some(lang) => (name.to_owned(), Some(lang)),
        None => (stem, None),
    }
}

/// The document of which a file is a copy: `index.en (1).md`, `Copy of index.en.md`, `index.en - kopi.md`.
fn copied(stem: &str, languages: &[&str]) -> Option<String> {
    let stem = stem.to_lowercase();
    let at = stem.find("index.")?;
    let rest = &stem[at + "index.".len()..];
    let length = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    let lang = languages.iter().find(|lang| **lang == &rest[..length])?;
    let is_marked = stem[..at].ends_with(' ') || rest[length..].starts_with([' ', '(']);
    is_marked.then(|| format!("index.{lang}.md"))
}

/// What is wrong with the name of a file, and what to call it.
fn misnamed(file: &str, languages: &[&str]) -> (Sentence, Sentence) {
    let stem = file.strip_suffix(".md").unwrap_or(file);
    let names = || Names::of(languages.iter().map(|lang| format!("index.{lang}.md")));
    if stem.eq_ignore_ascii_case("index") {
        return (say!("file.noLanguage", file), say!("file.renameAmong", names = names()));
    }
    if let Some(original) = copied(stem, languages) {
        return (say!("file.copyOf", file, original), say!("file.copyHint", original));
    }
    let (name, lang) = stem.rsplit_once('.').unwrap_or((stem, ""));
    let meant = meant(lang, languages).or_else(|| meant(stem, languages));
    let hint = match meant {
        Some(lang) => say!("file.renameTo", name = &format!("index.{lang}.md")),
        None if name == "index" => say!("site.languages", names = Names::of(languages)),
        None => say!("file.calledHint", names = names()),
    };
    let message = match name {
        "index" => say!("file.unknownLanguage", file),
        _ => say!("file.notName", file),
    };
    (message, hint)
}

/// The language of the site that somebody meant: `EN`, `en-GB`, `dk`.
fn meant<'l>(written: &str, languages: &[&'l str]) -> Option<&'l str> {
    let written = written.to_lowercase().replace('_', "-");
    let find = |name: &str| languages.iter().find(|lang| **lang == name).copied();
    let also = |name: &str| ALSO.iter().find(|(other, _)| *other == name).and_then(|(_, lang)| find(lang));
    let (first, _) = written.split_once('-').unwrap_or((&written, ""));
    find(&written).or_else(|| also(&written)).or_else(|| find(first)).or_else(|| also(first))
}
