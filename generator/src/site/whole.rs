//! From checked documents, with their addresses and the targets of their links, to the finished site.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::address::Urls;
use super::assemble::Targets;
use super::entries::Made;
use super::live::{Facts, Live};
use super::{AssembleOptions, Entries, Parsed, Site, assets};

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
    let pictures = live.iter().filter_map(|live| live.facts.picture());
    let of_documents: BTreeSet<String> = pictures.map(|picture| picture.src.clone()).collect();
    let urls: Vec<_> = live.iter().map(|live| urls.remove(&live.bundle.id).unwrap_or_default()).collect();
    let all = live.into_par_iter().zip(urls).zip(targets);
    let all: Vec<_> = all.map(|((live, urls), targets)| Made::new(live, urls, targets, &published)).collect();
    let entries = Entries::of(all);
    let used = assets::used(entries.all());
    let used: BTreeSet<&str> = used.chain(of_documents.iter().map(String::as_str)).collect();
    let assets = assets::published(&used, &parsed.assets, &parsed.pictures);
    let pictures = assets::pictures(&used, &parsed.pictures);
    Site {
        config: parsed.config,
        now: options.now,
        organisations: parsed.organisations,
        topics: parsed.topics,
        resources: parsed.resources,
        towns: parsed.towns,
        glossary: parsed.glossary,
        entries,
        forms: parsed.forms,
        texts: parsed.texts,
        checks: parsed.checks,
        redirects: Vec::new(),
        left_out: Vec::new(),
        unpublished: BTreeMap::new(),
        marks_drafts: false,
        assets,
        pictures,
    }
}
