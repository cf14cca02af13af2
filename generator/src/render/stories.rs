//! The pages of stories: the whole list, one list for each country and topic, and each story.

use tera::Value;

use super::frame::{self, Heading};
use super::page::Page;
use super::shelf::Shelf;
use crate::site::Entry;
use crate::story::Story;
use crate::structured;
use crate::view::{Link, StoryPage, by_country, by_topic, countries};

/// All pages of the section.
pub(super) fn pages(shelf: &Shelf<'_>) -> Vec<Page> {
    let ctx = &shelf.ctx;
    let mut pages = vec![list(shelf, &All::Stories)];
    let used = countries(ctx, shelf.stories.iter().map(|(entry, _)| &entry.facts.country));
    pages.extend(used.into_iter().map(|country| list(shelf, &All::Country(country))));
    let topics = ctx.site.topics.iter();
    let used =
        topics.filter(|topic| shelf.stories.iter().any(|(entry, _)| entry.facts.topics.contains(&topic.id)));
    pages.extend(used.map(|topic| {
        list(shelf, &All::Topic(&topic.id, topic.label.get(ctx.lang()), topic.text.get(ctx.lang())))
    }));
    pages.extend((0..shelf.stories.len()).map(|at| story(shelf, at)));
    pages
        .extend(ctx.site.stories.iter().filter(|entry| entry.withdrawn).map(|entry| withdrawn(shelf, entry)));
    pages
}

/// Which stories a list shows.
enum All<'a> {
    Stories,
    Country(&'a str),
    Topic(&'a str, &'a str, &'a str),
}

impl All<'_> {
    fn holds(&self, story: &Story) -> bool {
        match self {
            All::Stories => true,
            All::Country(country) => story.country == *country,
            All::Topic(id, ..) => story.topics.iter().any(|topic| topic == id),
        }
    }
}

fn list(shelf: &Shelf<'_>, all: &All<'_>) -> Page {
    let ctx = &shelf.ctx;
    let (rest, title, intro) = match all {
        All::Stories => ("stories/".to_owned(), ctx.t("stories.title"), ctx.t("stories.intro")),
        All::Country(country) => (
            format!("stories/country/{}/", country.to_lowercase()),
            ctx.name("stories.in", country),
            ctx.t("stories.intro"),
        ),
        All::Topic(id, label, text) => (
            format!("stories/topic/{id}/"),
            ctx.texts.with("stories.about", &[("topic", label)]),
            (*text).to_owned(),
        ),
    };
    let (country, topic) = match all {
        All::Stories => (None, None),
        All::Country(country) => (Some(*country), None),
        All::Topic(id, ..) => (None, Some(*id)),
    };
    let section = country.or(topic).map(|_| "stories");
    let heading = Heading {
        template: "stories",
        title: title.clone(),
        description: intro.clone(),
        breadcrumbs: frame::crumbs(ctx, section),
    };
    let cards: Vec<Value> = shelf
        .stories
        .iter()
        .filter(|(entry, _)| all.holds(&entry.facts))
        .map(|(_, card)| card.clone())
        .collect();
    let count = ctx.texts.with("counts.stories", &[("number", &cards.len().to_string())]);
    let mut countries =
        by_country(ctx, "stories", shelf.stories.iter().map(|(entry, _)| &entry.facts.country), country);
    if topic.is_some() {
        countries.iter_mut().for_each(|filter| filter.current = false);
    }
    Page::new(shelf, frame::list(shelf, &rest, heading))
        .with("heading", &title)
        .with("intro", &intro)
        .with("cards", &cards)
        .with("filters", &countries)
        .with(
            "topics",
            &by_topic(ctx, "stories", shelf.stories.iter().map(|(entry, _)| &entry.facts.topics), topic),
        )
        .with("count_text", &count)
}

/// How many stories are named at the end of another.
const RELATED: usize = 3;

/// One story; its neighbours are the newer and the older one.
fn story(shelf: &Shelf<'_>, at: usize) -> Page {
    let ctx = &shelf.ctx;
    let entry = shelf.stories[at].0;
    let text = ctx.text_of(entry);
    let neighbour = |at: Option<usize>| {
        let (entry, _) = shelf.stories.get(at?)?;
        Some(Link { title: ctx.text_of(entry).title.clone(), url: ctx.url_of(entry).to_owned() })
    };
    let like = shelf.related.like(at, ctx.lang(), RELATED).into_iter();
    let like: Vec<Value> = like.map(|at| shelf.stories[at].1.clone()).collect();
    let related = entry.facts.related_events.iter();
    let related = related
        .filter_map(|id| shelf.events.iter().find(|(event, _)| event.id == *id))
        .map(|(_, row)| row.clone());
    let view = StoryPage::new(ctx, entry, related.collect());
    let heading = Heading {
        template: "story",
        title: text.title.clone(),
        description: text.summary.clone(),
        breadcrumbs: frame::crumbs(ctx, Some("stories")),
    };
    let mut frame = frame::document(shelf, entry, heading);
    frame.og_image = shelf.shares.of(&entry.id);
    frame.published = Some(entry.facts.date.to_string());
    frame.things = vec![structured::story(ctx, entry)];
    let (opening, content) = shelf.html_with_opening(text);
    Page::new(shelf, frame)
        .with("story", &view)
        .with("related", &like)
        .with_html("opening", opening.as_deref())
        .with_html("content", Some(&content))
        .with("previous", &neighbour(at.checked_sub(1)))
        .with("next", &neighbour(Some(at + 1)))
        .with("withdrawn", &false)
        .modified(Some(entry.facts.date))
}

/// A neutral page: nothing on it says who told the story or what it was about.
fn withdrawn(shelf: &Shelf<'_>, entry: &Entry<Story>) -> Page {
    let ctx = &shelf.ctx;
    let heading = Heading {
        template: "story",
        title: ctx.t("withdrawn.title"),
        description: ctx.t("withdrawn.text"),
        breadcrumbs: frame::crumbs(ctx, Some("stories")),
    };
    let url = ctx.url_of(entry);
    let mut frame = frame::helper(shelf, url.to_owned(), "", heading);
    for switch in &mut frame.languages {
        let lang = crate::lang::Lang::new(&switch.id);
        switch.url = entry.urls.get(&lang).cloned().unwrap_or_default();
    }
    Page::new(shelf, frame)
        .with_html("story", None)
        .with_html("opening", None)
        .with("related", &[(); 0])
        .with_html("content", Some(""))
        .with_html("previous", None)
        .with_html("next", None)
        .with("withdrawn", &true)
}
