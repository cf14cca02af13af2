//! The second step: from parsed files to the whole site, with all problems between them.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::address::History;
use super::bundle::{self, Bundle};
use super::live::{self, Facts, Live, Reach};
use super::resolve::{self, Broken, Resolver};
use super::{
    AssembleOptions, Parsed, Site, Target, address, assets, event_ids, freshness, front_page, menus,
    plausible, publish, published, towns, whole, wording,
};
use crate::content::Kind;
use crate::diagnostic::{Diagnostic, any_error};
use crate::front_matter::{Checker, Known};
use crate::{resources, story, time};

/// Puts the site together and shows every problem between its files. With errors among them the
/// site is incomplete: it may be looked at, but not rendered.
#[must_use]
pub fn assemble(mut parsed: Parsed, options: &AssembleOptions) -> (Site, Vec<Diagnostic>) {
    if let Some(base_url) = &options.base_url {
        parsed.config.base_url = base_url.clone();
    }
    let documents = std::mem::take(&mut parsed.documents);
    let (bundles, mut incomplete, mut problems) =
        bundle::group(documents, &parsed.config.default_language().id);
    let named = bundles.iter().map(|bundle| &bundle.id).chain(&parsed.faulty);
    let events = named.filter(|id| Kind::of_id(id) == Some(Kind::Event)).cloned().collect();
    let homes = front_page::homes(&bundles);
    problems.extend(of_events(&bundles, &incomplete, &parsed, options));
    let sorted = publish::sort(bundles, &parsed.config, options, &parsed.faulty);
    problems.extend(sorted.problems);
    let (live, more, found) = complete(sorted.live, &known(&parsed, events, options));
    incomplete.extend(more);
    problems.extend(found);
    problems.extend(front_page::check(&homes, &live, &incomplete, &sorted.hidden, &parsed.config));
    problems.extend(of_live(&live, &parsed, options));
    let sections = live::sections(&live, &parsed.organisations);
    let history = History {
        ledger: &parsed.ledger,
        hidden: &sorted.hidden,
        expired: &sorted.expired,
        incomplete: &incomplete,
    };
    let addresses = address::assign(&live, sections.iter(), &parsed.fixed, &parsed.config, &history);
    problems.extend(addresses.problems);
    problems.extend(menus::check(
        &parsed.config,
        ids(&live, &incomplete),
        &sorted.hidden,
        &sorted.unpublished,
    ));
    let resolver = Resolver {
        reach: Reach::new(&live, &parsed.organisations),
        incomplete: &incomplete,
        // A list may be missing only because what would be in it has problems of its own.
        some_lists_missing: any_error(&problems),
        hidden: &sorted.hidden,
        unpublished: &sorted.unpublished,
        assets: &parsed.assets,
        pictures: &parsed.pictures,
        unusable: &parsed.unusable,
        config: &parsed.config,
    };
    let (targets, found) = targets(&live, &resolver);
    problems.extend(found);
    let mut left_out = parsed.left_out.clone();
    left_out.extend(sorted.left_out);
    left_out.sort();
    let site = whole::site(parsed, options, live, targets, addresses.urls);
    problems.extend(assets::collisions(&site.assets));
    let unpublished = sorted.unpublished;
    (Site { redirects: addresses.redirects, left_out, unpublished, ..site }, problems)
}

/// What is wrong with events among all others, those that aren't published, too.
fn of_events(
    bundles: &[Bundle],
    incomplete: &BTreeSet<String>,
    parsed: &Parsed,
    options: &AssembleOptions,
) -> Vec<Diagnostic> {
    let mut problems = plausible::published(bundles, time::today(options.now, &parsed.config.time_zone));
    problems.extend(event_ids::check(bundles));
    let known = event_ids::known(bundles, incomplete.iter().chain(&parsed.faulty));
    problems.extend(published::gone(&parsed.published, &known, bundles, options.now));
    problems
}

/// What is wrong with documents whose facts are sound, among all others.
fn of_live(live: &[Live], parsed: &Parsed, options: &AssembleOptions) -> Vec<Diagnostic> {
    let today = time::today(options.now, &parsed.config.time_zone);
    let mut problems = plausible::meetings(live, today);
    problems.extend(towns::unreadable(parsed, live));
    problems.extend(resources::plausible(&parsed.resources, today));
    problems.extend(published::unraised(&parsed.published, live, options.now));
    problems.extend(wording::without_text(live));
    problems
}

fn known<'a>(parsed: &'a Parsed, events: BTreeSet<String>, options: &AssembleOptions) -> Known<'a> {
    Known {
        today: time::today(options.now, &parsed.config.time_zone),
        organisations: parsed.organisations.iter().map(|organisation| organisation.id.as_str()).collect(),
        topics: parsed.topics.iter().map(|topic| topic.id.as_str()).collect(),
        forms: parsed.forms.iter().map(|form| form.id.as_str()).collect(),
        events,
        assets: &parsed.assets,
        pictures: &parsed.pictures,
        unusable: &parsed.unusable,
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
    let mut checker = Checker::new(&bundle.source.path, &bundle.source.keys, known);
    let above = bundle.id.rsplit_once('/').map(|(above, _)| above.to_owned());
    let facts = bundle.source.own.facts(&mut checker, above.filter(|above| ids.contains(above)));
    let mut problems = checker.problems;
    problems.extend(bundle::facts_agree(&bundle));
    problems.extend(freshness::check(&bundle));
    problems.extend(wording::check(&bundle, facts.as_ref()));
    if let Some(Facts::Event(event)) = &facts {
        problems.extend(plausible::check(&bundle, event, known.today));
    }
    (bundle, facts, problems)
}

fn ids<'a>(live: &'a [Live], incomplete: &'a BTreeSet<String>) -> impl Iterator<Item = &'a str> + Clone {
    live.iter().map(|live| live.bundle.id.as_str()).chain(incomplete.iter().map(String::as_str))
}

/// For each document the targets of its links, in the order of [`Bundle::documents`].
pub(super) type Targets = Vec<Vec<Target>>;

fn targets(live: &[Live], resolver: &Resolver<'_>) -> (Vec<Targets>, Vec<Diagnostic>) {
    let of_bundle = |live: &Live| -> (Targets, Vec<Vec<Broken>>) {
        live.bundle.documents().map(|document| resolver.targets(live, document)).unzip()
    };
    let (targets, problems): (Vec<_>, Vec<_>) = live.par_iter().map(of_bundle).unzip();
    (targets, resolve::together(problems.into_iter().flatten().flatten().collect()))
}
