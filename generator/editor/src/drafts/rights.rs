//! Who may change what: looked at on the resulting change, whatever a form says, each time that something is saved or published.

use std::collections::BTreeSet;

use generator::content::{HeadKey, Kind, Referent, Shape};
use generator::write_back;
use serde_json::Value;

use super::NotAllowed;
use crate::person::Rights;
use crate::repository::{Files, GitFault, Repository, Version};

/// What somebody is about to do with files.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Doing {
    /// Into a draft.
    Saving,
    /// For everybody.
    Publishing,
}

/// Looks at all files that are to be another than in a version.
///
/// # Errors
/// [`NotAllowed::NotYours`] with the first that isn't theirs to change.
pub(crate) fn check(
    repository: &Repository,
    at: &Version,
    files: &Files,
    rights: &Rights,
    doing: Doing,
) -> Result<(), NotAllowed> {
    if rights.everything || rights.writes_everywhere && doing == Doing::Saving {
        return Ok(());
    }
    let default =
        super::allowed::languages(repository, at)?.into_iter().next().ok_or(NotAllowed::NoSettings)?;
    let organisations = match doing {
        Doing::Saving => rights.organisations(),
        Doing::Publishing => rights.publishes.clone(),
    };
    for path in files.keys() {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let was = Document::read(repository, at, &default, folder, &Files::new())?;
        let is = Document::read(repository, at, &default, folder, files)?;
        let is_translation = doing == Doing::Saving
            && was.translates(path)
            && is.translates(path)
            && lang(path).is_some_and(|lang| was.may_be_translated(lang, rights));
        if !is_translation {
            are_theirs(path, (&was, &is), &organisations).map_err(|not| match not {
                // Whoever publishes doesn't choose whose it is.
                NotAllowed::NotOfYours(_) if doing == Doing::Publishing => NotAllowed::NotYours(path.clone()),
                other => other,
            })?;
        }
    }
    Ok(())
}

/// Whether a document is that of some organisations before a change and behind it, and takes nothing away from another one.
fn are_theirs(
    path: &str,
    (was, is): (&Document, &Document),
    organisations: &BTreeSet<String>,
) -> Result<(), NotAllowed> {
    if organisations.is_empty() || !(was.is_new || was.is_of(organisations)) {
        return Err(NotAllowed::NotYours(path.to_owned()));
    }
    // What is gone as a whole belongs to nobody behind that.
    if !(is.is_new || is.is_of(organisations)) {
        return Err(NotAllowed::NotOfYours(organisations.iter().cloned().collect()));
    }
    let mut taken_away = was.organisations.difference(&is.organisations);
    match taken_away.find(|organisation| !organisations.contains(*organisation)) {
        Some(other) => Err(NotAllowed::OfOthers(other.clone())),
        None => Ok(()),
    }
}

/// A document with all its languages, as far as it says whose it is.
pub(crate) struct Document {
    /// There is none.
    is_new: bool,
    /// The file with the facts: the one that says so, else that of the site's first language, else the only one. As a build finds it.
    pub(crate) source: Option<String>,
    /// What stands in its head; nothing where that can't be read.
    pub(crate) head: Value,
    organisations: BTreeSet<String>,
}

impl Document {
    /// The one in a folder, as a version has it with some files changed.
    pub(crate) fn read(
        repository: &Repository,
        at: &Version,
        default: &str,
        folder: &str,
        files: &Files,
    ) -> Result<Self, GitFault> {
        let is_beside = |path: &String| {
            lang(path).is_some() && path.rsplit_once('/').is_some_and(|(beside, _)| beside == folder)
        };
        let listed = repository.list(at, folder)?;
        let paths: BTreeSet<&String> = listed.iter().chain(files.keys()).filter(|p| is_beside(p)).collect();
        let mut heads = Vec::new();
        for path in paths {
            let bytes = match files.get(path) {
                Some(bytes) => bytes.clone(),
                None => repository.read(at, path)?,
            };
            let Some(bytes) = bytes else { continue };
            // A head that can't be read says of nobody that it is theirs.
            let text = String::from_utf8(bytes).ok();
            let written = text.and_then(|text| write_back::written(&text).ok());
            heads.push((path.clone(), written.map_or(Value::Null, |written| written.head)));
        }
        let is_new = heads.is_empty();
        let marked = heads.iter().filter(|(_, head)| head["source"] == Value::Bool(true)).count();
        let at = match marked {
            0 => heads.iter().position(|(path, _)| lang(path) == Some(default)),
            1 => heads.iter().position(|(_, head)| head["source"] == Value::Bool(true)),
            _ => {
                return Ok(Self { is_new, source: None, head: Value::Null, organisations: BTreeSet::new() });
            }
        };
        let at = at.or((heads.len() == 1).then_some(0));
        let source = at.map(|at| heads.swap_remove(at));
        let kind = folder.strip_prefix("content/").and_then(Kind::of_id);
        let organisations = match (kind, &source) {
            (Some(kind), Some((_, head))) => organisations(kind, head),
            _ => BTreeSet::new(),
        };
        let (source, head) = source.map_or((None, Value::Null), |(path, head)| (Some(path), head));
        Ok(Self { is_new, source, head, organisations })
    }

    fn is_of(&self, organisations: &BTreeSet<String>) -> bool {
        !self.organisations.is_disjoint(organisations)
    }

    /// Whether somebody may translate it into a language.
    fn may_be_translated(&self, lang: &str, rights: &Rights) -> bool {
        let of =
            |organisation: &String| rights.translates_of.contains(&(organisation.clone(), lang.to_owned()));
        rights.translates.contains(lang) || self.organisations.iter().any(of)
    }

    /// Whether a file is one of its translations.
    fn translates(&self, path: &str) -> bool {
        self.source.as_deref().is_some_and(|source| source != path)
    }
}

/// What stands under the keys of a kind that name organisations: the `host` of a story, the `hosts` of an event.
fn organisations(kind: Kind, head: &Value) -> BTreeSet<String> {
    let of = Shape::Id(Referent::Organisation);
    let named = |key: &&HeadKey| key.shape == of || matches!(key.shape, Shape::List(each) if *each == of);
    let mut organisations = BTreeSet::new();
    for value in kind.keys().filter(named).filter_map(|key| head.get(key.name)) {
        let many = value.as_array().into_iter().flatten();
        organisations.extend(many.chain([value]).filter_map(Value::as_str).map(str::to_owned));
    }
    organisations
}

/// The language of a document's file.
fn lang(path: &str) -> Option<&str> {
    path.rsplit('/').next()?.strip_prefix("index.")?.strip_suffix(".md")
}
