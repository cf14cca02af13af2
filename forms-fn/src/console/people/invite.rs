//! `/desk/people/new`: somebody gets an account, or one more role.

use std::collections::BTreeSet;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::super::refused::Refused;
use super::super::sign_in::to;
use super::super::visitor::Visitor;
use super::place::{self, Places};
use super::{PLACE, ROLE, asked, everybody};
use crate::accounts::words::{LANGUAGES, language};
use crate::accounts::{Account, Actor, Grant, Role};
use crate::app::App;
use crate::decode::Posted;
use crate::desk::Scope;
use crate::office::Invitation;

const NAME: &str = "name";
const EMAIL: &str = "email";
const LANG: &str = "lang";
/// The group of the languages into which somebody translates; each box has a name of its own.
const INTO: &str = "into";
/// A longer one would be cut on a phone, and in the log.
const LONGEST_NAME: usize = 80;

/// What was typed.
#[derive(Debug, Default)]
struct Typed {
    name: String,
    email: String,
    lang: String,
    role: String,
    place: String,
    /// Languages of the site.
    into: BTreeSet<String>,
}

/// A field, and the key of what is wrong with it.
type Fault = (&'static str, &'static str);

/// GET
pub(in super::super) async fn ask(visitor: Visitor) -> Response {
    let typed = Typed { lang: visitor.asker.lang.to_owned(), ..Typed::default() };
    page(&visitor, StatusCode::OK, &typed, &[])
}

/// POST
pub(in super::super) async fn send(
    State(app): State<App>,
    visitor: Visitor,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let mut take = |name| sent.take(name).map(Option::unwrap_or_default);
    let typed = Typed {
        name: take(NAME)?,
        email: take(EMAIL)?,
        lang: take(LANG)?,
        role: take(ROLE)?,
        place: take(PLACE)?,
        into: chosen(&visitor, &mut sent)?,
    };
    let grant = match checked(&visitor, &typed) {
        Ok(grant) => grant,
        Err(faults) => return Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &typed, &faults)),
    };
    let has_it = |account: &Account| {
        let has = |known: &Grant| grant.is_within(known);
        is_of(account, &typed.email) && account.disabled_at.is_none() && account.grants.iter().any(has)
    };
    if everybody(&app, &visitor).await?.iter().any(has_it) {
        let faults = [(ROLE, "people.already")];
        return Ok(page(&visitor, StatusCode::UNPROCESSABLE_ENTITY, &typed, &faults));
    }
    let (office, access) = asked(&app, &visitor)?;
    let new = Invitation { name: &typed.name, email: &typed.email, lang: &typed.lang, grant };
    office.invite(&access, &new).await?.take().await?;
    Ok(to(&visitor.asker, "/people?done=people.invited"))
}

/// The languages that were ticked; those that the site doesn't have aren't asked for.
fn chosen(visitor: &Visitor, sent: &mut Posted) -> Result<BTreeSet<String>, Refused> {
    let mut into = BTreeSet::new();
    for lang in visitor.asker.folder.languages() {
        if sent.take(&box_of(lang))?.is_some() {
            into.insert(lang.to_owned());
        }
    }
    Ok(into)
}

fn box_of(lang: &str) -> String {
    format!("{INTO}-{lang}")
}

fn is_of(account: &Account, email: &str) -> bool {
    forms::email::canonical(email.trim()).is_ok_and(|email| account.email.as_deref() == Some(email.as_str()))
}

/// The role and its place, or what is wrong with what was typed.
fn checked(visitor: &Visitor, typed: &Typed) -> Result<Grant, Vec<Fault>> {
    let (role, scope) = (Role::parse(&typed.role), place::parse(&typed.place));
    let role = role.filter(|role| visitor.roles().any(|known| known == *role));
    let scope = scope.filter(|scope| Places::of(visitor).has(scope));
    let mut faults = Vec::new();
    let name = typed.name.trim();
    if name.is_empty()
        || name.chars().count() > LONGEST_NAME
        || name.chars().any(char::is_control)
        || !Actor::is_name(name)
    {
        faults.push((NAME, "people.nameWrong"));
    }
    if forms::email::canonical(typed.email.trim()).is_err() {
        faults.push((EMAIL, "signIn.emailWrong"));
    } else if is_of(&visitor.visit.account, &typed.email) {
        // Who gives rights doesn't give themselves the right to read what was told in confidence.
        faults.push((EMAIL, "people.own"));
    }
    if role.is_none() {
        faults.push((ROLE, "people.roleWrong"));
    }
    match (role, &scope) {
        (_, None) => faults.push((PLACE, "people.placeWrong")),
        (Some(Role::Door), Some(scope)) if !place::fits(Role::Door, scope) => {
            faults.push((PLACE, "people.doorPlace"));
        }
        (Some(role), Some(scope)) if !place::fits(role, scope) => faults.push((PLACE, "people.otherPlace")),
        _ => {}
    }
    match (role, typed.into.is_empty()) {
        (Some(Role::Translator), true) => faults.push((INTO, "people.intoMissing")),
        (Some(role), false) if role != Role::Translator => faults.push((INTO, "people.intoWrong")),
        _ => {}
    }
    if language(&typed.lang).is_none() {
        faults.push((LANG, "people.roleWrong"));
    }
    match (role, scope) {
        (Some(role), Some(scope)) if faults.is_empty() => {
            Ok(Grant { languages: typed.into.clone(), ..Grant::new(role, scope) })
        }
        _ => Err(faults),
    }
}

fn page(visitor: &Visitor, status: StatusCode, typed: &Typed, faults: &[Fault]) -> Response {
    let title = visitor.t("people.new");
    let main = html! {
        p { a href="/desk/people" { (visitor.t("people.title")) } } "\n"
        h1 { (title) } "\n"
        p { (visitor.t("people.newIntro")) } "\n"
        form class="form" method="post" action="/desk/people/new" novalidate {
            (text(visitor, NAME, "text", &typed.name, faults))
            (text(visitor, EMAIL, "email", &typed.email, faults))
            (roles(visitor, &typed.role, faults))
            @if visitor.asker.editor.is_some() { (into(visitor, &typed.into, faults)) }
            (places(visitor, &typed.place, faults))
            (languages(visitor, &typed.lang, faults))
            p { button { (visitor.t("people.send")) } }
        } "\n"
    };
    visitor.page_with(status, &title, &main)
}

fn fault<'a>(faults: &'a [Fault], field: &str) -> Option<&'a str> {
    faults.iter().find(|(of, _)| *of == field).map(|(_, key)| *key)
}

/// What is wrong with a field, for it to be linked to.
fn error(visitor: &Visitor, field: &str, faults: &[Fault]) -> Html {
    html! {
        @if let Some(key) = fault(faults, field) {
            span class="field-error" id=(format!("{field}-error")) { (visitor.t(key)) }
        }
    }
}

fn text(visitor: &Visitor, field: &str, kind: &str, typed: &str, faults: &[Fault]) -> Html {
    let wrong = fault(faults, field).map(|_| format!("{field}-error"));
    html! {
        p class="field" {
            label for=(field) { (visitor.t(&format!("people.field.{field}"))) }
            (error(visitor, field, faults))
            input type=(kind) id=(field) name=(field) value=(typed) autocomplete="off" required
                aria-invalid=[wrong.as_ref().map(|_| "true")] aria-describedby=[wrong];
        } "\n"
    }
}

fn roles(visitor: &Visitor, chosen: &str, faults: &[Fault]) -> Html {
    let wrong = fault(faults, ROLE).map(|_| format!("{ROLE}-error"));
    html! {
        fieldset class="field" aria-describedby=[wrong] {
            legend { (visitor.t("people.field.role")) }
            (error(visitor, ROLE, faults))
            @for role in visitor.roles() {
                p class="desk-choice" {
                    input type="radio" name=(ROLE) id=(format!("role-{role}")) value=(role) checked[role.as_str() == chosen];
                    label for=(format!("role-{role}")) {
                        b { (visitor.t(&format!("role.{role}"))) } br; (visitor.t(&format!("roleText.{role}")))
                    }
                }
            }
        } "\n"
    }
}

/// Shown always: without script nothing appears when a role is chosen.
fn into(visitor: &Visitor, chosen: &BTreeSet<String>, faults: &[Fault]) -> Html {
    let wrong = fault(faults, INTO).map(|_| format!("{INTO}-error"));
    let folder = &visitor.asker.folder;
    html! {
        fieldset class="field" aria-describedby=[wrong] {
            legend { (visitor.t("people.field.into")) }
            (error(visitor, INTO, faults))
            @for lang in folder.languages() {
                p class="desk-choice" {
                    input type="checkbox" name=(box_of(lang)) id=(box_of(lang)) value="yes" checked[chosen.contains(lang)];
                    label for=(box_of(lang)) lang=(lang) { (folder.language_name(lang).unwrap_or_else(|| lang.to_owned())) }
                }
            }
        } "\n"
    }
}

fn places(visitor: &Visitor, chosen: &str, faults: &[Fault]) -> Html {
    let (places, wrong) = (Places::of(visitor), fault(faults, PLACE).map(|_| format!("{PLACE}-error")));
    let option = |scope: &Scope, name: &str| {
        let word = place::word(scope);
        html! { option value=(word) selected[word == chosen] { (name) } }
    };
    html! {
        p class="field" {
            label for=(PLACE) { (visitor.t("people.field.place")) }
            (error(visitor, PLACE, faults))
            select id=(PLACE) name=(PLACE) aria-invalid=[wrong.as_ref().map(|_| "true")] aria-describedby=[wrong] {
                option value="" { (visitor.t("people.choose")) }
                optgroup label=(visitor.t("people.organisations")) {
                    @if places.everything { (option(&Scope::Everything, &visitor.t("scope.everything"))) }
                    @for (scope, name) in &places.organisations { (option(scope, name)) }
                }
                optgroup label=(visitor.t("people.events")) {
                    @for (scope, name) in &places.events { (option(scope, name)) }
                }
            }
        } "\n"
    }
}

fn languages(visitor: &Visitor, chosen: &str, faults: &[Fault]) -> Html {
    html! {
        p class="field" {
            label for=(LANG) { (visitor.t("people.field.lang")) }
            (error(visitor, LANG, faults))
            select id=(LANG) name=(LANG) {
                @for (id, name) in LANGUAGES { option value=(id) lang=(id) selected[id == chosen] { (name) } }
            }
        } "\n"
    }
}
