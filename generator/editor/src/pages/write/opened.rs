//! A document that somebody has opened, as it is in a draft or as it is published.

use generator::content::Kind;
use generator::site::Site;
use generator::write_back;
use serde_json::Value;

use crate::desk::Desk;
use crate::drafts::Draft;
use crate::form::{self, Subject};
use crate::pages::{Asked, Refused, files_of, version_of};
use crate::repository::Version;

/// A document that somebody has opened.
pub(super) struct Opened<'a> {
    pub(super) draft: Option<&'a Draft>,
    pub(super) kind: Kind,
    pub(super) folder: String,
    pub(super) lang: String,
    pub(super) path: String,
    /// Its text, as it is or as it begins.
    pub(super) text: String,
    /// Whether its file is there.
    pub(super) is_there: bool,
    /// The version from which that is.
    pub(super) from: Version,
    /// Path and text of the source, of a translation.
    pub(super) source: Option<(String, String)>,
    /// Whether there are other languages beside it.
    pub(super) has_translations: bool,
    pub(super) pictures: Vec<String>,
}

impl<'a> Opened<'a> {
    pub(super) fn read(
        desk: &Desk,
        draft: Option<&'a Draft>,
        folder: &[&str],
        lang: &str,
        from: Option<Version>,
    ) -> Result<Self, Refused> {
        let folder = folder.join("/");
        let kind = Kind::of_id(&folder).ok_or(Refused::NotThere)?;
        let from = version_of(desk, draft, from)?;
        let files = files_of(desk, &from, &folder)?;
        let pictures = files.iter().filter(|name| {
            ["jpg", "jpeg", "png", "webp", "svg"].iter().any(|end| name.ends_with(&format!(".{end}")))
        });
        let pictures = pictures.cloned().collect();
        let path = format!("content/{folder}/index.{lang}.md");
        let source = source(desk, &from, &folder, &files)?.filter(|(of, _)| *of != path);
        let text = desk.repository.text(&from, &path)?;
        let is_there = text.is_some();
        let text = match (text, &source) {
            (Some(text), _) => text,
            (None, Some((of, text))) => {
                let head = write_back::written(text).map(|written| written.head).unwrap_or_default();
                form::begin_translation(kind, &head, generator::status::fingerprint(of, text).as_deref())
            }
            (None, None) => return Err(Refused::NotThere),
        };
        let has_translations = files.iter().filter(|name| name.ends_with(".md")).count() > 1;
        Ok(Self {
            draft,
            kind,
            folder,
            lang: lang.to_owned(),
            path,
            text,
            is_there,
            from,
            source,
            has_translations,
            pictures,
        })
    }

    pub(super) fn subject<'s>(
        &'s self,
        asked: &Asked,
        source: Option<&'s Value>,
        site: Option<&'s Site>,
    ) -> Subject<'s> {
        Subject {
            kind: self.kind,
            path: &self.path,
            lang: &self.lang,
            is_source: self.source.is_none(),
            source,
            site,
            pictures: &self.pictures,
            words: asked.words,
        }
    }

    pub(super) fn source_head(&self) -> Option<Value> {
        self.source.as_ref().and_then(|(_, text)| write_back::written(text).ok()).map(|written| written.head)
    }
}

/// The source of a document: the file that says so, or the one in the site's first language.
pub(in crate::pages) fn source(
    desk: &Desk,
    at: &Version,
    folder: &str,
    files: &[String],
) -> Result<Option<(String, String)>, Refused> {
    let mut texts = Vec::new();
    for name in files.iter().filter(|name| name.starts_with("index.") && name.ends_with(".md")) {
        let path = format!("content/{folder}/{name}");
        texts.extend(desk.repository.text(at, &path)?.map(|text| (path, text)));
    }
    let says_so = |text: &str| {
        write_back::written(text).is_ok_and(|written| written.head.get("source") == Some(&Value::Bool(true)))
    };
    if let Some(at) = texts.iter().position(|(_, text)| says_so(text)) {
        return Ok(Some(texts.swap_remove(at)));
    }
    let base = desk.base()?;
    let first = base.shown.site().map(|site| site.config.default_language().id.to_string());
    let first = first.unwrap_or_else(|| "en".to_owned());
    Ok(texts.into_iter().find(|(path, _)| path.ends_with(&format!("/index.{first}.md"))))
}
