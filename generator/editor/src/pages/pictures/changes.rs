//! What is to be done with pictures → the files of a draft that change.

use generator::write_back::{self, Edit};
use serde_json::{Map, Value};

use super::asked::{Wanted, Words};
use super::bundle::Bundle;
use crate::desk::{Desk, NoSite};
use crate::form::one_line;
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
        let mut edits: Vec<Edit> = if let Some(was) = was {
            let is_said =
                |(key, _): &(&str, _)| !(*key == "people" && !words.people && was.get("people").is_none());
            let said = said.into_iter().filter(is_said);
            said.filter_map(|(key, value)| edit(["picture", key], was.get(key), value)).collect()
        } else {
            let said = said.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?)));
            vec![Edit::set(["picture"], Value::Object(said.collect::<Map<_, _>>()))]
        };
        let alt = if bundle.is_source() { &words.alt } else { &words.alt_source };
        edits.extend(edit(["alt"], head.get("alt"), filled(alt)));
        self.head(&bundle.source, &edits)?;
        if !bundle.is_source() {
            let here = bundle.head(&bundle.lang);
            let alt = edit(["alt"], here.get("alt"), filled(&words.alt));
            let credit = edit(["pictureCredit"], here.get("pictureCredit"), filled(&words.credit_here));
            self.head(&bundle.lang, &alt.into_iter().chain(credit).collect::<Vec<_>>())?;
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
        if self.bundle.may_go(name) && !self.is_named(desk, name)? {
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

/// What makes one value of another; nothing if a form shows both alike.
fn edit<const N: usize>(path: [&str; N], was: Option<&Value>, is: Option<Value>) -> Option<Edit> {
    let seen = |value: Option<&Value>| one_line(&value.map(shown).unwrap_or_default());
    if seen(was) == seen(is.as_ref()) {
        return None;
    }
    Some(match is {
        Some(value) => Edit::set(path, value),
        None => Edit::remove(path),
    })
}

/// A value as a field shows it.
pub(super) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Text between the brackets of a picture, in which no sign means anything (CommonMark 0.31, 2.4).
fn escaped(text: &str) -> String {
    let escape = |c: char| {
        c.is_ascii_punctuation() && !matches!(c, '.' | ',' | ':' | ';' | '?' | '-' | '\'' | '/' | '(' | ')')
    };
    text.chars().flat_map(|c| escape(c).then_some('\\').into_iter().chain([c])).collect()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::disallowed_methods, reason = "a test")]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    use generator::content::Kind;

    use super::*;
    use crate::pages::of_path;
    use crate::repository::Version;

    /// Each document of the real site whose source is in the site's first language.
    fn bundles() -> Vec<Bundle<'static>> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../content");
        let mut bundles = Vec::new();
        for kind in ["stories", "events"] {
            for entry in fs::read_dir(root.join(kind)).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                let folder = format!("{kind}/{name}");
                let Ok(files) = fs::read_dir(root.join(&folder)) else { continue };
                let (mut texts, mut pictures) = (BTreeMap::new(), Vec::new());
                for file in files {
                    let file = file.unwrap();
                    let name = file.file_name().into_string().unwrap();
                    match of_path(&format!("content/{folder}/{name}")) {
                        Some((_, lang)) => {
                            texts.insert(lang.to_owned(), fs::read_to_string(file.path()).unwrap());
                        }
                        None => pictures.push(name),
                    }
                }
                let (Some(kind), true) = (Kind::of_id(&folder), texts.contains_key("en")) else { continue };
                let from = Version::parse(&"0".repeat(40)).unwrap();
                let (source, lang) = ("en".to_owned(), "en".to_owned());
                bundles.push(Bundle { draft: None, kind, folder, lang, source, from, texts, pictures });
            }
        }
        assert!(bundles.len() > 20, "{}", bundles.len());
        bundles
    }

    /// The words that the form has when nobody has typed anything.
    fn as_shown(bundle: &Bundle<'_>) -> Words {
        let (source, here) = (bundle.head(&bundle.source), bundle.head(&bundle.lang));
        let say = |value: Option<&Value>| one_line(&value.map(shown).unwrap_or_default());
        let picture = |key: &str| source.get("picture").and_then(|picture| picture.get(key));
        Words {
            alt: say(here.get("alt")),
            alt_source: say(source.get("alt")),
            credit: say(picture("credit")),
            credit_here: say(here.get("pictureCredit")),
            people: picture("people") == Some(&Value::Bool(true)),
            consent: say(picture("consentRef")),
            review: say(picture("reviewOn")),
        }
    }

    #[test]
    fn sending_the_form_unchanged_changes_nothing() {
        let mut tried = 0;
        for mut bundle in bundles().into_iter().filter(|bundle| bundle.top().is_some()) {
            for lang in bundle.texts.keys().cloned().collect::<Vec<_>>() {
                bundle.lang = lang;
                let mut changing = Changing { bundle: &bundle, files: Files::new() };
                assert!(changing.top(None, &as_shown(&bundle)).is_ok());
                assert!(changing.files.is_empty(), "{} in {}", bundle.folder, bundle.lang);
                tried += 1;
            }
        }
        assert!(tried > 100, "{tried}");
    }

    #[test]
    fn another_picture_changes_the_lines_of_the_picture_and_no_other() {
        for mut bundle in bundles() {
            "da".clone_into(&mut bundle.lang);
            if !bundle.texts.contains_key("da") {
                continue;
            }
            let said = Words {
                alt: "Et bord: \"langt\" # og bredt".to_owned(),
                alt_source: "A table".to_owned(),
                credit: "Ida".to_owned(),
                credit_here: "Foto: Ida".to_owned(),
                people: true,
                consent: "2027-014".to_owned(),
                review: "2029-01-01".to_owned(),
            };
            let mut changing = Changing { bundle: &bundle, files: Files::new() };
            assert!(changing.top(Some("x-01234567.jpg"), &said).is_ok(), "{}", bundle.folder);
            for (lang, was) in &bundle.texts {
                let Some(Some(is)) = changing.files.get(&bundle.path(lang)) else { continue };
                let is = String::from_utf8(is.clone()).unwrap();
                let of_picture = |line: &&str| {
                    ["alt:", "picture:", "pictureCredit:"].iter().any(|key| line.starts_with(key))
                };
                let rest = |text: &str| {
                    text.lines().filter(|line| !of_picture(line)).map(str::to_owned).collect::<Vec<_>>()
                };
                assert_eq!(rest(was), rest(&is), "{} in {lang}", bundle.folder);
                let head = write_back::written(&is).unwrap().head;
                let alt = head.get("alt").and_then(Value::as_str);
                let should =
                    [("da", said.alt.as_str()), ("en", "A table")].into_iter().find(|(of, _)| of == lang);
                assert_eq!(alt, should.map(|(_, alt)| alt), "{} in {lang}", bundle.folder);
            }
            let source = String::from_utf8(changing.files[&bundle.path("en")].clone().unwrap()).unwrap();
            let picture = write_back::written(&source).unwrap().head["picture"].clone();
            assert_eq!(picture["src"], "x-01234567.jpg");
            assert_eq!(picture["people"], true);
        }
    }
}
