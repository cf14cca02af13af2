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
    open.then(|| html(ctx, form, &facts(&entry.facts), &[("event", &event)], ON_AN_EVENT)).flatten()
}

/// The form of a page.
pub(super) fn for_page(ctx: &Ctx<'_>, form: Option<&FormId>) -> Option<String> {
    html(ctx, form?, &forms::Facts::default(), &[], ON_A_PAGE)
}

/// What is true of an event, for the questions that depend on it.
pub(super) fn facts(event: &Event) -> forms::Facts {
    let known = [
        ("food", event.food.served),
        ("childcare", event.childcare == Some(Childcare::CareOffered)),
        ("interpretation", !event.interpretation.is_empty()),
        ("photos", event.photo_notice),
    ];
    let held = known.into_iter().filter(|(_, holds)| *holds);
    forms::Facts(held.map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>())
}

/// The page of a kind that forms link to, in the reader's language.
fn page_of_kind(ctx: &Ctx<'_>, kind: PageKind) -> Option<String> {
    let page = ctx.site.entries.pages.iter().find(|entry| entry.facts.kind == kind)?;
    Some(ctx.url_of(page).to_string())
}

fn html(
    ctx: &Ctx<'_>,
    id: &FormId,
    facts: &forms::Facts,
    hidden: &[(&str, &str)],
    heading_level: u8,
) -> Option<String> {
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
        facts,
        values: &forms::Values::new(),
        errors: &[],
        action: ctx.url(&format!("forms/{id}")).as_str(),
        hidden,
        languages: &languages,
        links: &links,
        heading_level,
    });
    Some(form.into_string() + &forms::notice::html(definition, ctx.texts, lang, facts).into_string())
}
