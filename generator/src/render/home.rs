//! The home page of a language: the page of kind `home` with the next events that one can join, and the newest stories.

use tera::Value;

use super::frame;
use super::job::Job;
use super::page::TemplatePage;
use super::shelf::Shelf;
use crate::content::Kind;
use crate::content::kinds::KindFacts as _;
use crate::event::{Event, EventKind};
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
    let posts: Vec<Value> = shelf.posts.iter().take(SHOWN).map(|(_, card)| card.clone()).collect();
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
        .with("events", &next_events(shelf))
        .with("posts", &posts)
        .with_html("quote", shelf.stories.first().and_then(|(story, _)| shelf.opening(story)).as_deref())
        .with("organisations", &organisations.collect::<Vec<_>>())
        .with("page", &PageView::of(ctx, Kind::Page, entry))
        .modified(entry.facts.last_reviewed)
}

/// The next events that one can join, a dinner among them if there is one: it is the easiest way to begin. While nothing can be
/// joined, the next ones as they are.
fn next_events(shelf: &Shelf<'_>) -> Vec<Value> {
    let now = shelf.ctx.site.now;
    let row = |(_, row): &(&Entry<Event>, Value)| row.clone();
    let open: Vec<_> = shelf.upcoming().filter(|(entry, _)| entry.facts.state(now).can_be_joined()).collect();
    if open.is_empty() {
        return shelf.upcoming().take(SHOWN).map(row).collect();
    }
    let dinner = open.iter().position(|(entry, _)| entry.facts.kind == EventKind::StorytellingDinner);
    let mut shown: Vec<usize> = (0..open.len().min(SHOWN)).collect();
    if let (Some(dinner), Some(last)) = (dinner, shown.last_mut()) {
        *last = dinner.max(*last);
    }
    shown.into_iter().map(|at| row(open[at])).collect()
}
