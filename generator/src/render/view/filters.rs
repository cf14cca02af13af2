//! The links that narrow a section's list down, and which entries stand behind each.
//!
//! Made once for a language: the same links stand on each of the section's lists, only another one is current.

use std::collections::BTreeMap;
use std::iter;

use serde::Serialize;
use tera::Value;

use super::Ctx;
use super::list::in_order;
use crate::content::Kind;
use crate::content::kinds::KindFacts;
use crate::event::EventKind;
use crate::url::Url;

/// What a list of a section shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrowed<'a> {
    /// All entries.
    Whole,
    /// Those of a country.
    Country(&'a str),
    /// Those about a topic.
    Topic(&'a str),
    /// Events of a kind.
    EventKind(EventKind),
}

/// The filters of a section: first all, then its countries; its topics; and of events all, then their kinds.
pub struct Filters<'a> {
    countries: Vec<Filter<'a>>,
    topics: Vec<Filter<'a>>,
    event_kinds: Vec<Filter<'a>>,
}

struct Filter<'a> {
    to: Narrowed<'a>,
    /// The entries behind it, by their place in the section.
    places: Vec<usize>,
    link: Value,
    /// The link on the page that it leads to.
    current: Value,
}

/// What templates see of a filter.
#[derive(Serialize)]
struct FilterLink {
    label: String,
    url: Url,
    count: usize,
    current: bool,
}

impl<'a> Filters<'a> {
    /// The filters of a kind's entries, each with its place.
    pub fn new(
        ctx: &Ctx<'a>,
        kind: Kind,
        entries: impl Iterator<Item = (usize, &'a dyn KindFacts)>,
    ) -> Filters<'a> {
        let (mut all, mut countries, mut topics) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        let mut event_kinds = BTreeMap::new();
        for (place, facts) in entries {
            all.push(place);
            facts.country().into_iter().for_each(|country| add(&mut countries, country, place));
            facts.topics().iter().for_each(|topic| add(&mut topics, topic.as_str(), place));
            facts.event_kind().into_iter().for_each(|kind| add(&mut event_kinds, kind, place));
        }
        let whole = |label: &str| {
            let url = ctx.url(&kind.list());
            Filter::new(Narrowed::Whole, ctx.t(label), url, Some(all.clone()))
        };
        let ordered = in_order(ctx, countries.keys().copied().collect()).into_iter();
        let of_country = |country: &'a str| {
            let (label, places) = (ctx.name("country", country), countries.remove(country));
            Filter::new(Narrowed::Country(country), label, ctx.url(&kind.list_of_country(country)), places)
        };
        let countries = iter::once(whole("filter.allCountries")).chain(ordered.map(of_country)).collect();
        let topics = ctx.site.topics.iter().map(|topic| {
            let label = topic.label.get(ctx.lang()).to_owned();
            let places = topics.remove(topic.id.as_str());
            Filter::new(Narrowed::Topic(&topic.id), label, ctx.url(&kind.list_of_topic(&topic.id)), places)
        });
        let of_kind = |sort: EventKind| {
            let (label, url) = (ctx.name("kinds", sort.as_str()), ctx.url(&kind.list_of_sort(sort.as_str())));
            Filter::new(Narrowed::EventKind(sort), label, url, event_kinds.remove(&sort))
        };
        let event_kinds = match kind {
            Kind::Event => iter::once(whole("filter.allKinds")).chain(EventKind::ALL.map(of_kind)).collect(),
            Kind::Story | Kind::Post | Kind::Page => Vec::new(),
        };
        Filters { topics: topics.collect(), countries, event_kinds }
    }

    /// The filters by country on a page; each has an entry.
    pub fn by_country(&self, page: Narrowed<'_>) -> Vec<Value> {
        self.countries.iter().map(|filter| filter.on(page)).collect()
    }

    /// The filters by topic, in the order of their ids; only topics that have an entry, or are shown now.
    pub fn by_topic(&self, page: Narrowed<'_>) -> Vec<Value> {
        useful(&self.topics, page)
    }

    /// The filters by kind of event, in the order in which the kinds are declared; only kinds that have an event, or are shown
    /// now.
    pub fn by_event_kind(&self, page: Narrowed<'_>) -> Vec<Value> {
        useful(&self.event_kinds, page)
    }

    /// The entries of a list by their place in the section.
    pub fn places(&self, page: Narrowed<'_>) -> &[usize] {
        let mut all = self.countries.iter().chain(&self.topics).chain(&self.event_kinds);
        all.find(|filter| filter.to == page).map_or(&[], |filter| &filter.places)
    }
}

impl<'a> Filter<'a> {
    fn new(to: Narrowed<'a>, label: String, url: Url, places: Option<Vec<usize>>) -> Filter<'a> {
        let places = places.unwrap_or_default();
        let mut link = FilterLink { label, url, count: places.len(), current: true };
        let current = Value::from_serializable(&link);
        link.current = false;
        Filter { to, places, link: Value::from_serializable(&link), current }
    }

    fn on(&self, page: Narrowed<'_>) -> Value {
        if self.to == page { self.current.clone() } else { self.link.clone() }
    }
}

fn useful(filters: &[Filter<'_>], page: Narrowed<'_>) -> Vec<Value> {
    let shown = filters.iter().filter(|filter| !filter.places.is_empty() || filter.to == page);
    shown.map(|filter| filter.on(page)).collect()
}

/// A topic that an entry names twice is its topic once.
fn add<K: Ord>(places: &mut BTreeMap<K, Vec<usize>>, of: K, place: usize) {
    let places = places.entry(of).or_default();
    if places.last() != Some(&place) {
        places.push(place);
    }
}
