//! From checked documents, with their addresses and the targets of their links, to the finished site.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::address::Urls;
use super::assemble::Targets;
use super::live::{Facts, Live};
use super::{AssembleOptions, Entry, Parsed, Site, assets, entry, wording};
use crate::event::Event;
use crate::lang::Lang;
use crate::page::Page;
use crate::story::Story;

/// A document in all its languages, of its kind.
enum Made {
    Story(Arc<Entry<Story>>),
    Event(Arc<Entry<Event>>),
    Page(Arc<Entry<Page>>),
}

fn made(
    Live { bundle, facts, withdrawn }: Live,
    urls: BTreeMap<Lang, String>,
    targets: Targets,
    published: &BTreeSet<String>,
) -> Made {
    match facts {
        Facts::Story(mut facts) => {
            facts.related_events.retain(|id| published.contains(id));
            Made::Story(Arc::new(entry::make(bundle, facts, withdrawn, urls, targets)))
        }
        Facts::Event(facts) => Made::Event(Arc::new(entry::make(bundle, facts, withdrawn, urls, targets))),
        Facts::Page(facts) => Made::Page(Arc::new(entry::make(bundle, facts, withdrawn, urls, targets))),
    }
}

/// The site of these documents with their addresses and targets.
pub(super) fn site(
    parsed: Parsed,
    options: &AssembleOptions,
    live: Vec<Live>,
    targets: Vec<Targets>,
    mut urls: Urls,
) -> Site {
    let is_event = |live: &&Live| matches!(live.facts, Facts::Event(_));
    let published = live.iter().filter(is_event).map(|live| live.bundle.id.clone()).collect();
    let pictures = live.iter().filter_map(|live| wording::picture(&live.facts));
    let of_documents: BTreeSet<String> = pictures.map(|picture| picture.src.clone()).collect();
    let urls: Vec<_> = live.iter().map(|live| urls.remove(&live.bundle.id).unwrap_or_default()).collect();
    let all = live.into_par_iter().zip(urls).zip(targets);
    let all: Vec<_> = all.map(|((live, urls), targets)| made(live, urls, targets, &published)).collect();
    let (mut stories, mut events, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    for made in all {
        match made {
            Made::Story(entry) => stories.push(entry),
            Made::Event(entry) => events.push(entry),
            Made::Page(entry) => pages.push(entry),
        }
    }
    stories.sort_by(|a, b| b.facts.date.cmp(&a.facts.date).then_with(|| a.id.cmp(&b.id)));
    events.sort_by(|a, b| {
        a.facts.starts.timestamp().cmp(&b.facts.starts.timestamp()).then_with(|| a.id.cmp(&b.id))
    });
    pages.sort_by(|a, b| (a.facts.order, &a.id).cmp(&(b.facts.order, &b.id)));
    let used = assets::used(&stories).chain(assets::used(&events)).chain(assets::used(&pages));
    let used: BTreeSet<&str> = used.chain(of_documents.iter().map(String::as_str)).collect();
    let assets = assets::published(&used, &parsed.assets, &parsed.pictures);
    let pictures = assets::pictures(&used, &parsed.pictures);
    let places = places(&stories).chain(places(&events)).chain(places(&pages)).collect();
    Site {
        config: parsed.config,
        now: options.now,
        organisations: parsed.organisations,
        topics: parsed.topics,
        stories,
        events,
        pages,
        forms: parsed.forms,
        texts: parsed.texts,
        checks: parsed.checks,
        redirects: Vec::new(),
        left_out: Vec::new(),
        unpublished: BTreeMap::new(),
        marks_drafts: false,
        assets,
        pictures,
        places,
    }
}

fn places<F>(entries: &[Arc<Entry<F>>]) -> impl Iterator<Item = (String, usize)> {
    entries.iter().enumerate().map(|(at, entry)| (entry.id.clone(), at))
}
