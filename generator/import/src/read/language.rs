//! Which language a file is in, by its name or its folder, and what its translations share.

use crate::files::Files;
use crate::site::{OldLanguage, Settings};

/// What a file's name says of it.
#[derive(Debug)]
pub(crate) struct Named {
    /// The path without language and ending; empty for the front page.
    pub(crate) key: String,
    pub(crate) is_section: bool,
}

/// Puts in what the settings leave to the folders: a site of one language, and one whose languages have a folder each.
pub(super) fn complete(settings: &mut Settings, files: &Files) {
    if settings.languages.is_empty() {
        settings.languages.push(OldLanguage { id: "en".to_owned(), ..OldLanguage::default() });
    }
    let has_folder =
        |language: &OldLanguage| files.below(&format!("content/{}", language.id)).next().is_some();
    let by_folder = settings.languages.len() > 1 && has_folder(&settings.languages[0]);
    for language in &mut settings.languages {
        if language.folder.is_empty() {
            language.folder = match by_folder && has_folder(language) {
                true => format!("content/{}", language.id),
                false => "content".to_owned(),
            };
        }
        if language.tag.is_empty() {
            language.tag = language.id.replace('_', "-");
        }
    }
}

/// The language of a page's file and what it is called; `None` where it belongs to no language.
pub(super) fn of(settings: &Settings, path: &str) -> Option<(usize, Named)> {
    let below =
        |language: &OldLanguage| path.strip_prefix(&language.folder)?.strip_prefix('/').map(str::to_owned);
    let folders = settings.languages.iter().enumerate();
    // The deepest folder: `content/da` stands within `content`.
    let (first, rest) = folders
        .filter_map(|(index, language)| Some((language.folder.len(), index, below(language)?)))
        .max_by_key(|(length, index, _)| (*length, usize::MAX - index))
        .map(|(_, index, rest)| (index, rest))?;
    let rest = rest.trim_end_matches(".markdown").trim_end_matches(".md");
    let (folder, name) = rest.rsplit_once('/').unwrap_or(("", rest));
    let in_name = name.rsplit_once('.').and_then(|(stem, id)| {
        let lang = settings.languages.iter().position(|language| language.id.eq_ignore_ascii_case(id))?;
        Some((lang, stem))
    });
    let (lang, stem) = in_name.unwrap_or((first, name));
    let key = match stem {
        "index" | "_index" => folder.to_owned(),
        stem if folder.is_empty() => stem.to_owned(),
        stem => format!("{folder}/{stem}"),
    };
    Some((lang, Named { key, is_section: stem == "_index" }))
}
