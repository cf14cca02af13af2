//! Where readers can ask: offices of a country, each with its page in a language that they can read.

use serde::Serialize;

use super::{Ctx, Narrowed};
use crate::resources::{self, Resource};

/// More beside a story or an event would be a list to search in, and not a help.
const MOST: usize = 5;

/// The offices of one country.
#[derive(Debug, Serialize)]
pub struct WhereToAsk {
    title: String,
    offices: Vec<Office>,
}

#[derive(Debug, Serialize)]
struct Office {
    name: String,
    about: String,
    url: String,
    /// Of the page there.
    lang: String,
    /// "in Swedish", if that isn't the reader's language.
    language_text: Option<String>,
    checked_iso: Option<String>,
    checked_text: Option<String>,
}

impl WhereToAsk {
    /// Those that fit a story or an event best, if there are any.
    pub fn beside(ctx: &Ctx<'_>, country: &str, topics: &[String]) -> Vec<WhereToAsk> {
        let found = resources::answering(&ctx.site.resources, country, topics, MOST);
        if found.is_empty() { Vec::new() } else { vec![Self::new(ctx, country, &found)] }
    }

    /// All of a topic, country by country, for the list of the topic.
    pub fn narrowed(ctx: &Ctx<'_>, narrowed: Narrowed<'_>) -> Vec<WhereToAsk> {
        let Narrowed::Topic(topic) = narrowed else { return Vec::new() };
        let by_country = resources::about(&ctx.site.resources, topic);
        by_country.into_iter().map(|(country, found)| Self::new(ctx, country, &found)).collect()
    }

    fn new(ctx: &Ctx<'_>, country: &str, found: &[&Resource]) -> WhereToAsk {
        WhereToAsk {
            title: ctx.of_country("resources.in", country, "resources.about"),
            offices: found.iter().filter_map(|resource| office(ctx, resource)).collect(),
        }
    }
}

fn office(ctx: &Ctx<'_>, resource: &Resource) -> Option<Office> {
    let (lang, url) = resource.page(ctx.lang().as_str())?;
    let is_readers = resources::of(lang) == resources::of(ctx.lang().as_str());
    let day = |day| ctx.texts.with("resources.checked", &[("date", &ctx.locale.date(day))]);
    Some(Office {
        name: resource.name.get(ctx.lang()).to_owned(),
        about: resource.about.get(ctx.lang()).to_owned(),
        url: url.to_owned(),
        lang: lang.to_owned(),
        language_text: (!is_readers).then(|| ctx.name("resources.written", resources::of(lang))),
        checked_iso: resource.checked.map(|day| day.to_string()),
        checked_text: resource.checked.map(day),
    })
}
