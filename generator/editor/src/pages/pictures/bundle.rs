//! A document in all its languages, as its pictures need it.

use std::collections::BTreeMap;

use generator::content::Kind;
use generator::slug::is_slug;
use generator::write_back;
use serde_json::Value;

use crate::desk::Desk;
use crate::drafts::Draft;
use crate::pages::{Refused, files_of, of_path, version_of, write};
use crate::repository::Version;

/// What ends the name of a picture.
const ENDINGS: [&str; 6] = ["jpg", "jpeg", "png", "webp", "gif", "svg"];

/// A document in all its languages.
pub(super) struct Bundle<'a> {
    pub(super) draft: Option<&'a Draft>,
    pub(super) kind: Kind,
    /// `stories/bread`.
    pub(super) folder: String,
    /// The language in which its pictures are described.
    pub(super) lang: String,
    /// The language that has the facts.
    pub(super) source: String,
    /// The version from which all of it is.
    pub(super) from: Version,
    /// Its texts by their languages.
    pub(super) texts: BTreeMap<String, String>,
    /// The names of pictures beside it.
    pub(super) pictures: Vec<String>,
}

impl<'a> Bundle<'a> {
    /// Reads it. In a language that it doesn't have it is described in that of its source.
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
        let above = format!("content/{folder}/");
        let names = files_of(desk, &from, &folder)?;
        let source = write::source(desk, &from, &folder, &names)?.ok_or(Refused::NotThere)?;
        let source = of_path(&source.0).ok_or(Refused::NotThere)?.1.to_owned();
        let mut texts = BTreeMap::new();
        for name in &names {
            let path = format!("{above}{name}");
            if let Some((_, lang)) = of_path(&path) {
                texts.extend(desk.repository.text(&from, &path)?.map(|text| (lang.to_owned(), text)));
            }
        }
        let is_picture = |name: &String| name.rsplit_once('.').is_some_and(|(_, end)| ENDINGS.contains(&end));
        let pictures = names.into_iter().filter(is_picture).collect();
        let lang = if texts.contains_key(lang) { lang.to_owned() } else { source.clone() };
        Ok(Self { draft, kind, folder, lang, source, from, texts, pictures })
    }

    /// Where the file in a language lies.
    pub(super) fn path(&self, lang: &str) -> String {
        format!("content/{}/index.{lang}.md", self.folder)
    }

    /// The head in a language; nothing where it can't be read.
    pub(super) fn head(&self, lang: &str) -> Value {
        let text = self.texts.get(lang).map(String::as_str).unwrap_or_default();
        write_back::written(text).map_or(Value::Null, |written| written.head)
    }

    /// What it is called: in its language, or as its folder.
    pub(super) fn title(&self) -> String {
        let title = |lang: &str| self.head(lang).get("title").and_then(Value::as_str).map(str::to_owned);
        title(&self.lang).or_else(|| title(&self.source)).unwrap_or_else(|| self.folder.clone())
    }

    /// Whether such a document has a picture at its top.
    pub(super) fn has_top(&self) -> bool {
        self.kind.keys().any(|key| key.name == "picture")
    }

    /// The file of the picture at its top.
    pub(super) fn top(&self) -> Option<String> {
        let head = self.head(&self.source);
        head.pointer("/picture/src").and_then(Value::as_str).map(str::to_owned)
    }

    /// Whether its text in some language names a file.
    pub(super) fn is_in_text(&self, name: &str) -> bool {
        let body =
            |text: &String| write_back::written(text).map_or_else(|_| text.clone(), |written| written.body);
        self.texts.values().any(|text| body(text).contains(name))
    }

    /// Whether a form may take a file away: one of the kind that it may bring.
    pub(super) fn may_go(&self, name: &str) -> bool {
        let is_ours = |(stem, end): (&str, &str)| is_slug(stem) && ["jpg", "png", "webp"].contains(&end);
        self.pictures.iter().any(|known| known == name) && name.rsplit_once('.').is_some_and(is_ours)
    }

    /// Whether it is described in the language of its facts.
    pub(super) fn is_source(&self) -> bool {
        self.lang == self.source
    }
}
