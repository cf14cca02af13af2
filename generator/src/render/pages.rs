//! The pages of documents of which the program makes no lists: about, privacy, how it works and so on.

use super::frame;
use super::job::{Bodies, Job};
use super::page::TemplatePage;
use super::registration;
use super::shelf::Shelf;
use crate::content::Kind;
use crate::page::PageKind;
use crate::site::AnyEntry;
use crate::view::{self, Crumb, Ctx, PageView, Statement};

/// Every such page but the home page; the template is called as the kind.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> impl Iterator<Item = Job<'s>> {
    let kinds = Kind::ALL.into_iter().filter(|kind| !kind.has_lists());
    kinds.flat_map(move |kind| {
        let entries = shelf.ctx.site.entries.of_kind(kind).into_iter();
        let entries = entries.filter(|entry| !entry.facts.is_home());
        entries.map(move |entry| {
            Job::page(shelf, shelf.ctx.url_of(entry), move || Ok(page(shelf, kind, entry)))
                .shows(Bodies::Of(&entry.id))
        })
    })
}

fn page<'s>(shelf: &'s Shelf<'_>, kind: Kind, entry: &'s AnyEntry) -> TemplatePage<'s> {
    let (ctx, facts) = (&shelf.ctx, &entry.facts);
    let text = ctx.text_of(entry);
    let statement = (facts.page_kind() == Some(PageKind::Accessibility)).then(|| Statement::new(ctx));
    TemplatePage::new(shelf, frame::document(shelf, entry, kind.name(), crumbs(ctx, entry)))
        .with_body(shelf, text)
        .with("page", &PageView::of(ctx, kind, entry))
        .with("heading", &text.title)
        .with("summary", &text.summary)
        .with("statement", &statement)
        .with("demo", &facts.is_demo())
        .with("text_lang", text.lang.as_str())
        .with("text_dir", ctx.dir(&text.lang))
        .with("toc", &view::Heading::of(&text.body))
        .with("toc_lang", text.body_in().1.as_str())
        .with("toc_dir", ctx.dir(text.body_in().1))
        .with_html("form", registration::for_page(ctx, facts.form()).as_deref())
        .modified(facts.last_reviewed())
}

/// From the home page over the pages above this one.
fn crumbs(ctx: &Ctx<'_>, entry: &AnyEntry) -> Vec<Crumb> {
    let above = |entry: &AnyEntry| ctx.site.entries.get(entry.facts.parent()?);
    let parents = std::iter::successors(above(entry), |page| above(page));
    let mut crumbs: Vec<Crumb> = parents
        .map(|page| Crumb { title: ctx.text_of(page).title.clone(), url: ctx.url_of(page).clone() })
        .collect();
    crumbs.reverse();
    let mut all = frame::crumbs(ctx, None);
    all.append(&mut crumbs);
    all
}
