//! The pages of the organisations: the list, and each with its events and stories.

use tera::Value;

use super::frame::{self, PageHeading};
use super::job::{Bodies, Job};
use super::page::TemplatePage;
use super::shelf::Shelf;
use crate::config::Section;
use crate::entities::Organisation;
use crate::view::structured;
use crate::view::{OrganisationCard, OrganisationPage};

/// All pages of the section.
pub(super) fn jobs<'s>(shelf: &'s Shelf<'_>) -> impl Iterator<Item = Job<'s>> {
    let ctx = &shelf.ctx;
    let all = Job::page(shelf, &ctx.url("organisations/"), || Ok(list(shelf))).shows(Bodies::Nobody);
    let each = ctx.site.organisations.iter().map(|organisation| {
        let url = ctx.url(&format!("organisations/{}/", organisation.id));
        Job::page(shelf, &url, || Ok(one(shelf, organisation))).shows(Bodies::Nobody)
    });
    std::iter::once(all).chain(each)
}

fn list(shelf: &Shelf<'_>) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let (title, intro) = (ctx.t("organisations.title"), ctx.t("organisations.intro"));
    let heading = PageHeading {
        template: "organisations",
        title: title.clone(),
        description: intro.clone(),
        breadcrumbs: frame::crumbs(ctx, None),
    };
    let cards = ctx.site.organisations.iter().map(|organisation| OrganisationCard::new(ctx, organisation));
    TemplatePage::new(shelf, frame::list(shelf, "organisations/", heading))
        .with("heading", &title)
        .with("intro", &intro)
        .with("organisations", &cards.collect::<Vec<_>>())
}

/// One organisation; of its events those that are still to come.
fn one(shelf: &Shelf<'_>, organisation: &Organisation) -> TemplatePage<'static> {
    let ctx = &shelf.ctx;
    let about = organisation.about.get(ctx.lang());
    let heading = PageHeading {
        template: "organisation",
        title: organisation.name.clone(),
        description: first_sentence(about).to_owned(),
        breadcrumbs: frame::crumbs(ctx, Some(Section::Organisations)),
    };
    let events = shelf.upcoming().filter(|(entry, _)| entry.facts.hosts.contains(&organisation.id));
    let stories = shelf.stories.iter().filter(|(entry, _)| entry.facts.host == organisation.id);
    let mut frame = frame::list(shelf, &format!("organisations/{}/", organisation.id), heading);
    frame.things = vec![structured::partner(ctx, organisation)];
    TemplatePage::new(shelf, frame)
        .with("organisation", &OrganisationPage::new(ctx, organisation))
        .with("events", &events.map(|(_, row)| row.clone()).collect::<Vec<Value>>())
        .with("stories", &stories.map(|(_, card)| card.clone()).collect::<Vec<Value>>())
}

fn first_sentence(text: &str) -> &str {
    text.find(". ").map_or(text, |end| &text[..=end])
}
