//! `/desk/people`: who has an account within one's own reach, what each may, and the ends of both.

mod invite;
mod place;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::done::done;
use super::refused::Refused;
use super::sign_in::to;
use super::visitor::Visitor;
use crate::accounts::{Account, AccountId, Grant, Right, Role};
use crate::app::App;
use crate::decode::{Posted, Query};
use crate::export::names::Alphabet;
use crate::office::Office;

pub(super) use invite::{ask as ask_to_invite, send as invite};

const ROLE: &str = "role";
const PLACE: &str = "place";

/// GET `/desk/people`
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    query: Query,
) -> Result<Response, Refused> {
    let people = everybody(&app, &visitor).await?;
    let title = visitor.t("people.title");
    let main = html! {
        h1 { (title) } "\n"
        (done(&visitor, &query, &["people.invited", "people.revoked", "people.disabled"]))
        p { (visitor.t("people.intro")) } "\n"
        p { a class="button" href="/desk/people/new" { (visitor.t("people.new")) } } "\n"
        ul class="desk-cards" {
            @for account in &people { li { (card(&visitor, account)) } "\n" }
        } "\n"
        p { a href="/desk/rights" { (visitor.t("rights.title")) } } "\n"
    };
    Ok(visitor.page(&title, &main))
}

fn card(visitor: &Visitor, account: &Account) -> Html {
    html! {
        p {
            a href=(format!("/desk/people/{}", account.id)) { b { bdi { (account.name) } } }
            @if account.disabled_at.is_some() { " · " (visitor.t("people.isDisabled")) }
            @if let Some(email) = &account.email { br; bdi { (email) } }
        }
        p {
            @for (at, grant) in account.grants.iter().enumerate() {
                @if at > 0 { br; }
                (in_words(visitor, grant))
            }
            @if account.grants.is_empty() { (visitor.t("people.noRole")) }
        }
    }
}

/// A role and where it counts; one of the door says how long.
fn in_words(visitor: &Visitor, grant: &Grant) -> Html {
    html! {
        b { (visitor.t(&format!("role.{}", grant.role))) } " – " (visitor.place(&grant.scope))
        (visitor.of_translator(grant))
        @if grant.role == Role::Door {
            " " small { (visitor.t(if visitor.counts(grant) { "people.endsByItself" } else { "people.hasEnded" })) }
        }
    }
}

/// GET `/desk/people/{account}`
pub(super) async fn show(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let account = one(&app, &visitor, &id).await?;
    let is_own = account.id == visitor.visit.account.id;
    let main = html! {
        p { a href="/desk/people" { (visitor.t("people.title")) } } "\n"
        h1 { bdi { (account.name) } } "\n"
        @if let Some(email) = &account.email { p { bdi { (email) } } "\n" }
        @if account.disabled_at.is_some() { p class="notice" { (visitor.t("people.isDisabled")) } "\n" }
        p { (visitor.with("people.since", &[("when", &visitor.moment(account.created_at))])) } "\n"
        h2 { (visitor.t("people.roles")) } "\n"
        ul class="desk-cards" {
            @for grant in &account.grants {
                li {
                    p { (in_words(&visitor, grant)) }
                    @if !is_own { (revoke_button(&visitor, &account.id, grant)) }
                } "\n"
            }
        } "\n"
        @if is_own {
            p { (visitor.t("people.own")) } "\n"
        } @else if account.disabled_at.is_none() {
            p { a href=(format!("/desk/people/{}/disable", account.id)) { (visitor.t("people.disable")) } } "\n"
        }
    };
    Ok(visitor.page(&account.name, &main))
}

fn revoke_button(visitor: &Visitor, account: &AccountId, grant: &Grant) -> Html {
    html! {
        form method="post" action=(format!("/desk/people/{account}")) {
            input type="hidden" name=(ROLE) value=(grant.role);
            input type="hidden" name=(PLACE) value=(place::word(&grant.scope));
            button class="quiet" { (visitor.t("people.revoke")) }
        }
    }
}

/// POST `/desk/people/{account}`: takes a role away.
pub(super) async fn revoke(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let account = another(&visitor, &id)?;
    let role = sent.take(ROLE)?.as_deref().and_then(Role::parse).ok_or(Refused::Bad)?;
    let scope = sent.take(PLACE)?.as_deref().and_then(place::parse).ok_or(Refused::Bad)?;
    let (office, access) = asked(&app, &visitor)?;
    office.revoke(&access, &account, &Grant::new(role, scope)).await?.take().await?;
    Ok(to(&visitor.asker, "/people?done=people.revoked"))
}

/// GET `/desk/people/{account}/disable`: asks first.
pub(super) async fn ask_to_disable(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let account = one(&app, &visitor, &id).await?;
    another(&visitor, &id)?;
    let title = visitor.with("people.disableTitle", &[("name", &account.name)]);
    let main = html! {
        h1 { (title) } "\n"
        p { (visitor.t("people.disableText")) } "\n"
        form method="post" action=(format!("/desk/people/{}/disable", account.id)) {
            p { button { (visitor.t("people.disable")) } }
        } "\n"
        p { a href=(format!("/desk/people/{}", account.id)) { (visitor.t("people.back")) } } "\n"
    };
    Ok(visitor.page_with(StatusCode::OK, &title, &main))
}

/// POST `/desk/people/{account}/disable`
pub(super) async fn disable(
    State(app): State<App>,
    Path(id): Path<String>,
    visitor: Visitor,
) -> Result<Response, Refused> {
    let account = one(&app, &visitor, &id).await?;
    another(&visitor, &id)?;
    // Somebody was faster, or pressed twice: it is done.
    if account.disabled_at.is_none() {
        let (office, access) = asked(&app, &visitor)?;
        office.disable(&access, &account.id).await?.take().await?;
    }
    Ok(to(&visitor.asker, "/people?done=people.disabled"))
}

fn asked(app: &App, visitor: &Visitor) -> Result<(Office, crate::office::Access), Refused> {
    Ok((visitor.office(app), visitor.access(Right::People, &visitor.t("why.people"))?))
}

/// All within reach, by name. The account of the machine itself is nobody's.
async fn everybody(app: &App, visitor: &Visitor) -> Result<Vec<Account>, Refused> {
    let (office, access) = asked(app, visitor)?;
    let (mut people, _) = office.people(&access).await?.take().await?;
    people.retain(|account| account.email.is_some());
    let alphabet = Alphabet::of(visitor.asker.lang);
    people.sort_by(|one, other| alphabet.compare(&one.name, &other.name));
    Ok(people)
}

async fn one(app: &App, visitor: &Visitor, id: &str) -> Result<Account, Refused> {
    let people = everybody(app, visitor).await?;
    people.into_iter().find(|account| account.id.as_str() == id).ok_or(Refused::NotThere)
}

/// Nobody takes rights from themselves: the last one who gives them would be gone.
fn another(visitor: &Visitor, id: &str) -> Result<AccountId, Refused> {
    let account = AccountId::parse(id).ok_or(Refused::NotThere)?;
    if account == visitor.visit.account.id {
        return Err(Refused::Told("people.own"));
    }
    Ok(account)
}
