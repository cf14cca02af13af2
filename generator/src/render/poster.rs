//! An event as a sheet of paper for a wall, in every language; none for what is over or won't happen.

use tera::Value;

use super::frame::{self, PageHeading};
use super::inputs;
use super::job::Job;
use super::page::TemplatePage;
use super::shelf::Shelf;
use crate::config::Section;
use crate::event::{Event, POSTER, State};
use crate::lang::Lang;
use crate::site::{Entry, Site};
use crate::view::{CodeDrawing, Crumb, EventPage};

/// From how many characters on a title is set smaller.
const LONG_TITLE: usize = 36;

/// The posters of one language.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> impl Iterator<Item = Job<'s>> {
    let site = shelf.ctx.site;
    let hung = shelf.events.iter().filter(|(entry, _)| has_poster(site, &entry.facts));
    hung.map(move |(entry, row)| {
        let url = shelf.ctx.url_of(entry).join(POSTER);
        Job::page(shelf, &url, move || Ok(poster(shelf, entry, row)))
    })
}

/// Whether people can still come on the day that a poster would name.
pub(super) fn has_poster(site: &Site, event: &Event) -> bool {
    !matches!(
        event.state(site.now),
        State::Past | State::Cancelled | State::Postponed | State::Full | State::Closed
    )
}

fn poster(shelf: &Shelf<'_>, entry: &Entry<Event>, row: &Value) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let (text, url) = (ctx.text_of(entry), ctx.url_of(entry));
    let mut breadcrumbs = frame::crumbs(ctx, Some(Section::Events));
    breadcrumbs.push(Crumb { title: text.title.clone(), url: url.clone() });
    let heading = PageHeading {
        template: "poster",
        title: ctx.texts.with("poster.title", &[("title", &text.title)]),
        description: text.summary.clone(),
        breadcrumbs,
    };
    let mut frame = frame::helper(shelf, url.join(POSTER), "", heading);
    for switch in &mut frame.languages {
        switch.url = entry.url(&Lang::new(&switch.id)).join(POSTER);
    }
    let address = ctx.absolute(url);
    let shown = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest).trim_end_matches('/');
    TemplatePage::new(shelf, frame)
        .with("event", &EventPage::view(ctx, &shelf.labels, entry, row))
        .with("text_lang", text.lang.as_str())
        .with("text_dir", ctx.dir(&text.lang))
        .with("long", &(text.title.chars().count() >= LONG_TITLE))
        .with("event_url", url)
        .with("address", shown)
        .later(Some(inputs::of(&address)), move || {
            vec![("code", Value::from_serializable(&CodeDrawing::new(&address)))]
        })
}
