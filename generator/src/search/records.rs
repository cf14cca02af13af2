//! The words of each document, in each language that it really has.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::fold::folded;
use crate::content::kinds::KindFacts;
use crate::content::names::DisplayNames;
use crate::content::{Kind, Unsaid};
use crate::document;
use crate::lang::Lang;
use crate::markdown::TextStorage;
use crate::site::{AnyEntry, Site, Translation};
use crate::source::{Source, Version};
use crate::url::Url;

/// A page as the search knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// `/da/stories/bread/`.
    pub url: Url,
    /// The language of its words.
    pub lang: Lang,
    /// Its heading.
    pub title: String,
    /// Names in every spelling: in other languages, in Latin letters, of places and topics. Found, never shown.
    pub names: String,
    /// Summary and notes: the beginning of what else a reader meets on the page.
    beginning: String,
    body: BodyWords,
}

/// The words of a body. All together they are as large as the site, so each is read when it is its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
enum BodyWords {
    Here(String),
    File { place: Arc<SourceRoot>, path: String, head: u64, version: Version },
}

/// Where files lie, and nothing of them.
#[derive(Clone, Debug)]
struct SourceRoot(Source);

impl PartialEq for SourceRoot {
    fn eq(&self, other: &Self) -> bool {
        self.0.root == other.0.root
    }
}

impl Eq for SourceRoot {}

impl Record {
    /// Everything else that a reader meets on the page; excerpts are cut from it.
    #[must_use]
    pub fn text(&self) -> String {
        let body = match &self.body {
            BodyWords::Here(words) => words.clone(),
            BodyWords::File { place, path, version, .. } => {
                document::body(&place.0, path, &self.lang, version).text()
            }
        };
        whole(&self.beginning, &body)
    }

    /// Whether words of it, or of another of the site, couldn't be read.
    pub(super) fn has_lost(&self) -> bool {
        matches!(&self.body, BodyWords::File { place, .. } if place.0.lost.any())
    }

    /// It without its words, which no file is read for.
    pub(super) fn kept(&self) -> KeptRecord<'_> {
        let (body, file) = match &self.body {
            BodyWords::Here(words) => (Cow::Borrowed(words.as_str()), None),
            BodyWords::File { path, head, version, .. } => {
                (version.told_apart(), Some((Cow::Borrowed(path.as_str()), *head)))
            }
        };
        let words = [self.url.as_str(), self.lang.as_str(), &self.title, &self.names, &self.beginning]
            .map(Cow::Borrowed);
        let [url, lang, title, names, beginning] = words;
        KeptRecord { url, lang, title, names, beginning, body, file, text: Cow::Borrowed("") }
    }
}

/// All that is searched of a page: what stands before its body, and that.
fn whole(beginning: &str, body: &str) -> String {
    let parts = [beginning, body].into_iter().filter(|part| !part.is_empty());
    folded(parts.collect::<Vec<_>>().join(" "))
}

/// A record as it stays in the cache: with its text, so that no file is read for it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptRecord<'r> {
    pub(super) url: Cow<'r, str>,
    pub(super) lang: Cow<'r, str>,
    pub(super) title: Cow<'r, str>,
    pub(super) names: Cow<'r, str>,
    beginning: Cow<'r, str>,
    /// What tells its body from others.
    body: Cow<'r, str>,
    /// The file with its body, and the hash of that file's head.
    file: Option<(Cow<'r, str>, u64)>,
    /// Empty until it is known.
    pub(super) text: Cow<'r, str>,
}

impl KeptRecord<'_> {
    /// What it is made of, so that the same is the same record.
    pub(super) fn made_of(&self) -> [&str; 5] {
        [&self.url, &self.title, &self.names, &self.beginning, &self.body]
    }

    /// What its text is made of.
    pub(super) fn text_of(&self) -> [&str; 2] {
        [&self.beginning, &self.body]
    }

    /// The file with its body.
    pub(super) fn file(&self) -> Option<&str> {
        self.file.as_ref().map(|(path, _)| &**path)
    }

    /// The record that becomes of it with what its file says now; `None` if more has changed there than words of the body.
    pub(super) fn reworded(&self, source: &Source, lang: &Lang) -> Option<Self> {
        let (path, head) = self.file.as_ref()?;
        let text = source.text(path).ok()?;
        if document::head_of(path, &text) != Some(*head) {
            return None;
        }
        let version = Version::of(&text, false);
        let body = document::body(source, path, lang, &version).text();
        let text = Cow::Owned(whole(&self.beginning, &body));
        let is_read = !source.lost.any();
        is_read.then(|| Self { body: Cow::Owned(version.told_apart().into_owned()), text, ..self.clone() })
    }
}

/// Every published document for everybody, but for those whose text was taken back.
pub fn records(site: &Site, source: &Source) -> Vec<Record> {
    let place = Source { root: source.root.clone(), lost: source.lost.clone(), ..Source::default() };
    let place = Arc::new(SourceRoot(place));
    let body = |text: &Translation| match &text.body.kept {
        // Found in the language in which it stands.
        _ if text.lender.is_some() => BodyWords::Here(String::new()),
        TextStorage::File | TextStorage::Prose(_) if !source.texts.contains_key(&text.path) => {
            let (path, version) = (text.path.clone(), text.body.version.clone());
            BodyWords::File { place: Arc::clone(&place), path, head: text.head, version }
        }
        _ => {
            let body = text.body.body(|version| document::body(source, &text.path, &text.lang, version));
            BodyWords::Here(body.text())
        }
    };
    let live = site.entries.all().filter(|entry| !entry.withdrawn && entry.facts.is_listed());
    live.flat_map(|entry| each(site, entry, &body)).collect()
}

/// One record for each translation; a page that only repeats its source is found in the source's language.
fn each<'a>(
    site: &'a Site,
    entry: &'a AnyEntry,
    body: &'a impl Fn(&Translation) -> BodyWords,
) -> impl Iterator<Item = Record> + 'a {
    entry.translations.iter().filter_map(move |(lang, text)| {
        Some(Record {
            url: entry.urls.get(lang)?.clone(),
            lang: lang.clone(),
            title: folded(site.outward_title(entry, lang)),
            names: folded(names(entry, words_of(site, lang, &entry.facts))),
            beginning: beginning(Kind::of_id(&entry.id), text),
            body: body(text),
        })
    })
}

/// Words that are one in every language, such as a person's name, as each translation spells them, and all of it in Latin
/// letters.
fn names(entry: &AnyEntry, about: Vec<String>) -> String {
    let names = |text: &Translation| -> Vec<String> {
        let same = Kind::of_id(&entry.id).map(Kind::own_keys).unwrap_or_default().iter();
        let same = same.filter(|key| key.unsaid == Unsaid::Same);
        same.filter_map(|key| text.words.get(key.name)).map(str::to_owned).collect()
    };
    let spelled = entry.translations.values().flat_map(|text| names(text));
    let given: BTreeSet<String> = spelled.chain(about).collect();
    let latin: BTreeSet<String> = given.iter().map(|name| any_ascii::any_ascii(name)).collect();
    given.union(&latin).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Place and topics, in the words of the language.
fn words_of(site: &Site, lang: &Lang, facts: &dyn KindFacts) -> Vec<String> {
    let texts = site.text(lang);
    let labels = site.topics.iter().filter(|topic| facts.topics().contains(&topic.id));
    let mut words: Vec<String> = labels.map(|topic| topic.label.get(lang).to_owned()).collect();
    // People look for a town by either name.
    let town = facts.city().map(|city| [city, site.towns.name(city, lang.as_str())]);
    words.extend(town.into_iter().flatten().map(str::to_owned));
    let country = |code: &str| {
        let key = format!("country.{code}");
        let names = || DisplayNames::of(&site.language(lang).locale).word(&key);
        texts.find(&key, &[]).or_else(names)
    };
    words.extend(facts.country().and_then(country));
    words
}

fn beginning(kind: Option<Kind>, text: &Translation) -> String {
    let notes = kind.into_iter().flat_map(Kind::notes).filter_map(|key| text.words.get(key.name));
    let programme = text.event.iter().flat_map(|event| &event.programme).map(|(_, what)| what.as_str());
    let parts = std::iter::once(text.summary.as_str()).chain(notes).chain(programme);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}
