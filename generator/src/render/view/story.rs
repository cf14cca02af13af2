//! A story as a card in a list and as a page.

use serde::Serialize;
use tera::Value;

use super::{Ctx, Labels, Picture, extended};
use crate::content::Kind;
use crate::site::Entry;
use crate::story::Story;
use crate::url::Url;

/// A story in a list.
#[derive(Clone, Debug, Serialize)]
pub struct StoryCard {
    /// Its page.
    pub url: Url,
    title: String,
    summary: String,
    display_name: Option<String>,
    country: String,
    country_name: String,
    city: Option<String>,
    sector_name: String,
    date_text: String,
    date_iso: String,
    /// The story's picture.
    pub picture: Option<Picture>,
    demo: bool,
    lang: String,
    dir: &'static str,
    topics: Vec<Value>,
}

/// What only a story's own page shows.
#[derive(Debug, Serialize)]
pub struct StoryPage {
    host: NamedLink,
    business: BusinessView,
    based_on: Vec<PublicPage>,
    related_events: Vec<Value>,
    origin: Option<String>,
    reading_text: String,
    credit: Option<String>,
    text_lang: String,
    text_dir: &'static str,
}

#[derive(Debug, Serialize)]
struct NamedLink {
    name: String,
    url: Url,
}

/// A page elsewhere that the story sums up.
#[derive(Debug, Serialize)]
struct PublicPage {
    title: String,
    url: String,
}

#[derive(Debug, Serialize)]
struct BusinessView {
    name: Option<String>,
    url: Option<String>,
    sector_name: String,
    stage_name: Option<String>,
    started_year: Option<String>,
}

impl StoryCard {
    /// The card of a story that is not withdrawn.
    pub fn new(ctx: &Ctx<'_>, labels: &Labels<'_>, entry: &Entry<Story>) -> StoryCard {
        let (text, facts) = (ctx.text_of(entry), &entry.facts);
        StoryCard {
            url: ctx.url_of(entry).clone(),
            title: text.title.clone(),
            summary: text.summary.clone(),
            display_name: text.words.get("displayName").map(str::to_owned),
            country: facts.country.clone(),
            country_name: ctx.name("country", &facts.country),
            city: facts.city.as_deref().map(|city| ctx.town(city).to_owned()),
            sector_name: ctx.name("sector", facts.business.sector.as_str()),
            date_text: ctx.locale.date(facts.date),
            date_iso: facts.date.to_string(),
            picture: Picture::new(ctx, facts.picture.as_ref(), text, &entry.source),
            demo: facts.demo,
            lang: text.lang.to_string(),
            dir: ctx.dir(&text.lang),
            topics: labels.of(&facts.topics),
        }
    }
}

impl StoryPage {
    /// The view of the page, which begins with the story's card; `related` are the rows of its events.
    pub fn view(ctx: &Ctx<'_>, entry: &Entry<Story>, card: &Value, related: Vec<Value>) -> Value {
        let (text, facts) = (ctx.text_of(entry), &entry.facts);
        let host = ctx.organisation_link(&facts.host);
        let page = StoryPage {
            host: NamedLink { name: host.title, url: host.url },
            business: BusinessView {
                name: facts.business.name.clone(),
                url: facts.business.url.clone(),
                sector_name: ctx.name("sector", facts.business.sector.as_str()),
                stage_name: facts.business.stage.map(|stage| ctx.name("stage", stage.as_str())),
                started_year: facts.business.started_year.map(|year| year.to_string()),
            },
            based_on: facts
                .based_on
                .iter()
                .map(|(title, url)| PublicPage { title: title.clone(), url: url.clone() })
                .collect(),
            related_events: related,
            origin: facts.origin.clone(),
            reading_text: super::reading_time(ctx, text),
            credit: ctx.credit(entry, facts.picture.as_ref()).map(str::to_owned),
            text_lang: text.lang.to_string(),
            text_dir: ctx.dir(&text.lang),
        };
        extended(card, [super::notes(ctx, Kind::Story, entry), Value::from_serializable(&page)])
    }
}
