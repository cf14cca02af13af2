//! The pages of stories: the whole list, one list for each country and topic, and each story.

use std::collections::BTreeSet;

use tera::Value;

use super::frame::{self, PageHeading};
use super::job::{Bodies, Job};
use super::page::TemplatePage;
use super::share;
use super::shelf::Shelf;
use crate::config::Section;
use crate::content::Kind;
use crate::entities::Topic;
use crate::lang::Lang;
use crate::site::Entry;
use crate::story::Story;
use crate::theme::TemplateProblem;
use crate::view::structured;
use crate::view::{Link, Narrowed, StoryPage, WhereToAsk, countries};

/// All pages of the section.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> Vec<Job<'s>> {
    let ctx = &shelf.ctx;
    let used = countries(ctx, shelf.stories.iter().map(|(entry, _)| &entry.facts.country));
    let mut lists = vec![All::Stories];
    lists.extend(used.into_iter().map(All::Country));
    let topics: BTreeSet<&String> = shelf.stories.iter().flat_map(|(entry, _)| &entry.facts.topics).collect();
    lists.extend(ctx.site.topics.iter().filter(|topic| topics.contains(&topic.id)).map(All::Topic));
    let mut jobs: Vec<Job<'s>> = lists
        .into_iter()
        .map(|all| {
            Job::page(shelf, &ctx.url(&all.path()), move || Ok(list(shelf, &all))).shows(Bodies::Nobody)
        })
        .collect();
    let stories = shelf.stories.iter().enumerate();
    jobs.extend(stories.map(|(at, (entry, _))| {
        Job::page(shelf, ctx.url_of(entry), move || story(shelf, at)).shows(Bodies::Of(&entry.id))
    }));
    let withdrawn = ctx.site.entries.stories.iter().filter(|entry| entry.withdrawn);
    jobs.extend(withdrawn.map(|entry| {
        Job::page(shelf, ctx.url_of(entry), move || Ok(self::withdrawn(shelf, entry)))
            .shows(Bodies::Of(&entry.id))
    }));
    jobs
}

/// Which stories a list shows.
enum All<'a> {
    Stories,
    Country(&'a str),
    Topic(&'a Topic),
}

impl All<'_> {
    fn narrowed(&self) -> Narrowed<'_> {
        match self {
            All::Stories => Narrowed::Whole,
            All::Country(country) => Narrowed::Country(country),
            All::Topic(topic) => Narrowed::Topic(&topic.id),
        }
    }

    /// The path of the list below its language.
    fn path(&self) -> String {
        match self {
            All::Stories => Kind::Story.list(),
            All::Country(country) => Kind::Story.list_of_country(country),
            All::Topic(topic) => Kind::Story.list_of_topic(&topic.id),
        }
    }
}

fn list(shelf: &Shelf<'_>, all: &All<'_>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let (title, intro) = match all {
        All::Stories => (ctx.t("stories.title"), ctx.t("stories.intro")),
        All::Country(country) => {
            (ctx.of_country("stories.in", country, "stories.about"), ctx.t("stories.intro"))
        }
        All::Topic(topic) => (
            ctx.texts.with("stories.about", &[("topic", topic.label.get(ctx.lang()))]),
            topic.text.get(ctx.lang()).to_owned(),
        ),
    };
    let (narrowed, filters) = (all.narrowed(), &shelf.filters_of_stories);
    let section = (narrowed != Narrowed::Whole).then_some(Section::Stories);
    let heading = PageHeading {
        template: "stories",
        title: title.clone(),
        description: intro.clone(),
        breadcrumbs: frame::crumbs(ctx, section),
    };
    let places = filters.places(narrowed);
    let cards: Vec<Value> = places.iter().map(|&at| shelf.stories[at].1.clone()).collect();
    let count = ctx.texts.with("counts.stories", &[("number", &cards.len().to_string())]);
    TemplatePage::new(shelf, frame::list(shelf, &all.path(), heading))
        .with("heading", &title)
        .with("intro", &intro)
        .with("cards", &cards)
        .with("filters", &filters.by_country(narrowed))
        .with("topics", &filters.by_topic(narrowed))
        .with("count_text", &count)
        .with("ask", &WhereToAsk::narrowed(ctx, narrowed))
}

/// How many stories are named at the end of another.
const RELATED: usize = 3;

/// One story; its neighbours are the newer and the older one.
fn story<'s>(shelf: &'s Shelf<'_>, at: usize) -> Result<TemplatePage<'s>, TemplateProblem> {
    let ctx = &shelf.ctx;
    let (entry, card) = &shelf.stories[at];
    let text = ctx.text_of(entry);
    let neighbour = |at: Option<usize>| {
        let (entry, _) = shelf.stories.get(at?)?;
        Some(Link { title: ctx.text_of(entry).title.clone(), url: ctx.url_of(entry).clone() })
    };
    let like = shelf.related.like(at, ctx.lang(), RELATED).into_iter();
    let like: Vec<Value> = like.map(|at| shelf.stories[at].1.clone()).collect();
    let related = entry.facts.related_events.iter().filter_map(|id| shelf.row(id).cloned());
    let view = StoryPage::view(ctx, entry, card, related.collect());
    let mut frame = frame::document(shelf, entry, "story", frame::crumbs(ctx, Some(Section::Stories)));
    let (image, file) = share::of_story(&shelf.ctx, shelf.theme, shelf.cache, entry)?.unzip();
    frame.og_image = image;
    frame.published = Some(entry.facts.date.to_string());
    frame.things = vec![structured::story(ctx, entry)];
    let page = TemplatePage::new(shelf, frame)
        .with("story", &view)
        .with("related", &like)
        .with("ask", &WhereToAsk::beside(ctx, &entry.facts.country, &entry.facts.topics))
        .with_opening_and_body(shelf, text)
        .with("previous", &neighbour(at.checked_sub(1)))
        .with("next", &neighbour(Some(at + 1)))
        .with("withdrawn", &false)
        .modified(Some(entry.facts.date))
        .along(file);
    Ok(page)
}

/// A neutral page: nothing on it says who told the story or what it was about.
fn withdrawn(shelf: &Shelf<'_>, entry: &Entry<Story>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let heading = PageHeading {
        template: "story",
        title: ctx.t("withdrawn.title"),
        description: ctx.t("withdrawn.text"),
        breadcrumbs: frame::crumbs(ctx, Some(Section::Stories)),
    };
    let mut frame = frame::helper(shelf, ctx.url_of(entry).clone(), "", heading);
    for switch in &mut frame.languages {
        switch.url = entry.url(&Lang::new(&switch.id)).clone();
    }
    TemplatePage::new(shelf, frame)
        .with_html("story", None)
        .with_html("opening", None)
        .with("related", &[(); 0])
        .with_html("content", Some(""))
        .with_html("previous", None)
        .with_html("next", None)
        .with("withdrawn", &true)
}
