//! The free pages: about, privacy, how it works and so on.

use super::frame::{self, Heading};
use super::job::Job;
use super::page::Page;
use super::registration;
use super::shelf::Shelf;
use crate::page::{Page as Facts, PageKind};
use crate::site::Entry;
use crate::view::{self, Crumb, Ctx, PageView, Statement};

/// Every free page but the home page.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> impl Iterator<Item = Job<'s>> {
    let pages = shelf.ctx.site.pages.iter().filter(|entry| entry.facts.kind.as_str() != "home");
    pages.map(|entry| Job::page(shelf, shelf.ctx.url_of(entry), || Ok(page(shelf, entry))))
}

fn page<'s>(shelf: &'s Shelf<'_>, entry: &'s Entry<Facts>) -> Page<'s> {
    let ctx = &shelf.ctx;
    let text = ctx.text_of(entry);
    let heading = Heading {
        template: "page",
        title: text.title.clone(),
        description: text.summary.clone(),
        breadcrumbs: crumbs(ctx, entry),
    };
    let statement = (entry.facts.kind == PageKind::Accessibility).then(|| Statement::new(ctx));
    Page::new(shelf, frame::document(shelf, entry, heading))
        .with_body(shelf, text)
        .with("page", &PageView::new(ctx, entry))
        .with("summary", &text.summary)
        .with("statement", &statement)
        .with("demo", &entry.facts.demo)
        .with("text_lang", text.lang.as_str())
        .with("text_dir", ctx.dir(&text.lang))
        .with("toc", &view::Heading::of(&text.body))
        .with("toc_lang", text.body_in().1.as_str())
        .with("toc_dir", ctx.dir(text.body_in().1))
        .with_html("form", registration::for_page(ctx, entry.facts.form.as_deref()).as_deref())
        .modified(entry.facts.last_reviewed)
}

/// From the home page over the pages above this one.
fn crumbs(ctx: &Ctx<'_>, entry: &Entry<Facts>) -> Vec<Crumb> {
    let above = |entry: &Entry<Facts>| {
        let parent = entry.facts.parent.as_ref()?;
        ctx.site.pages.iter().find(|page| page.id == *parent)
    };
    let parents = std::iter::successors(above(entry), |page| above(page));
    let mut crumbs: Vec<Crumb> = parents
        .map(|page| Crumb { title: ctx.text_of(page).title.clone(), url: ctx.url_of(page).to_owned() })
        .collect();
    crumbs.reverse();
    let mut all = frame::crumbs(ctx, None);
    all.append(&mut crumbs);
    all
}
