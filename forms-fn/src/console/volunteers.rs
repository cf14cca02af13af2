//! `/desk/events/{event}/volunteers`: a host lets people without an account help at the door.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::done::done;
use super::refused::Refused;
use super::sign_in::to;
use super::visitor::Visitor;
use crate::accounts::{Accounts, DoorLink, DoorLinkId, Right, door_is_open_after};
use crate::app::App;
use crate::code::CodeDrawing;
use crate::decode::{Posted, Query};
use crate::office::Volunteer;

const NAME: &str = "name";
/// A longer one would be cut on a telephone, and in the log.
const LONGEST_NAME: usize = 80;
/// What the address says was done.
const ENDED: &str = "volunteers.done";

/// GET
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    query: Query,
) -> Result<Response, Refused> {
    let links = links(&app, &visitor, &event).await?;
    let said = done(&visitor, &query, &[ENDED]);
    Ok(page(&visitor, &event, &links, &said, None))
}

/// POST: gives a link.
pub(super) async fn give(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let name = sent.take(NAME)?.unwrap_or_default();
    let name = name.trim();
    if name.chars().count() > LONGEST_NAME || name.chars().any(char::is_control) {
        let links = links(&app, &visitor, &event).await?;
        return Ok(page(&visitor, &event, &links, &Html::default(), Some(name)));
    }
    let access = visitor.access(Right::Records, "")?;
    let volunteer = Volunteer { event: &event, name: Some(name), giver: &visitor.visit.account.id };
    let link = visitor.office(&app).give_door_link(&access, volunteer).await?.take().await?.0;
    Ok(to(&visitor.asker, &format!("/events/{event}/volunteers/{}", link.as_str())))
}

/// GET `…/{link}`: the link and the digits, for as long as nobody has come in by it.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path((event, link)): Path<(String, String)>,
) -> Result<Response, Refused> {
    let id = DoorLinkId::parse(&link).ok_or(Refused::NotThere)?;
    let links = links(&app, &visitor, &event).await?;
    let link = links.into_iter().find(|(known, _)| *known == id).ok_or(Refused::NotThere)?.1;
    let accounts = Accounts::new(app.desk.clone());
    let address = visitor.asker.folder.base_url();
    let address = format!("{address}/desk/events/{event}/volunteer?k={}", accounts.door_token(&id));
    let title = match &link.volunteer {
        Some(name) => visitor.with("volunteers.for", &[("name", name)]),
        None => visitor.t("volunteers.forSomebody"),
    };
    let main = html! {
        p { a href=(format!("/desk/events/{event}/volunteers")) { (visitor.t("volunteers.back")) } } "\n"
        h1 { (title) } "\n"
        @if link.is_open(visitor.now()) {
            p { (visitor.t("volunteers.photograph")) } "\n"
            (drawing(&address))
            p class="desk-soft" { bdi dir="ltr" { (address) } } "\n"
            p { (visitor.t("volunteers.readOut")) } "\n"
            p class="desk-digits" { b { (in_halves(&accounts.door_digits(&id))) } } "\n"
            p { (visitor.t("volunteers.once")) } "\n"
        } @else { p class="notice" { (state(&visitor, &event, &link)) } "\n" }
        @if link.ended_at.is_none() { (end_form(&visitor, &event, &id)) "\n" }
    };
    Ok(visitor.page(&title, &main))
}

/// POST `…/{link}/end`
pub(super) async fn end(
    State(app): State<App>,
    visitor: Visitor,
    Path((event, link)): Path<(String, String)>,
) -> Result<Response, Refused> {
    let id = DoorLinkId::parse(&link).ok_or(Refused::NotThere)?;
    let access = visitor.access(Right::Records, "")?;
    visitor.office(&app).end_door_link(&access, &event, &id).await?.take().await?;
    Ok(to(&visitor.asker, &format!("/events/{event}/volunteers?done={ENDED}")))
}

async fn links(app: &App, visitor: &Visitor, event: &str) -> Result<Vec<(DoorLinkId, DoorLink)>, Refused> {
    let access = visitor.access(Right::Records, "")?;
    Ok(visitor.office(app).door_links(&access, event).await?.take().await?.0)
}

/// The list; with what was typed where that is no name.
fn page(
    visitor: &Visitor,
    event: &str,
    links: &[(DoorLinkId, DoorLink)],
    said: &Html,
    wrong: Option<&str>,
) -> Response {
    let title = visitor.t("volunteers.title");
    let terms = visitor.asker.folder.terms(event).filter(|terms| !terms.has_no_date());
    let is_open = terms.is_some_and(|terms| door_is_open_after(terms.ends, visitor.now()));
    let main = html! {
        p { (visitor.event_link(event)) } "\n"
        h1 { (title) } "\n"
        (said)
        p { (visitor.t("volunteers.intro")) } "\n"
        @if is_open { (form(visitor, event, wrong)) } @else { p class="notice" { (visitor.t("volunteers.over")) } "\n" }
        h2 { (visitor.t("volunteers.given")) } "\n"
        @if links.is_empty() { p { (visitor.t("volunteers.none")) } "\n" }
        ul class="desk-cards" {
            @for (id, link) in links { li { (one(visitor, event, id, link)) } "\n" }
        }
    };
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    visitor.page_with(status, &title, &main)
}

fn form(visitor: &Visitor, event: &str, wrong: Option<&str>) -> Html {
    let described = if wrong.is_some() { "name-error name-help" } else { "name-help" };
    html! {
        form class="form" method="post" action=(format!("/desk/events/{event}/volunteers")) novalidate {
            p class="field" {
                label for=(NAME) { (visitor.t("volunteers.name")) " " span class="field-optional" { "(" (visitor.t("reason.optional")) ")" } }
                @if wrong.is_some() { span class="field-error" id="name-error" { (visitor.t("people.nameWrong")) } }
                span class="field-help" id="name-help" { (visitor.t("volunteers.nameHelp")) }
                input id=(NAME) name=(NAME) value=(wrong.unwrap_or_default()) maxlength=(LONGEST_NAME) autocomplete="off"
                    aria-invalid=[wrong.map(|_| "true")] aria-describedby=(described);
            }
            p { button { (visitor.t("volunteers.make")) } }
        } "\n"
    }
}

fn one(visitor: &Visitor, event: &str, id: &DoorLinkId, link: &DoorLink) -> Html {
    let when = visitor.moment_of(Some(event), link.made_at);
    let by = [("name", &*visitor.actor(&link.by)), ("when", &when)];
    html! {
        p class="desk-card-title" {
            @match &link.volunteer { Some(name) => { bdi { (name) } } None => { (visitor.t("volunteers.unnamed")) } }
        }
        p { b { (state(visitor, event, link)) }
            @if let Some(session) = &link.session { br; small { (session.browser) } } }
        p class="desk-soft" { (visitor.with("volunteers.by", &by)) }
        @if link.is_open(visitor.now()) {
            p { a href=(format!("/desk/events/{event}/volunteers/{}", id.as_str())) { (visitor.t("volunteers.show")) } }
        }
        @if link.ended_at.is_none() { (end_form(visitor, event, id)) }
    }
}

fn end_form(visitor: &Visitor, event: &str, id: &DoorLinkId) -> Html {
    html! {
        form method="post" action=(format!("/desk/events/{event}/volunteers/{}/end", id.as_str())) {
            button class="quiet" { (visitor.t("volunteers.end")) }
        }
    }
}

/// How a link stands.
fn state(visitor: &Visitor, event: &str, link: &DoorLink) -> String {
    let since = |key: &str, at| visitor.with(key, &[("when", &visitor.moment_of(Some(event), at))]);
    match (link.ended_at, &link.session) {
        (Some(at), _) => since("volunteers.ended", at),
        (None, Some(session)) => since("volunteers.used", session.started_at),
        (None, None) if link.is_burnt() => visitor.t("volunteers.burnt"),
        (None, None) => visitor.t("volunteers.waiting"),
    }
}

/// Read aloud in two halves.
fn in_halves(digits: &str) -> String {
    let (first, second) = digits.split_at(digits.len() / 2);
    format!("{first} {second}")
}

/// White in the dark, too: telephones read it so. The address beside it says the same.
fn drawing(address: &str) -> Html {
    html! {
        @if let Some(CodeDrawing { size, path }) = CodeDrawing::new(address) {
            svg class="desk-code" viewBox=(format!("0 0 {size} {size}")) aria-hidden="true" {
                path fill="#fff" d=(format!("M0 0h{size}v{size}H0z")) {}
                path fill="#000" d=(path) {}
            } "\n"
        }
    }
}
