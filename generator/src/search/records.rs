//! The words of each document, in each language that it really has.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

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
    File { place: Arc<SourceRoot>, path: String, version: Version },
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
            BodyWords::File { place, path, version } => {
                document::body(&place.0, path, &self.lang, version).text()
            }
        };
        let parts = [self.beginning.as_str(), &body].into_iter().filter(|part| !part.is_empty());
        folded(parts.collect::<Vec<_>>().join(" "))
    }

    /// What it is made of, so that the same is the same record; no file is read for it.
    pub(super) fn made_of(&self) -> [Cow<'_, str>; 5] {
        let body = match &self.body {
            BodyWords::Here(words) => Cow::Borrowed(words.as_str()),
            BodyWords::File { version, .. } => version.told_apart(),
        };
        let words = [self.url.as_str(), &self.title, &self.names, &self.beginning].map(Cow::Borrowed);
        let [url, title, names, beginning] = words;
        [url, title, names, beginning, body]
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
            BodyWords::File { place: Arc::clone(&place), path, version }
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
