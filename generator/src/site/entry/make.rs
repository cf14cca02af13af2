//! A checked bundle → [`Entry`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Entry, EventText, Freshness, OwnWords, Review, Translation, borrow};
use crate::content::{Kind, WrittenReview};
use crate::document::{Document, Own};
use crate::event::EventHeader;
use crate::lang::Lang;
use crate::markdown::Outline;
use crate::site::Target;
use crate::site::bundle::Bundle;
use crate::site::lacking;
use crate::url::Url;
use crate::yaml::Located;

/// The entry of a bundle; `targets` are those of its documents, in the order of [`Bundle::documents`].
pub(in crate::site) fn make<F>(
    bundle: Bundle,
    facts: F,
    withdrawn: bool,
    urls: BTreeMap<Lang, Url>,
    targets: Vec<Vec<Target>>,
) -> Entry<F> {
    let Bundle { id, source, translations } = bundle;
    let source_lang = source.lang.clone();
    let fingerprint = source.fingerprint().to_owned();
    let kind = source.kind();
    let same = OwnWords::of(&source).same(kind);
    let aliases = source.common.aliases.iter().map(|alias| alias.value.to_string()).collect();
    let mut made = BTreeMap::new();
    let mut targets = targets.into_iter();
    let mut next = || targets.next().unwrap_or_default();
    let of_source = next();
    for document in translations {
        let lacking = lacking(&document, &source);
        let freshness = match lacking.is_empty() {
            true => Freshness::of(&document, &fingerprint),
            false => Freshness::Stale,
        };
        let lent = borrow::lent(&document, &source, &lacking);
        let document = Arc::unwrap_or_clone(document);
        let review = review(&document);
        let mut translation = translation(document, &same, next());
        borrow::borrow(&mut translation, lent, &of_source, kind);
        made.insert(translation.lang.clone(), Box::new(Translation { review, freshness, ..translation }));
    }
    let source = translation(Arc::unwrap_or_clone(source), &same, of_source);
    made.insert(source.lang.clone(), Box::new(source));
    Entry { id, facts, source: source_lang, translations: made, urls, aliases, withdrawn }
}

/// The entry of a bundle with other words than `old`, which keeps its addresses and the targets of its links.
pub(in crate::site) fn make_again<F>(bundle: Bundle, facts: F, old: &Entry<F>) -> Entry<F> {
    let targets = |document: &Document| -> Vec<Target> {
        old.translations.get(&document.lang).map(|text| text.targets.clone()).unwrap_or_default()
    };
    let targets = bundle.documents().map(targets).collect();
    make(bundle, facts, old.withdrawn, old.urls.clone(), targets)
}

fn review(document: &Document) -> Review {
    match document.common.review.as_ref().map(|review| review.value) {
        Some(WrittenReview::Human) => Review::Human,
        // Without a word about it, nobody has read it.
        Some(WrittenReview::Machine) | None => Review::Machine,
    }
}

/// As if it were the source; the caller knows better.
fn translation(document: Document, same: &OwnWords, targets: Vec<Target>) -> Translation {
    let common = &document.common;
    let event = match &document.own {
        Own::Event(event) => Some(Box::new(event_text(event))),
        _ => None,
    };
    let words = OwnWords::of(&document).or(same.iter());
    let kind = document.kind();
    Translation {
        title: text(common.title.as_ref()).unwrap_or_default(),
        summary: text(common.summary.as_ref()).unwrap_or_default(),
        alt: text(common.alt.as_ref()),
        credit: text(common.picture_credit.as_ref()),
        review: Review::Source,
        freshness: Freshness::Current,
        borrowed: BTreeSet::new(),
        words,
        event,
        lender: None,
        outside: document.outside,
        head: document.head,
        targets,
        path: document.path,
        lang: document.lang,
        body: outline(document.body, kind),
    }
}

/// What pages want of it: where links lead is in `targets` now, and only some pages list their headings.
pub(super) fn outline(body: Outline, kind: Kind) -> Outline {
    let headings = if kind.has_lists() { Box::default() } else { body.headings };
    Outline { headings, links: Box::default(), ..body }
}

fn event_text(event: &EventHeader) -> EventText {
    EventText {
        programme: event
            .programme
            .iter()
            .map(|step| (step.time.value.to_string(), step.text.clone()))
            .collect(),
        borrowed_steps: BTreeSet::new(),
        roles: event.speaker_roles.as_ref().map(|roles| roles.value.clone()).unwrap_or_default(),
    }
}

fn text(written: Option<&Located<String>>) -> Option<String> {
    written.map(|text| text.value.trim().to_owned()).filter(|text| !text.is_empty())
}
