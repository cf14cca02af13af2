//! What is to be done with pictures → the files of a draft that change.

use generator::slug::is_slug;
use generator::write_back::{self, Edit};
use serde_json::{Map, Value};

use super::asked::{Wanted, Words};
use super::bundle::Bundle;
use crate::desk::{Desk, NoSite};
use crate::pages::Refused;
use crate::repository::{Files, GitFault};

/// Why nothing can be changed.
pub(super) enum NoChange {
    /// A head can't be read, or can't be written without changing something else.
    ByHand,
    Refused(Refused),
}

impl From<write_back::Refusal> for NoChange {
    fn from(_: write_back::Refusal) -> Self {
        Self::ByHand
    }
}

impl From<GitFault> for NoChange {
    fn from(fault: GitFault) -> Self {
        Self::Refused(fault.into())
    }
}

impl From<NoSite> for NoChange {
    fn from(no: NoSite) -> Self {
        Self::Refused(no.into())
    }
}

/// The files that change.
pub(super) fn files(desk: &Desk, bundle: &Bundle<'_>, wanted: &Wanted) -> Result<Files, NoChange> {
    let mut changing = Changing { bundle, files: Files::new() };
    match wanted {
        Wanted::Top { new, words } => {
            changing.top(new.as_ref().map(|(name, _)| name.as_str()), words)?;
            if let Some((name, bytes)) = new {
                changing.keep(name, bytes);
                changing.clear(desk, name)?;
            }
        }
        Wanted::Text { name, bytes, alt } => {
            changing.in_text(name, alt)?;
            changing.keep(name, bytes);
        }
        Wanted::NoTop => {
            changing.no_top()?;
            changing.clear(desk, "")?;
        }
        Wanted::Drop(name) => changing.remove(desk, name)?,
    }
    Ok(changing.files)
}

struct Changing<'a> {
    bundle: &'a Bundle<'a>,
    files: Files,
}

impl Changing<'_> {
    /// Changes the head in a language.
    fn head(&mut self, lang: &str, edits: &[Edit]) -> Result<(), NoChange> {
        let Some(was) = self.bundle.texts.get(lang) else { return Ok(()) };
        let path = self.bundle.path(lang);
        let before = self.files.get(&path).cloned().flatten();
        let before = before.map_or_else(|| was.clone(), |bytes| String::from_utf8_lossy(&bytes).into_owned());
        let text = write_back::head(&before, self.bundle.kind, edits)?;
        if text != *was {
            self.files.insert(path, Some(text.into_bytes()));
        }
        Ok(())
    }

    fn keep(&mut self, name: &str, bytes: &[u8]) {
        self.files.insert(format!("content/{}/{name}", self.bundle.folder), Some(bytes.to_vec()));
    }

    fn top(&mut self, new: Option<&str>, words: &Words) -> Result<(), NoChange> {
        let (bundle, head) = (self.bundle, self.bundle.head(&self.bundle.source));
        let was = head.get("picture").filter(|was| was.is_object());
        let said = [
            ("src", new.or_else(|| was?.get("src")?.as_str()).map(Value::from)),
            ("credit", filled(&words.credit)),
            ("people", Some(Value::Bool(words.people))),
            ("consentRef", filled(&words.consent).filter(|_| words.people)),
            ("reviewOn", filled(&words.review).filter(|_| words.people)),
        ];
        let mut edits = if was.is_some() {
            let edit = |(key, value): (&str, Option<Value>)| one(["picture", key], value);
            said.into_iter().map(edit).collect()
        } else {
            let picture: Map<String, Value> =
                said.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect();
            vec![Edit::set(["picture"], Value::Object(picture))]
        };
        let alt = if bundle.is_source() { &words.alt } else { &words.alt_source };
        edits.push(one(["alt"], filled(alt)));
        self.head(&bundle.source, &edits)?;
        if !bundle.is_source() {
            let edits =
                [one(["alt"], filled(&words.alt)), one(["pictureCredit"], filled(&words.credit_here))];
            self.head(&bundle.lang, &edits)?;
        }
        // What other languages say is about the picture that was there: until somebody writes it, the source's words stand there.
        let is_other = new.is_some() && new.map(str::to_owned) != bundle.top();
        if is_other {
            let others = bundle.texts.keys().filter(|lang| **lang != bundle.source && **lang != bundle.lang);
            for lang in others {
                self.head(lang, &[Edit::remove(["alt"]), Edit::remove(["pictureCredit"])])?;
            }
        }
        Ok(())
    }

    fn no_top(&mut self) -> Result<(), NoChange> {
        let edits = ["picture", "alt", "pictureCredit"].map(|key| Edit::remove([key]));
        self.bundle.texts.keys().try_for_each(|lang| self.head(lang, &edits))
    }

    /// A paragraph of its own at the end of the text.
    fn in_text(&mut self, name: &str, alt: &str) -> Result<(), NoChange> {
        let Some(was) = self.bundle.texts.get(&self.bundle.lang) else { return Ok(()) };
        let body = write_back::written(was)?.body;
        let text = write_back::body(was, &format!("{}\n\n![{}]({name})\n", body.trim_end(), escaped(alt)))?;
        self.files.insert(self.bundle.path(&self.bundle.lang), Some(text.into_bytes()));
        Ok(())
    }

    /// Takes the picture away that was at the top, if nothing needs it any more.
    fn clear(&mut self, desk: &Desk, new: &str) -> Result<(), NoChange> {
        match self.bundle.top().filter(|was| was != new) {
            Some(was) => self.remove(desk, &was),
            None => Ok(()),
        }
    }

    /// Takes a file away, unless a document names it or no form may take it.
    fn remove(&mut self, desk: &Desk, name: &str) -> Result<(), NoChange> {
        let ours = name
            .rsplit_once('.')
            .is_some_and(|(stem, end)| is_slug(stem) && ["jpg", "png", "webp"].contains(&end));
        if ours && self.bundle.pictures.iter().any(|known| known == name) && !self.is_named(desk, name)? {
            self.files.insert(format!("content/{}/{name}", self.bundle.folder), None);
        }
        Ok(())
    }

    /// Whether a document says its name: one of this bundle as it will be, or another as it is published.
    fn is_named(&self, desk: &Desk, name: &str) -> Result<bool, NoChange> {
        let is_here =
            self.bundle.texts.iter().any(|(lang, was)| match self.files.get(&self.bundle.path(lang)) {
                Some(text) => {
                    text.as_deref().is_some_and(|text| String::from_utf8_lossy(text).contains(name))
                }
                None => was.contains(name),
            });
        let base = desk.base()?;
        let source = base.preview.source();
        let of_bundle = format!("content/{}/", self.bundle.folder);
        let mut others = source.documents().into_iter().filter(|path| !path.starts_with(&of_bundle));
        Ok(is_here || others.any(|path| source.text(path).is_ok_and(|text| text.contains(name))))
    }
}

fn filled(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| text.into())
}

fn one<const N: usize>(path: [&str; N], value: Option<Value>) -> Edit {
    match value {
        Some(value) => Edit::set(path, value),
        None => Edit::remove(path),
    }
}

/// Text between the brackets of a picture, in which no sign means anything (CommonMark 0.31, 2.4).
fn escaped(text: &str) -> String {
    let escape = |c: char| {
        c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ':' | ';' | '?' | '-' | '\'' | '/' | '(' | ')')
    };
    text.chars().flat_map(|c| escape(c).then_some('\\').into_iter().chain([c])).collect()
}
