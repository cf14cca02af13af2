//! The pages of events: upcoming by month, past ones, one list for each country, and each event.

use tera::Value;

use super::frame::{self, Heading};
use super::page::Page;
use super::registration;
use super::shelf::Shelf;
use crate::event::Event;
use crate::site::Entry;
use crate::view::{EventPage, EventRow, by_country, by_month, countries};

/// All pages of the section.
pub(super) fn pages(shelf: &Shelf<'_>) -> Vec<Page> {
    let mut pages = vec![list(shelf, None), past(shelf)];
    // A country keeps its page when its last event is over, so that links to it go on working.
    let used = countries(&shelf.ctx, shelf.events.iter().map(|(entry, _)| &entry.facts.place.country));
    pages.extend(used.into_iter().map(|country| list(shelf, Some(country))));
    pages.extend(shelf.events.iter().map(|(entry, _)| event(shelf, entry)));
    pages
}

/// Upcoming events, of one country or all.
fn list(shelf: &Shelf<'_>, country: Option<&str>) -> Page {
    let ctx = &shelf.ctx;
    let here = |event: &Event| country.is_none_or(|country| event.place.country == country);
    let shown: Vec<_> = shelf.upcoming().filter(|(entry, _)| here(&entry.facts)).cloned().collect();
    let (rest, title) = match country {
        None => ("events/".to_owned(), ctx.t("events.title")),
        Some(country) => {
            (format!("events/country/{}/", country.to_lowercase()), ctx.name("events.in", country))
        }
    };
    let calendar = ctx.url(&format!("{rest}calendar.ics"));
    let intro = ctx.t("events.intro");
    let upcoming = shelf.upcoming().map(|(entry, _)| &entry.facts.place.country);
    let filters = by_country(ctx, "events", upcoming, country);
    let heading = Heading {
        template: "events",
        title,
        description: intro,
        breadcrumbs: frame::crumbs(ctx, country.map(|_| "events")),
    };
    let has_calendar = shelf.events.iter().any(|(entry, _)| here(&entry.facts));
    months(shelf, &rest, heading, &shown)
        .with("filters", &filters)
        .with("calendar_url", &has_calendar.then_some(calendar))
        .with("past", &false)
}

/// What is over, the latest first.
fn past(shelf: &Shelf<'_>) -> Page {
    let ctx = &shelf.ctx;
    let shown: Vec<_> = shelf.past().cloned().collect();
    let heading = Heading {
        template: "events",
        title: ctx.t("events.past"),
        description: ctx.t("events.pastIntro"),
        breadcrumbs: frame::crumbs(ctx, Some("events")),
    };
    months(shelf, "events/past/", heading, &shown)
        .with("filters", &[(); 0])
        .with_html("calendar_url", None)
        .with("past", &true)
}

fn months(shelf: &Shelf<'_>, rest: &str, heading: Heading, shown: &[(&Entry<Event>, Value)]) -> Page {
    let ctx = &shelf.ctx;
    let count = ctx.texts.with("counts.events", &[("number", &shown.len().to_string())]);
    let (title, intro) = (heading.title.clone(), heading.description.clone());
    Page::new(shelf, frame::list(shelf, rest, heading))
        .with("heading", &title)
        .with("intro", &intro)
        .with("months", &by_month(ctx, shown.iter().map(|(entry, row)| (*entry, row.clone()))))
        .with("count_text", &count)
        .with("empty", &shown.is_empty())
        .with("past_url", &ctx.url("events/past/"))
}

/// One event, with its form when one can register here now.
fn event(shelf: &Shelf<'_>, entry: &Entry<Event>) -> Page {
    let ctx = &shelf.ctx;
    let text = ctx.text_of(entry);
    let heading = Heading {
        template: "event",
        title: text.title.clone(),
        description: text.summary.clone(),
        breadcrumbs: frame::crumbs(ctx, Some("events")),
    };
    let mut frame = frame::document(shelf, entry, heading);
    let picture = EventRow::new(ctx, entry).picture;
    frame.og_image = picture.map(|picture| ctx.absolute(&picture.url));
    Page::new(shelf, frame)
        .with("event", &EventPage::new(ctx, entry))
        .with("text_lang", text.lang.as_str())
        .with("text_dir", ctx.dir(&text.lang))
        .with_html("content", Some(&shelf.html(text)))
        .with_html("form", registration::for_event(ctx, entry).as_deref())
}
