//! What may be in a draft: documents of stories, events and pages in languages of the site, and pictures beside them. Nothing else of a
//! repository can be changed through pages, whatever a form says.

use std::collections::BTreeSet;

use generator::config;
use generator::content::Kind;
use generator::slug::is_slug;

use crate::repository::{Files, GitFault, Repository, Version};

/// The longest text of a document, in bytes.
pub const MAX_TEXT: usize = 64 * 1024;

/// The largest picture, in bytes.
pub const MAX_PICTURE: usize = 12 * 1024 * 1024;

/// How many pictures one draft may bring.
const MAX_PICTURES: usize = 20;

/// Why something may not be saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotAllowed {
    /// It is no document and no picture beside one.
    OtherFile(String),
    /// The document belongs to organisations, or is in a language, for which they have no right.
    NotYours(String),
    /// It would belong to none of these, which are theirs.
    NotOfYours(Vec<String>),
    /// It belongs to this organisation as well, which isn't theirs, and would no more.
    OfOthers(String),
    /// The text is longer than [`MAX_TEXT`].
    TooLong(String),
    /// The picture is larger than [`MAX_PICTURE`].
    TooLarge(String),
    /// There are more pictures than a draft may bring.
    TooMany,
    /// It is what is published already.
    NothingNew,
    /// The site's settings can't be read.
    NoSettings,
    /// Git failed while this was looked at.
    Unknown(GitFault),
}

impl From<GitFault> for NotAllowed {
    fn from(fault: GitFault) -> Self {
        Self::Unknown(fault)
    }
}

/// Looks at all files that are to be saved.
pub(crate) fn check(repository: &Repository, at: &Version, files: &Files) -> Result<(), NotAllowed> {
    let languages = languages(repository, at)?;
    let mut pictures = BTreeSet::new();
    for (path, bytes) in files {
        let size = bytes.as_ref().map_or(0, Vec::len);
        match what(path, &languages) {
            Some(What::Document) if size > MAX_TEXT => return Err(NotAllowed::TooLong(path.clone())),
            Some(What::Picture) if size > MAX_PICTURE => return Err(NotAllowed::TooLarge(path.clone())),
            Some(What::Document) => {}
            Some(What::Picture) => pictures.extend(bytes.is_some().then_some(path.as_str())),
            None => return Err(NotAllowed::OtherFile(path.clone())),
        }
        // A link, or a folder in its place, is nothing that a form may write through.
        if repository.list(at, path)?.iter().any(|there| there != path) || repository.is_barred(at, path)? {
            return Err(NotAllowed::OtherFile(path.clone()));
        }
    }
    if pictures.is_empty() {
        return Ok(());
    }
    let there = brought(repository, at)?;
    let stay = there.iter().map(String::as_str).filter(|path| !files.contains_key(*path));
    pictures.extend(stay.filter(|path| what(path, &languages) == Some(What::Picture)));
    if pictures.len() > MAX_PICTURES { Err(NotAllowed::TooMany) } else { Ok(()) }
}

/// The files that a draft has brought so far.
fn brought(repository: &Repository, at: &Version) -> Result<Vec<String>, GitFault> {
    let base = repository.common(at, &repository.known()?)?;
    let changed: BTreeSet<String> = repository.changed(&base, at)?.into_iter().collect();
    Ok(repository.list(at, "content")?.into_iter().filter(|path| changed.contains(path)).collect())
}

/// The languages of the site of a version.
pub(crate) fn languages(repository: &Repository, at: &Version) -> Result<Vec<String>, NotAllowed> {
    let text = repository.text(at, config::PATH)?.ok_or(NotAllowed::NoSettings)?;
    let settings: serde_json::Value =
        generator::yaml::parse("", &text).map_err(|_| NotAllowed::NoSettings)?;
    let ids = settings["languages"].as_array().ok_or(NotAllowed::NoSettings)?;
    let id = |language: &serde_json::Value| language["id"].as_str().map(str::to_owned);
    Ok(ids.iter().filter_map(id).collect())
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    Document,
    Picture,
}

fn what(path: &str, languages: &[String]) -> Option<What> {
    let (folder, name) = path.strip_prefix("content/")?.rsplit_once('/')?;
    let mut parts = folder.split('/');
    let kind = Kind::of_folder(parts.next()?)?;
    let below: Vec<&str> = parts.collect();
    let is_depth = if kind.is_tree() { (1..=4).contains(&below.len()) } else { below.len() == 1 };
    if !is_depth || !below.iter().all(|part| is_slug(part)) {
        return None;
    }
    let lang = name.strip_prefix("index.").and_then(|rest| rest.strip_suffix(".md"));
    if let Some(lang) = lang {
        return languages.iter().any(|known| known == lang).then_some(What::Document);
    }
    let (stem, ending) = name.rsplit_once('.')?;
    (is_slug(stem) && ["jpg", "png", "webp"].contains(&ending)).then_some(What::Picture)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_documents_and_pictures_beside_them_are_files_of_a_draft() {
        let languages = ["en".to_owned(), "da".to_owned()];
        let what = |path| super::what(path, &languages);
        for path in [
            "content/events/dinner/index.da.md",
            "content/pages/about/index.en.md",
            "content/pages/a/b/index.en.md",
        ] {
            assert_eq!(what(path), Some(What::Document), "{path}");
        }
        assert_eq!(what("content/stories/tea/oven-2.jpg"), Some(What::Picture));
        for path in [
            "content/site.yaml",
            "content/addresses.yaml",
            "content/forms/registration.yaml",
            "content/events/index.da.md",
            "content/events/dinner/index.de.md",
            "content/events/dinner/more/index.da.md",
            "content/events/../site/index.da.md",
            "content/events/.git/index.da.md",
            "content/events/Dinner/index.da.md",
            "content/stories/tea/oven.svg",
            "content/stories/tea/.hidden.jpg",
            "content/stories/tea/a b.jpg",
            "content/templates/own.css",
            "themes/default/templates/home.html",
            ".github/workflows/site.yml",
            "/content/events/dinner/index.da.md",
            "content/events//index.da.md",
        ] {
            assert_eq!(what(path), None, "{path}");
        }
    }
}
