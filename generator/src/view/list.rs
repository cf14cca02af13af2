//! What stands above and between the entries of a list: filters with their counts, months.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::Ctx;
use crate::event::Event;
use crate::site::Entry;

/// A link that narrows a list down.
#[derive(Clone, Debug, Serialize)]
pub struct Filter {
    label: String,
    url: String,
    count: usize,
    /// Whether the page that is shown is this one.
    pub current: bool,
}

/// The events of one month.
#[derive(Debug, Serialize)]
pub struct Month {
    title: String,
    rows: Vec<tera::Value>,
}

/// The countries in the language's alphabetical order, "other" last.
pub fn countries<'a>(ctx: &Ctx<'_>, all: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    in_order(ctx, all.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect())
}

fn in_order<'a>(ctx: &Ctx<'_>, countries: Vec<&'a str>) -> Vec<&'a str> {
    let mut named: Vec<(String, &str)> =
        countries.into_iter().map(|country| (ctx.name("country", country), country)).collect();
    named.sort_by(|(a_name, a), (b_name, b)| {
        (*a == "other").cmp(&(*b == "other")).then_with(|| ctx.locale.compare(a_name, b_name))
    });
    named.into_iter().map(|(_, country)| country).collect()
}

/// Filters by country: first all, then each country that has an entry, or is shown now.
pub fn by_country<'a>(
    ctx: &Ctx<'_>,
    section: &str,
    entries: impl Iterator<Item = &'a String>,
    current: Option<&str>,
) -> Vec<Filter> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for country in entries {
        *counts.entry(country).or_default() += 1;
    }
    let mut filters = vec![Filter {
        label: ctx.t("filter.allCountries"),
        url: ctx.url(&format!("{section}/")),
        count: counts.values().sum(),
        current: current.is_none(),
    }];
    filters.extend(in_order(ctx, counts.keys().copied().collect()).into_iter().map(|country| Filter {
        label: ctx.name("country", country),
        url: ctx.url(&format!("{section}/country/{}/", country.to_lowercase())),
        count: counts[country],
        current: current == Some(country),
    }));
    filters
}

/// Filters by topic, in the order of their ids; only topics that have an entry, or are shown now.
pub fn by_topic<'a>(
    ctx: &Ctx<'_>,
    section: &str,
    entries: impl Iterator<Item = &'a Vec<String>>,
    current: Option<&'a str>,
) -> Vec<Filter> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    counts.extend(current.map(|topic| (topic, 0)));
    for topic in entries.flatten() {
        *counts.entry(topic).or_default() += 1;
    }
    let used = ctx.site.topics.iter().filter_map(|topic| Some((topic, *counts.get(topic.id.as_str())?)));
    used.map(|(topic, count)| Filter {
        label: topic.label.get(ctx.lang()).to_owned(),
        url: ctx.url(&format!("{section}/topic/{}/", topic.id)),
        count,
        current: current == Some(topic.id.as_str()),
    })
    .collect()
}

/// Groups neighbours of one month; the events keep their order.
pub fn by_month<'a>(
    ctx: &Ctx<'_>,
    events: impl Iterator<Item = (&'a Entry<Event>, tera::Value)>,
) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for (entry, row) in events {
        let title = ctx.locale.month(entry.facts.starts.date());
        match months.last_mut() {
            Some(month) if month.title == title => month.rows.push(row),
            _ => months.push(Month { title, rows: vec![row] }),
        }
    }
    months
}
