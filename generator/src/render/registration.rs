//! The forms on pages: registration for an event, and forms that stand on a page of their own.

use std::collections::BTreeSet;

use forms::html::FormView;

use crate::content::FormId;
use crate::event::{Childcare, Event, State};
use crate::page::PageKind;
use crate::site::Entry;
use crate::view::Ctx;

/// The groups of a form on a page of its own stand right below the page's title.
const ON_A_PAGE: u8 = 2;

/// The groups of a registration form stand below the heading «Register» of the event.
const ON_AN_EVENT: u8 = 3;

/// The registration form, only while one can register on this site or wait for a place.
pub(super) fn for_event(ctx: &Ctx<'_>, entry: &Entry<Event>) -> Option<String> {
    let form = entry.facts.registration.form.as_ref()?;
    let now = ctx.site.now;
    let open = entry.facts.state(now) == State::Open || entry.facts.takes_waiting(now);
    let event = entry.event_id();
    let around =
        Around { facts: facts(&entry.facts), country: Some(&entry.facts.place.country), level: ON_AN_EVENT };
    open.then(|| html(ctx, form, &around, &[("event", &event)])).flatten()
}

/// The form of a page.
pub(super) fn for_page(ctx: &Ctx<'_>, form: Option<&FormId>) -> Option<String> {
    let around = Around { facts: forms::Facts::none(), country: None, level: ON_A_PAGE };
    html(ctx, form?, &around, &[])
}

/// What a form stands in.
struct Around<'e> {
    facts: forms::Facts,
    country: Option<&'e str>,
    /// Of the headings of its groups.
    level: u8,
}

/// What is true of an event, for the questions that depend on it.
pub(super) fn facts(event: &Event) -> forms::Facts {
    let care = event.childcare == Some(Childcare::CareOffered);
    let known = [
        ("food", event.food.served),
        ("childcare", care),
        ("childcare_under_3", care && event.childcare_from.is_none_or(|age| age < 3)),
        ("interpretation", !event.interpretation.is_empty()),
        ("photos", event.photo_notice),
    ];
    let held = known.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name.to_owned());
    let into = event.interpretation.iter().map(|lang| format!("{}{lang}", forms::Facts::INTO));
    forms::Facts(held.chain(into).collect::<BTreeSet<_>>())
}

/// The page of a kind that forms link to, in the reader's language.
fn page_of_kind(ctx: &Ctx<'_>, kind: PageKind) -> Option<String> {
    let page = ctx.site.entries.pages.iter().find(|entry| entry.facts.kind == kind)?;
    Some(ctx.url_of(page).to_string())
}

fn html(ctx: &Ctx<'_>, id: &FormId, around: &Around<'_>, hidden: &[(&str, &str)]) -> Option<String> {
    let definition = ctx.site.forms.iter().find(|definition| definition.id == **id)?;
    let lang = ctx.lang().as_str();
    let languages: Vec<(String, String)> = ctx
        .site
        .config
        .languages
        .iter()
        .map(|language| (language.id.to_string(), language.name.clone()))
        .collect();
    let links = forms::html::Links {
        privacy: page_of_kind(ctx, PageKind::Privacy),
        code_of_conduct: page_of_kind(ctx, PageKind::CodeOfConduct),
    };
    let form = forms::html::form(&FormView {
        definition,
        lang,
        texts: ctx.texts,
        facts: &around.facts,
        country: around.country,
        values: &forms::Values::new(),
        errors: &[],
        action: ctx.url(&format!("forms/{id}")).as_str(),
        hidden,
        first: None,
        languages: &languages,
        links: &links,
        switched_at: Some(&format!("forms/{id}")),
        heading_level: around.level,
    });
    Some(form.into_string())
}
