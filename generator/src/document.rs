//! One Markdown file → [`Document`]: its place in the site, its head and its body.
//!
//! Nothing here knows another file; whether a document is a source or a translation is found out
//! by `site`.

mod fact_words;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, nearest, quoted_list};
use crate::event::EventHeader;
use crate::front_matter::{self, Common};
use crate::lang::Lang;
use crate::markdown::{self, Body};
use crate::page::PageHeader;
use crate::story::StoryHeader;

pub(crate) use fact_words::FactWords;
pub(crate) use words::{FINGERPRINT_DIGITS, fingerprint, of_file, words};

/// A parsed file.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its folder below `content/`: `stories/bread`.
    pub id: String,
    /// From the name of the file.
    pub lang: Lang,
    /// The file.
    pub path: String,
    /// The text.
    pub body: Body,
    /// Of its words; what a translation says that it was made from.
    pub(crate) fingerprint: String,
    pub(crate) common: Common,
    pub(crate) own: Own,
    /// The keys of the first level: where they stand and what they hold.
    pub(crate) keys: BTreeMap<String, Range<usize>>,
    pub(crate) values: BTreeMap<String, Value>,
}

/// What only this kind of document has.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "there are hundreds at most, and most are used in place")]
pub(crate) enum Own {
    Story(StoryHeader),
    Event(EventHeader),
    Page(PageHeader),
}

/// What the path of a file says about it.
#[derive(Debug)]
struct Place<'a> {
    id: &'a str,
    kind: &'a str,
    lang: &'a str,
}

/// Parses a Markdown file below `content/stories`, `events` or `pages`.
///
/// # Errors
/// Everything that is wrong with this file alone.
pub fn parse(path: &str, text: &str, languages: &[&str]) -> (Option<Document>, Vec<Diagnostic>) {
    let place = match place(path, languages) {
        Ok(place) => place,
        Err(problem) => return (None, vec![problem]),
    };
    let parts = match front_matter::split(path, text) {
        Ok(parts) => parts,
        Err(problem) => return (None, vec![problem]),
    };
    let (body, mut problems) = markdown::parse(path, text, parts.body.clone(), place.lang);
    let written = &text[parts.body];
    let head = &text[parts.head];
    let parsed = header(place.kind, path, head)
        .and_then(|(common, own)| Ok((common, own, front_matter::untyped(path, head).map_err(|e| vec![e])?)));
    match parsed {
        Ok((common, own, values)) => {
            let document = Document {
                id: place.id.to_owned(),
                lang: Lang::new(place.lang),
                path: path.to_owned(),
                body,
                fingerprint: fingerprint(&words(&values, written)),
                common,
                own,
                keys: front_matter::keys(head),
                values,
            };
            (Some(document), problems)
        }
        Err(found) => {
            problems.extend(found);
            (None, problems)
        }
    }
}

fn header(kind: &str, path: &str, head: &str) -> Result<(Common, Own), Vec<Diagnostic>> {
    match kind {
        "stories" => StoryHeader::parse(path, head).map(|(common, own)| (common, Own::Story(own))),
        "events" => EventHeader::parse(path, head).map(|(common, own)| (common, Own::Event(own))),
        _ => PageHeader::parse(path, head).map(|(common, own)| (common, Own::Page(own))),
    }
}

/// Whether a file is a document's at all, or one of the site's other texts.
#[must_use]
pub fn is_document(path: &str) -> bool {
    path.ends_with(".md") && path.starts_with("content/")
}

fn place<'a>(path: &'a str, languages: &[&str]) -> Result<Place<'a>, Diagnostic> {
    let wrong = |message: String| Diagnostic::error("file/name", path, None, message);
    let below = path.strip_prefix("content/").unwrap_or(path);
    let (id, file) = below.rsplit_once('/').unwrap_or(("", below));
    let mut parts = id.split('/');
    let kind = parts.next().unwrap_or_default();
    let depth = parts.clone().count();
    if !["stories", "events", "pages"].contains(&kind) || depth == 0 || (kind != "pages" && depth > 1) {
        return Err(wrong(format!("`{path}` is not where a document stands"))
            .with_hint("documents stand in `content/stories/<name>/`, `content/events/<name>/` or `content/pages/<name>/`"));
    }
    if let Some(part) = parts.find(|part| !is_slug(part)) {
        return Err(wrong(format!("`{part}` can't be a part of an address"))
            .with_hint("use small letters a–z, digits and single dashes"));
    }
    let lang = file.strip_prefix("index.").and_then(|rest| rest.strip_suffix(".md")).unwrap_or_default();
    if languages.contains(&lang) {
        return Ok(Place { id, kind, lang });
    }
    let hint = match nearest(
        file,
        languages
            .iter()
            .map(|id| format!("index.{id}.md"))
            .collect::<BTreeSet<_>>()
            .iter()
            .map(String::as_str),
    ) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("the languages are {}", quoted_list(languages)),
    };
    Err(wrong(format!("`{file}` names no language of the site")).with_hint(hint))
}

/// Small letters, digits and single dashes between them.
#[must_use]
pub fn is_slug(text: &str) -> bool {
    text.split('-').all(|word| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}
