//! The links that narrow a section's list down, and which entries stand behind each.
//!
//! Made once for a language: the same links stand on each of the section's lists, only another one is current.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::Ctx;
use super::list::in_order;
use crate::content::Kind;
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
}

/// The filters of a section: first all, then its countries; and its topics.
pub struct Filters<'a> {
    countries: Vec<Filter<'a>>,
    topics: Vec<Filter<'a>>,
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
    /// The filters of a kind's entries with their place, country and topics.
    pub fn new(
        ctx: &Ctx<'a>,
        kind: Kind,
        entries: impl Iterator<Item = (usize, &'a str, &'a [String])>,
    ) -> Filters<'a> {
        let (mut all, mut countries, mut topics) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
        for (place, country, about) in entries {
            all.push(place);
            add(&mut countries, country, place);
            about.iter().for_each(|topic| add(&mut topics, topic, place));
        }
        let url = ctx.url(&kind.list());
        let whole = Filter::new(Narrowed::Whole, ctx.t("filter.allCountries"), url, Some(all));
        let ordered = in_order(ctx, countries.keys().copied().collect()).into_iter();
        let of_country = |country: &'a str| {
            let (label, places) = (ctx.name("country", country), countries.remove(country));
            Filter::new(Narrowed::Country(country), label, ctx.url(&kind.list_of_country(country)), places)
        };
        let countries = std::iter::once(whole).chain(ordered.map(of_country)).collect();
        let topics = ctx.site.topics.iter().map(|topic| {
            let label = topic.label.get(ctx.lang()).to_owned();
            let places = topics.remove(topic.id.as_str());
            Filter::new(Narrowed::Topic(&topic.id), label, ctx.url(&kind.list_of_topic(&topic.id)), places)
        });
        Filters { topics: topics.collect(), countries }
    }

    /// The filters by country on a page; each has an entry.
    pub fn by_country(&self, page: Narrowed<'_>) -> Vec<Value> {
        self.countries.iter().map(|filter| filter.on(page)).collect()
    }

    /// The filters by topic, in the order of their ids; only topics that have an entry, or are shown now.
    pub fn by_topic(&self, page: Narrowed<'_>) -> Vec<Value> {
        let shown = self.topics.iter().filter(|filter| !filter.places.is_empty() || filter.to == page);
        shown.map(|filter| filter.on(page)).collect()
    }

    /// The entries of a list by their place in the section.
    pub fn places(&self, page: Narrowed<'_>) -> &[usize] {
        let mut all = self.countries.iter().chain(&self.topics);
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

/// A topic that an entry names twice is its topic once.
fn add<'a>(places: &mut BTreeMap<&'a str, Vec<usize>>, of: &'a str, place: usize) {
    let places = places.entry(of).or_default();
    if places.last() != Some(&place) {
        places.push(place);
    }
}
