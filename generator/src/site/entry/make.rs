//! A checked bundle → [`Entry`].

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Entry, EventText, Extra, Freshness, Review, Translation, borrow};
use crate::document::{Document, Own};
use crate::event::EventHeader;
use crate::front_matter::WrittenReview;
use crate::lang::Lang;
use crate::markdown::Outline;
use crate::site::Target;
use crate::site::bundle::Bundle;
use crate::site::lacking;
use crate::yaml::Located;

/// The entry of a bundle; `targets` are those of its documents, in the order of [`Bundle::documents`].
pub(in crate::site) fn make<F>(
    bundle: Bundle,
    facts: F,
    withdrawn: bool,
    urls: BTreeMap<Lang, String>,
    targets: Vec<Vec<Target>>,
) -> Entry<F> {
    let Bundle { id, source, translations } = bundle;
    let source_lang = source.lang.clone();
    let fingerprint = source.fingerprint().to_owned();
    let display_name = match &source.own {
        Own::Story(story) => text(story.display_name.as_ref()),
        _ => None,
    };
    let aliases = source.common.aliases.iter().map(|alias| alias.value.clone()).collect();
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
        let mut translation = translation(document, display_name.as_deref(), next());
        borrow::borrow(&mut translation, lent, &of_source);
        made.insert(translation.lang.clone(), Box::new(Translation { review, freshness, ..translation }));
    }
    let source = translation(Arc::unwrap_or_clone(source), display_name.as_deref(), of_source);
    made.insert(source.lang.clone(), Box::new(source));
    Entry { id, facts, source: source_lang, translations: made, urls, aliases, withdrawn }
}

fn review(document: &Document) -> Review {
    match document.common.review.as_ref().map(|review| review.value) {
        Some(WrittenReview::Human) => Review::Human,
        // Without a word about it, nobody has read it.
        Some(WrittenReview::Machine) | None => Review::Machine,
    }
}

/// As if it were the source; the caller knows better.
fn translation(document: Document, name: Option<&str>, targets: Vec<Target>) -> Translation {
    let common = &document.common;
    let has_contents = matches!(document.own, Own::Page(_));
    let extra = match &document.own {
        Own::Story(story) => {
            // A name is often the same in every language.
            let own = text(story.display_name.as_ref());
            Extra::Story { display_name: own.or_else(|| name.map(str::to_owned)) }
        }
        Own::Event(event) => Extra::Event(Box::new(event_text(event))),
        Own::Page(page) => Extra::Page { menu_title: text(page.menu_title.as_ref()) },
    };
    Translation {
        title: text(common.title.as_ref()).unwrap_or_default(),
        summary: text(common.summary.as_ref()).unwrap_or_default(),
        alt: text(common.alt.as_ref()),
        credit: text(common.picture_credit.as_ref()),
        review: Review::Source,
        freshness: Freshness::Current,
        borrowed: BTreeSet::new(),
        extra,
        lender: None,
        targets,
        path: document.path,
        lang: document.lang,
        body: outline(document.body, has_contents),
    }
}

/// What pages want of it: where links lead is in `targets` now, and only some pages list their headings.
pub(super) fn outline(body: Outline, has_contents: bool) -> Outline {
    let headings = if has_contents { body.headings } else { Box::default() };
    Outline { headings, links: Box::default(), ..body }
}

fn event_text(event: &EventHeader) -> EventText {
    EventText {
        audience: event.audience.clone(),
        directions: event.directions.clone(),
        food_note: event.food_note.clone(),
        childcare_note: event.childcare_note.clone(),
        access_note: event.access_note.clone(),
        photo_note: event.photo_note.clone(),
        recap: event.recap.clone(),
        programme: event.programme.iter().map(|step| (step.time.value.clone(), step.text.clone())).collect(),
        borrowed_steps: BTreeSet::new(),
        place_name: text(event.place_name.as_ref()),
        roles: event.speaker_roles.as_ref().map(|roles| roles.value.clone()).unwrap_or_default(),
    }
}

fn text(written: Option<&Located<String>>) -> Option<String> {
    written.map(|text| text.value.trim().to_owned()).filter(|text| !text.is_empty())
}
