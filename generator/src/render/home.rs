//! The home page of a language: the page of kind `home` with the next events and newest stories.

use tera::Value;

use super::frame;
use super::job::Job;
use super::page::TemplatePage;
use super::shelf::Shelf;
use crate::content::Kind;
use crate::content::kinds::KindFacts as _;
use crate::page::Page as Facts;
use crate::site::Entry;
use crate::view::structured;
use crate::view::{OrganisationCard, PageView};

/// How many stories and events the home page shows.
const SHOWN: usize = 3;

/// The home page; none when the content has no page of kind `home`.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> impl Iterator<Item = Job<'s>> {
    let home = shelf.ctx.site.entries.pages.iter().find(|entry| entry.facts.is_home());
    home.into_iter().map(|entry| Job::page(shelf, shelf.ctx.url_of(entry), || Ok(page(shelf, entry))))
}

fn page<'s>(shelf: &'s Shelf<'_>, entry: &'s Entry<Facts>) -> TemplatePage<'s> {
    let ctx = &shelf.ctx;
    let text = ctx.text_of(entry);
    let stories: Vec<Value> = shelf.stories.iter().take(SHOWN).map(|(_, card)| card.clone()).collect();
    let events: Vec<Value> = shelf.upcoming().take(SHOWN).map(|(_, row)| row.clone()).collect();
    let organisations =
        ctx.site.organisations.iter().map(|organisation| OrganisationCard::new(ctx, organisation));
    let mut frame = frame::document(shelf, entry, "home", Vec::new());
    frame.things = vec![structured::website(ctx), structured::network(ctx)];
    TemplatePage::new(shelf, frame)
        .with_body(shelf, text)
        .with("headline", &text.title)
        .with("summary", &text.summary)
        .with("text_lang", text.lang.as_str())
        .with("text_dir", ctx.dir(&text.lang))
        .with("stories", &stories)
        .with("events", &events)
        .with("organisations", &organisations.collect::<Vec<_>>())
        .with("page", &PageView::of(ctx, Kind::Page, entry))
        .modified(entry.facts.last_reviewed)
}
