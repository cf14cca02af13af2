//! The pages of events: upcoming by month, past ones, one list for each country, kind and topic, and each event.

use std::collections::BTreeSet;

use serde::Serialize;
use tera::Value;

use super::calendar;
use super::frame::{self, PageHeading};
use super::job::{Bodies, Job};
use super::page::TemplatePage;
use super::poster;
use super::registration;
use super::share;
use super::shelf::Shelf;
use crate::config::Section;
use crate::content::Kind;
use crate::content::kinds::KindFacts as _;
use crate::entities::Topic;
use crate::event::{Event, EventKind, POSTER};
use crate::site::Entry;
use crate::theme::TemplateProblem;
use crate::view::structured;
use crate::view::{EventPage, Link, Narrowed, WhereToAsk, by_month, countries};

/// All pages of the section.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> Vec<Job<'s>> {
    let ctx = &shelf.ctx;
    // A country keeps its page when its last event is over, so that links to it go on working.
    let used = countries(ctx, shelf.listed().map(|(entry, _)| &entry.facts.place.country));
    let mut lists = vec![All::Events];
    lists.extend(used.into_iter().map(All::Country));
    let kinds: BTreeSet<EventKind> = shelf.listed().map(|(entry, _)| entry.facts.kind).collect();
    lists.extend(kinds.into_iter().map(All::EventKind));
    let topics: BTreeSet<&String> = shelf.listed().flat_map(|(entry, _)| &entry.facts.topics).collect();
    lists.extend(ctx.site.topics.iter().filter(|topic| topics.contains(&topic.id)).map(All::Topic));
    let mut jobs: Vec<Job<'s>> = lists
        .into_iter()
        .map(|all| {
            Job::page(shelf, &ctx.url(&all.path()), move || Ok(list(shelf, &all))).shows(Bodies::Nobody)
        })
        .collect();
    jobs.push(Job::page(shelf, &ctx.url("events/past/"), || Ok(past(shelf))).shows(Bodies::Nobody));
    let events = shelf.events.iter().enumerate();
    jobs.extend(events.map(|(at, (entry, _))| {
        Job::page(shelf, ctx.url_of(entry), move || event(shelf, at)).shows(Bodies::Of(&entry.id))
    }));
    jobs
}

/// Which events a list shows.
enum All<'a> {
    Events,
    Country(&'a str),
    EventKind(EventKind),
    Topic(&'a Topic),
}

impl All<'_> {
    fn narrowed(&self) -> Narrowed<'_> {
        match self {
            All::Events => Narrowed::Whole,
            All::Country(country) => Narrowed::Country(country),
            All::EventKind(kind) => Narrowed::EventKind(*kind),
            All::Topic(topic) => Narrowed::Topic(&topic.id),
        }
    }

    /// The path of the list below its language.
    fn path(&self) -> String {
        match self {
            All::Events => Kind::Event.list(),
            All::Country(country) => Kind::Event.list_of_country(country),
            All::EventKind(kind) => Kind::Event.list_of_sort(kind.as_str()),
            All::Topic(topic) => Kind::Event.list_of_topic(&topic.id),
        }
    }

    fn heading(&self, shelf: &Shelf<'_>) -> PageHeading {
        let ctx = &shelf.ctx;
        let (title, intro) = match self {
            All::Events => (ctx.t("events.title"), ctx.t("events.intro")),
            All::Country(country) => {
                (ctx.of_country("events.in", country, "topics.events"), ctx.t("events.intro"))
            }
            All::EventKind(kind) => (ctx.name("kinds", kind.as_str()), ctx.t("events.intro")),
            All::Topic(topic) => (
                ctx.texts.with("topics.events", &[("topic", topic.label.get(ctx.lang()))]),
                topic.text.get(ctx.lang()).to_owned(),
            ),
        };
        let section = (!matches!(self, All::Events)).then_some(Section::Events);
        let breadcrumbs = frame::crumbs(ctx, section);
        PageHeading { template: "events", title, description: intro, breadcrumbs }
    }
}

/// The calendar of a list, as an address to copy and as one that opens the reader's calendar.
#[derive(Serialize)]
struct Subscription {
    url: String,
    webcal: String,
}

impl Subscription {
    fn new(shelf: &Shelf<'_>, all: &All<'_>) -> Subscription {
        let url = shelf.ctx.absolute(&shelf.ctx.url(&format!("{}calendar.ics", all.path())));
        let host = url.split_once("://").map_or(url.as_str(), |(_, host)| host);
        Subscription { webcal: format!("webcal://{host}"), url }
    }
}

/// Upcoming events, of one country, kind or topic or all.
fn list(shelf: &Shelf<'_>, all: &All<'_>) -> TemplatePage<'static> {
    let (narrowed, filters) = (all.narrowed(), &shelf.filters_of_events);
    let shown: Vec<_> = filters.places(narrowed).iter().map(|&at| shelf.events[at].clone()).collect();
    // A country has a list because it has an event, if only a past one.
    let has_calendar = match all {
        All::Events | All::Country(_) => shelf.ctx.has_public_events(),
        All::EventKind(_) | All::Topic(_) => false,
    };
    let calendar = has_calendar.then(|| Subscription::new(shelf, all));
    months(shelf, &all.path(), all.heading(shelf), &shown)
        .with("filters", &filters.by_country(narrowed))
        .with("kinds", &filters.by_event_kind(narrowed))
        .with("topics", &filters.by_topic(narrowed))
        .with("calendar", &calendar)
        .with("past", &false)
        .with("ask", &WhereToAsk::narrowed(&shelf.ctx, narrowed))
}

/// What is over, the latest first.
fn past(shelf: &Shelf<'_>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let shown: Vec<_> = shelf.past().cloned().collect();
    let heading = PageHeading {
        template: "events",
        title: ctx.t("events.past"),
        description: ctx.t("events.pastIntro"),
        breadcrumbs: frame::crumbs(ctx, Some(Section::Events)),
    };
    months(shelf, "events/past/", heading, &shown)
        .with("filters", &[(); 0])
        .with("kinds", &[(); 0])
        .with("topics", &[(); 0])
        .with_html("calendar", None)
        .with("past", &true)
        .with("ask", &[(); 0])
}

fn months(
    shelf: &Shelf<'_>,
    rest: &str,
    heading: PageHeading,
    shown: &[(&Entry<Event>, Value)],
) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let count = ctx.texts.with("counts.events", &[("number", &shown.len().to_string())]);
    let (title, intro) = (heading.title.clone(), heading.description.clone());
    TemplatePage::new(shelf, frame::list(shelf, rest, heading))
        .with("heading", &title)
        .with("intro", &intro)
        .with("months", &by_month(ctx, shown.iter().map(|(entry, row)| (*entry, row.clone()))))
        .with("count_text", &count)
        .with("empty", &shown.is_empty())
        .with("past_url", &ctx.url("events/past/"))
}

/// One event, with its form when one can register here now; its neighbours by day; and a story that fits.
fn event<'s>(shelf: &'s Shelf<'_>, at: usize) -> Result<TemplatePage<'s>, TemplateProblem> {
    let ctx = &shelf.ctx;
    let (entry, row) = &shelf.events[at];
    let text = ctx.text_of(entry);
    let link = |(entry, _): &(&Entry<Event>, Value)| Link {
        title: ctx.text_of(entry).title.clone(),
        url: ctx.url_of(entry).clone(),
    };
    let is_listed = |(entry, _): &&(&Entry<Event>, Value)| entry.facts.is_listed();
    let (before, after) = (&shelf.events[..at], &shelf.events[at + 1..]);
    let story = shelf.related.for_event(entry, ctx.lang()).map(|at| shelf.stories[at].1.clone());
    let poster = poster::has_poster(ctx.site, &entry.facts).then(|| ctx.url_of(entry).join(POSTER));
    let mut frame = frame::document(shelf, entry, "event", frame::crumbs(ctx, Some(Section::Events)));
    let (image, file) = share::of_event(&shelf.ctx, shelf.theme, shelf.cache, entry)?.unzip();
    frame.og_image = image;
    frame.things = vec![structured::event(ctx, entry)];
    let page = TemplatePage::new(shelf, frame)
        .with("event", &EventPage::view(ctx, &shelf.labels, entry, row))
        .with("text_lang", text.lang.as_str())
        .with("text_dir", ctx.dir(&text.lang))
        .with("poster_url", &poster)
        .with("story", &story)
        .with("ask", &WhereToAsk::beside(ctx, &entry.facts.place.country, &entry.facts.topics))
        .with("previous", &before.iter().rev().find(is_listed).map(link))
        .with("next", &after.iter().find(is_listed).map(link))
        .with_body(shelf, text)
        .with_html("form", registration::for_event(ctx, entry).as_deref())
        .along(file)
        .along(Some(calendar::of_event(ctx, entry)));
    Ok(page)
}
