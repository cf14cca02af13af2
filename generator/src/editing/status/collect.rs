//! Documents with their translations → [`Report`].

use std::collections::BTreeMap;

use super::report::{DocumentStatus, Report, SourceFile, State, StatusCounts, TranslationStatus};
use crate::content::{HeadValue, WrittenReview};
use crate::diagnostic::Diagnostic;
use crate::document::Document;
use crate::lang::Lang;
use crate::site::{self, Bundle, Freshness};
use crate::slug;

/// The report for some languages; `words` are all words that some language lacks.
pub(super) fn report(bundles: &[Bundle], languages: Vec<Lang>, words: Vec<Diagnostic>) -> Report {
    let documents: Vec<DocumentStatus> = bundles.iter().map(|bundle| document(bundle, &languages)).collect();
    let counts = languages.iter().map(|lang| (lang.clone(), count(&documents, &words, lang))).collect();
    let is_asked = |name: &String| languages.iter().any(|lang| lang.as_str() == name);
    let about = |word: &Diagnostic| word.langs.is_empty() || word.langs.iter().any(is_asked);
    let words = words.into_iter().filter(about).collect();
    Report { version: 1, counts, documents, words, languages }
}

fn document(bundle: &Bundle, languages: &[Lang]) -> DocumentStatus {
    let source = &bundle.source;
    let others = languages.iter().filter(|lang| **lang != source.lang);
    DocumentStatus {
        id: bundle.id.clone(),
        source: SourceFile {
            lang: source.lang.clone(),
            path: source.path.clone(),
            hash: source.fingerprint().to_owned(),
        },
        translations: others.map(|lang| translation(bundle, lang)).collect(),
        changes: Vec::new(),
    }
}

fn translation(bundle: &Bundle, lang: &Lang) -> TranslationStatus {
    let Some(document) = bundle.translations.iter().find(|document| document.lang == *lang) else {
        return missing(lang);
    };
    let common = &document.common;
    let value = |key: &str| document.written(key).and_then(HeadValue::line).map(str::to_owned);
    let review = common.review.as_ref().map(|review| review.value);
    let lacks = site::lacking(document, &bundle.source).all_keys();
    TranslationStatus {
        lang: lang.clone(),
        state: match Freshness::of(document, bundle.source.fingerprint()) {
            Freshness::Current if lacks.is_empty() => State::Current,
            Freshness::Current | Freshness::Stale => State::Stale,
            Freshness::Unknown => State::Unknown,
        },
        lacks,
        path: Some(document.path.clone()),
        review: Some(if review == Some(WrittenReview::Human) { "human" } else { "machine" }),
        reviewed_by: value("reviewedBy"),
        reviewed_on: value("reviewedOn"),
        source_hash: value("sourceHash"),
        suggested_slug: suggested_slug(document, &bundle.source),
        place: document.keys.get("sourceHash"),
    }
}

fn missing(lang: &Lang) -> TranslationStatus {
    TranslationStatus {
        lang: lang.clone(),
        state: State::Missing,
        lacks: Vec::new(),
        path: None,
        review: None,
        reviewed_by: None,
        reviewed_on: None,
        source_hash: None,
        suggested_slug: None,
        place: None,
    }
}

/// The front page's address is the language; others may have the title in theirs.
fn suggested_slug(document: &Document, source: &Document) -> Option<String> {
    let is_home = source.own.is_home();
    if document.common.slug.is_some() || is_home {
        return None;
    }
    let slug = slug::suggest(document.lang.as_str(), &document.common.title.as_ref()?.value);
    let folder = document.id.rsplit('/').next();
    Some(slug).filter(|slug| !slug.is_empty() && Some(slug.as_str()) != folder)
}

fn count(documents: &[DocumentStatus], words: &[Diagnostic], lang: &Lang) -> StatusCounts {
    let lacks = words.iter().filter(|word| word.langs.iter().any(|one| one == lang.as_str()));
    let mut counts = StatusCounts { words: lacks.count(), ..StatusCounts::default() };
    for document in documents {
        let Some(translation) = document.translations.iter().find(|translation| translation.lang == *lang)
        else {
            counts.original += 1;
            continue;
        };
        match translation.state {
            State::Current => counts.current += 1,
            State::Stale => counts.stale += 1,
            State::Unknown => counts.unknown += 1,
            State::Missing => counts.missing += 1,
        }
        match translation.review {
            Some("human") => counts.human += 1,
            Some(_) => counts.machine += 1,
            None => {}
        }
    }
    counts
}

/// The older texts from which stale translations were made, each with the languages that still have it.
pub(super) fn older(document: &DocumentStatus) -> BTreeMap<&str, Vec<&Lang>> {
    let mut older: BTreeMap<&str, Vec<&Lang>> = BTreeMap::new();
    let is_older = |translation: &&TranslationStatus| {
        let from = translation.source_hash.as_deref();
        translation.state == State::Stale && from.is_some_and(|from| from != document.source.hash)
    };
    for translation in document.translations.iter().filter(is_older) {
        older
            .entry(translation.source_hash.as_deref().unwrap_or_default())
            .or_default()
            .push(&translation.lang);
    }
    older
}
