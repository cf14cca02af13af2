//! What orders and parts the entries of a list: countries by name, months.

use std::collections::BTreeSet;

use forms::CountryFacts;
use serde::Serialize;

use super::Ctx;
use crate::event::Event;
use crate::site::Entry;

/// The events of one month.
#[derive(Debug, Serialize)]
pub struct Month {
    title: String,
    rows: Vec<tera::Value>,
}

/// The countries in the language's alphabetical order, all others last.
pub fn countries<'a>(ctx: &Ctx<'_>, all: impl Iterator<Item = &'a String>) -> Vec<&'a str> {
    in_order(ctx, all.map(String::as_str).collect::<BTreeSet<_>>().into_iter().collect())
}

pub(super) fn in_order<'a>(ctx: &Ctx<'_>, countries: Vec<&'a str>) -> Vec<&'a str> {
    let mut named: Vec<(String, &str)> =
        countries.into_iter().map(|country| (ctx.name("country", country), country)).collect();
    named.sort_by(|(a_name, a), (b_name, b)| {
        let is_last = |country: &str| country == CountryFacts::OTHER;
        is_last(a).cmp(&is_last(b)).then_with(|| ctx.locale.compare(a_name, b_name))
    });
    named.into_iter().map(|(_, country)| country).collect()
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
