//! The search page: a form, and below it every page of the language as a link, for whoever has no script.

use serde::Serialize;

use super::frame::{self, PageHeading};
use super::job::Job;
use super::page::TemplatePage;
use super::shelf::Shelf;
use crate::content::Kind;
use crate::content::kinds::KindFacts;
use crate::site::Entry;
use crate::url::Url;
use crate::view::Narrowed;

/// A link to a document, with the language of its title.
#[derive(Serialize)]
struct FoundPage<'a> {
    title: String,
    /// By which it stands in the alphabet.
    #[serde(skip)]
    sorted_by: &'a str,
    url: &'a Url,
    lang: &'a str,
    dir: &'static str,
}

/// `/da/search/`.
pub(super) fn job<'s>(shelf: &'s Shelf<'_>) -> Job<'s> {
    Job::page(shelf, &shelf.ctx.url("search/"), || Ok(page(shelf)))
}

fn page(shelf: &Shelf<'_>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let heading = PageHeading {
        template: "search",
        title: ctx.t("search.title"),
        description: ctx.t("search.intro"),
        breadcrumbs: frame::crumbs(ctx, None),
    };
    let filters = &shelf.filters_of_stories;
    let others = Kind::ALL.into_iter().filter(|kind| !kind.has_lists());
    let pages = others.flat_map(|kind| ctx.site.entries.of_kind(kind));
    TemplatePage::new(shelf, frame::helper(shelf, ctx.url("search/"), "search/", heading))
        .with("topics", &filters.by_topic(Narrowed::Whole))
        .with("countries", &filters.by_country(Narrowed::Whole))
        .with("stories", &sorted(shelf, shelf.stories.iter().map(|(entry, _)| found(shelf, entry))))
        .with("events", &sorted(shelf, shelf.listed().map(|(entry, _)| found(shelf, entry))))
        .with("posts", &sorted(shelf, shelf.posts.iter().map(|(entry, _)| found(shelf, entry))))
        .with("pages", &sorted(shelf, pages.map(|entry| found(shelf, entry))))
}

fn found<'a, F: KindFacts + ?Sized>(shelf: &Shelf<'a>, entry: &'a Entry<F>) -> FoundPage<'a> {
    let text = shelf.ctx.text_of(entry);
    if entry.facts.is_home() {
        return home(shelf, shelf.ctx.url_of(entry));
    }
    FoundPage {
        title: shelf.ctx.outward_title(entry),
        sorted_by: &text.title,
        url: shelf.ctx.url_of(entry),
        lang: text.lang.as_str(),
        dir: shelf.ctx.dir(&text.lang),
    }
}

/// The front page by the name of the site: its heading is a sentence, by which nobody looks for it.
fn home<'a>(shelf: &Shelf<'a>, url: &'a Url) -> FoundPage<'a> {
    let ctx = &shelf.ctx;
    let title = ctx.site.config.title.get(ctx.lang());
    FoundPage {
        title: title.to_owned(),
        sorted_by: title,
        url,
        lang: ctx.lang().as_str(),
        dir: ctx.dir(ctx.lang()),
    }
}

/// In the language's alphabetical order.
fn sorted<'a>(shelf: &Shelf<'_>, found: impl Iterator<Item = FoundPage<'a>>) -> Vec<FoundPage<'a>> {
    let mut found: Vec<FoundPage<'a>> = found.collect();
    found.sort_by(|a, b| shelf.ctx.locale.compare(a.sorted_by, b.sorted_by).then_with(|| a.url.cmp(b.url)));
    found
}
