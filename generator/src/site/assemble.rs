//! The second step: from parsed files to the whole site, with all problems between them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::address::{History, Urls};
use super::bundle::{self, Bundle};
use super::live::{self, Facts, Live, Reach};
use super::resolve::Resolver;
use super::{
    AssembleOptions, Entry, Parsed, Site, Target, address, assets, entry, freshness, menus, publish, wording,
};
use crate::diagnostic::{Diagnostic, any_error};
use crate::document::Own;
use crate::front_matter::{Checker, Known};
use crate::{story, time};

/// Puts the site together and shows every problem between its files. With errors among them the
/// site is incomplete: it may be looked at, but not rendered.
#[must_use]
pub fn assemble(mut parsed: Parsed, options: &AssembleOptions) -> (Site, Vec<Diagnostic>) {
    if let Some(base_url) = &options.base_url {
        parsed.config.base_url = base_url.trim_end_matches('/').to_owned();
    }
    let documents = std::mem::take(&mut parsed.documents);
    let (bundles, mut incomplete, mut problems) =
        bundle::group(documents, &parsed.config.default_language().id);
    let events =
        bundles.iter().map(|bundle| bundle.id.clone()).filter(|id| id.starts_with("events/")).collect();
    let sorted = publish::sort(bundles, &parsed.config, options);
    problems.extend(sorted.problems);
    let (live, more, found) = complete(sorted.live, &known(&parsed, events, options));
    incomplete.extend(more);
    problems.extend(found);

    let sections = live::sections(&live, &parsed.organisations);
    let history = History { ledger: &parsed.ledger, hidden: &sorted.hidden, incomplete: &incomplete };
    let addresses = address::assign(&live, sections.iter(), &parsed.config, &history);
    problems.extend(addresses.problems);
    problems.extend(menus::check(&parsed.config, ids(&live, &incomplete), &sorted.hidden));
    let resolver = Resolver {
        reach: Reach::new(&live, &parsed.organisations),
        incomplete: &incomplete,
        // A list may be missing only because what would be in it has problems of its own.
        some_lists_missing: any_error(&problems),
        hidden: &sorted.hidden,
        assets: &parsed.assets,
        config: &parsed.config,
    };
    let (targets, found) = targets(&live, &resolver);
    problems.extend(found);
    let mut left_out = parsed.left_out.clone();
    left_out.extend(sorted.left_out);
    left_out.sort();
    let site = site(parsed, options, live, targets, addresses.urls);
    (Site { redirects: addresses.redirects, left_out, ..site }, problems)
}

fn known<'a>(parsed: &'a Parsed, events: BTreeSet<String>, options: &AssembleOptions) -> Known<'a> {
    Known {
        today: time::today(options.now, &parsed.config.time_zone),
        organisations: parsed.organisations.iter().map(|organisation| organisation.id.as_str()).collect(),
        topics: parsed.topics.iter().map(|topic| topic.id.as_str()).collect(),
        forms: parsed.forms.iter().map(|form| form.id.as_str()).collect(),
        events,
        assets: &parsed.assets,
    }
}

/// Documents with their facts; the ids of those whose facts are wrong come second.
fn complete(bundles: Vec<Bundle>, known: &Known<'_>) -> (Vec<Live>, BTreeSet<String>, Vec<Diagnostic>) {
    let ids: BTreeSet<String> = bundles.iter().map(|bundle| bundle.id.clone()).collect();
    let checked: Vec<_> = bundles.into_par_iter().map(|bundle| complete_one(bundle, known, &ids)).collect();
    let (mut live, mut incomplete, mut problems) = (Vec::new(), BTreeSet::new(), Vec::new());
    for (bundle, facts, found) in checked {
        problems.extend(found);
        let withdrawn = publish::is_withdrawn(&bundle);
        match facts {
            Some(facts) => live.push(Live { bundle, facts, withdrawn }),
            None => _ = incomplete.insert(bundle.id),
        }
    }
    (live, incomplete, problems)
}

pub(super) fn complete_one(
    bundle: Bundle,
    known: &Known<'_>,
    ids: &BTreeSet<String>,
) -> (Bundle, Option<Facts>, Vec<Diagnostic>) {
    if publish::is_withdrawn(&bundle) {
        return (bundle, Some(Facts::Story(story::withdrawn())), Vec::new());
    }
    let mut checker = Checker::new(&bundle.source.path, known);
    let facts = match &bundle.source.own {
        Own::Story(story) => story.facts(&mut checker).map(Facts::Story),
        Own::Event(event) => event.facts(&mut checker).map(Facts::Event),
        Own::Page(page) => {
            let above = bundle.id.rsplit_once('/').map(|(above, _)| above.to_owned());
            page.facts(&mut checker, above.filter(|above| ids.contains(above))).map(Facts::Page)
        }
    };
    let mut problems = checker.problems;
    problems.extend(bundle::facts_agree(&bundle));
    problems.extend(freshness::check(&bundle));
    problems.extend(wording::check(&bundle, facts.as_ref()));
    (bundle, facts, problems)
}

fn ids<'a>(live: &'a [Live], incomplete: &'a BTreeSet<String>) -> impl Iterator<Item = &'a str> + Clone {
    live.iter().map(|live| live.bundle.id.as_str()).chain(incomplete.iter().map(String::as_str))
}

/// File → targets of its links.
type Targets = BTreeMap<String, Vec<Target>>;

fn targets(live: &[Live], resolver: &Resolver<'_>) -> (Targets, Vec<Diagnostic>) {
    let documents =
        live.par_iter().flat_map_iter(|live| live.bundle.documents().map(move |document| (live, document)));
    let resolved: Vec<_> =
        documents.map(|(live, document)| (document.path.clone(), resolver.targets(live, document))).collect();
    let mut targets = Targets::new();
    let mut problems = Vec::new();
    for (path, (of_file, found)) in resolved {
        targets.insert(path, of_file);
        problems.extend(found);
    }
    (targets, problems)
}

fn site(
    parsed: Parsed,
    options: &AssembleOptions,
    live: Vec<Live>,
    mut targets: Targets,
    mut urls: Urls,
) -> Site {
    let (mut stories, mut events, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    let mut of_documents = BTreeSet::new();
    for Live { bundle, facts, withdrawn } in live {
        of_documents.extend(wording::picture(&facts).map(|picture| picture.src.clone()));
        let urls = urls.remove(&bundle.id).unwrap_or_default();
        match facts {
            Facts::Story(facts) => stories.push(entry::make(bundle, facts, withdrawn, urls, &mut targets)),
            Facts::Event(facts) => events.push(entry::make(bundle, facts, withdrawn, urls, &mut targets)),
            Facts::Page(facts) => pages.push(entry::make(bundle, facts, withdrawn, urls, &mut targets)),
        }
    }
    stories.sort_by(|a, b| b.facts.date.cmp(&a.facts.date).then_with(|| a.id.cmp(&b.id)));
    events.sort_by(|a, b| {
        a.facts.starts.timestamp().cmp(&b.facts.starts.timestamp()).then_with(|| a.id.cmp(&b.id))
    });
    pages.sort_by(|a, b| (a.facts.order, &a.id).cmp(&(b.facts.order, &b.id)));
    let published: BTreeSet<String> = events.iter().map(|event| event.id.clone()).collect();
    for story in &mut stories {
        story.facts.related_events.retain(|id| published.contains(id));
    }
    let (stories, events, pages) = (shared(stories), shared(events), shared(pages));
    let used = assets::used(&stories).chain(assets::used(&events)).chain(assets::used(&pages));
    let used: BTreeSet<&str> = used.chain(of_documents.iter().map(String::as_str)).collect();
    let assets = assets::published(&used, &parsed.assets);
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
        assets,
        pictures,
        places,
    }
}

fn shared<F>(entries: Vec<Entry<F>>) -> Vec<Arc<Entry<F>>> {
    entries.into_iter().map(Arc::new).collect()
}

fn places<F>(entries: &[Arc<Entry<F>>]) -> impl Iterator<Item = (String, usize)> {
    entries.iter().enumerate().map(|(at, entry)| (entry.id.clone(), at))
}
