//! `/desk/events/{event}/door`: who comes, in two taps, on an old phone held in one hand and without script.
//!
//! The page begins with an empty search, so that nobody reads a list of names over somebody's shoulder. A row of the list opens
//! its own form: how many are here, and the button. What somebody typed stands in no address, so a search is a POST that reads.

mod act;
pub(super) mod guest;
mod guests;
mod offline;
mod scan;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::{Posted, Query};
use crate::export::Search;
use crate::office::{DoorGuest, DoorList, DoorWhich};
use crate::reference::Reference;
use crate::secret;

pub(super) use act::{NONCE, let_in, take_back, take_walk_in_back, walk_in};
pub(super) use offline::{names, page as offline, script, worker};
pub(super) use scan::scan;

/// What is searched for.
const SEARCH: &str = "q";
/// Asks for everybody.
const ALL: &str = "all";
/// Which guest the page is about.
const GUEST: &str = "guest";
/// What was done, by one of [`DOINGS`].
const DONE: &str = "done";
/// Each has words below `door.done`.
const DOINGS: [&str; 5] = ["in", "already", "back", "notHere", "walkIn"];
/// Shorter than this everybody is found.
const SHORTEST: usize = 2;

/// What the page shows besides the list.
#[derive(Debug, Default)]
struct View<'a> {
    /// What was searched for.
    typed: &'a str,
    /// Whether somebody was searched for, and perhaps not found.
    has_searched: bool,
    /// Whether what was typed is too short.
    is_short: bool,
    /// What was done.
    done: Option<&'static str>,
}

/// GET: nobody, or the one guest that a code or a tap led to.
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    query: Query,
) -> Result<Response, Refused> {
    let guest = query.get(GUEST).map(|text| Reference::parse(text).ok_or(Refused::NotThere)).transpose()?;
    let which = guest.map_or(DoorWhich::Nobody, DoorWhich::One);
    let done = DOINGS.into_iter().find(|word| query.get(DONE) == Some(word));
    answer(&app, &visitor, &event, &which, View { done, ..View::default() }).await
}

/// POST: looks for somebody. It changes nothing.
pub(super) async fn search(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (typed, all) = (sent.take(SEARCH)?.unwrap_or_default(), sent.take(ALL)?.is_some());
    let is_short = !all && typed.trim().chars().count() < SHORTEST;
    let found = Search::new(&typed).filter(|_| !is_short).map(DoorWhich::Found);
    let which = if all { DoorWhich::All } else { found.unwrap_or(DoorWhich::Nobody) };
    let has_searched = !matches!(which, DoorWhich::Nobody);
    let typed = if all { "" } else { typed.trim() };
    answer(&app, &visitor, &event, &which, View { typed, has_searched, is_short, done: None }).await
}

async fn answer(
    app: &App,
    visitor: &Visitor,
    event: &str,
    which: &DoorWhich,
    view: View<'_>,
) -> Result<Response, Refused> {
    let access = visitor.access(Right::Door, &visitor.t("door.why.look"))?;
    let list = visitor.office(app).door(&access, event, which, visitor.asker.lang).await?.take().await?.0;
    let title = visitor.with("door.title", &[("event", &visitor.event_title(event))]);
    let status = if view.is_short { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(visitor.page_with(status, &title, &page(visitor, event, &title, &list, &view)))
}

fn page(visitor: &Visitor, event: &str, title: &str, list: &DoorList, view: &View<'_>) -> Html {
    // Who is shown above needs no second line.
    let is_new = |one: &&DoorGuest| list.guests.iter().all(|guest| guest.reference != one.reference);
    let latest: Vec<&DoorGuest> = list.latest.iter().filter(is_new).collect();
    let walk_ins: Vec<Html> =
        list.walk_ins.iter().take(5).map(|one| guest::walk_in(visitor, event, one)).collect();
    html! {
        h1 { (title) } "\n"
        (counter(visitor, list))
        @if let Some(done) = view.done { p class="notice" role="status" { (visitor.t(&format!("door.done.{done}"))) } "\n" }
        (search_form(visitor, event, view))
        @if view.has_searched && list.guests.is_empty() { p class="notice" role="status" { (visitor.t("door.nobody")) } "\n" }
        ul class="desk-cards desk-guests" {
            @for one in &list.guests { (guest::row(visitor, event, one, list.guests.len() == 1)) "\n" }
        } "\n"
        (walk_in_form(visitor, event))
        @if !(latest.is_empty() && walk_ins.is_empty()) {
            h2 { (visitor.t("door.latest")) } "\n"
            ul class="desk-cards desk-guests" {
                @for one in latest { (guest::row(visitor, event, one, false)) "\n" }
                @for one in &walk_ins { (one) "\n" }
            } "\n"
        }
        (papers(visitor, event))
        (offline::kept(visitor, event, "online", &Html::default()))
    }
}

/// How many are there, of how many. It may be more: the door refuses nobody.
fn counter(visitor: &Visitor, list: &DoorList) -> Html {
    let (came, expected) = (list.came.all().to_string(), list.expected.to_string());
    html! {
        p class="desk-counter" { b { (visitor.with("door.came", &[("came", &came), ("expected", &expected)])) } } "\n"
    }
}

fn search_form(visitor: &Visitor, event: &str, view: &View<'_>) -> Html {
    html! {
        form method="post" action=(format!("/desk/events/{event}/door")) class="form desk-search" role="search" novalidate {
            p class="field" {
                label for=(SEARCH) { (visitor.t("door.search")) }
                @if view.is_short { span class="field-error" id="q-error" { (visitor.t("door.tooShort")) } }
                input type="search" id=(SEARCH) name=(SEARCH) value=(view.typed) autocomplete="off" spellcheck="false"
                    aria-invalid=[view.is_short.then_some("true")] aria-describedby=[view.is_short.then_some("q-error")];
            }
            p class="desk-row" {
                button { (visitor.t("door.find")) } " "
                button class="quiet" name=(ALL) value="1" { (visitor.t("door.all")) }
            }
        } "\n"
    }
}

fn walk_in_form(visitor: &Visitor, event: &str) -> Html {
    html! {
        details class="desk-walk-in" {
            summary { (visitor.t("door.walkIn.title")) }
            form method="post" action=(format!("/desk/events/{event}/door/walk-in")) class="form" {
                (nonce())
                p class="field" {
                    label for="walk-in-name" { (visitor.t("door.walkIn.name")) }
                    input id="walk-in-name" name=(act::NAME) maxlength="120" autocomplete="off";
                }
                (guest::how_many(visitor, "walk-in", 1))
                p { button { (visitor.t("door.letIn")) } }
            }
        } "\n"
    }
}

/// What can be printed, for those who may.
fn papers(visitor: &Visitor, event: &str) -> Html {
    let link = |sheet: &str| format!("/desk/events/{event}/{sheet}");
    html! {
        h2 { (visitor.t("door.paper")) } "\n"
        ul {
            li { a href=(link("sheet/door")) { (visitor.t("sheet.door.title")) } } "\n"
            @if visitor.may(Right::Records) {
                li { a href=(link("sheet/kitchen")) { (visitor.t("sheet.kitchen.title")) } } "\n"
                li { a href=(link("sheet/funder")) { (visitor.t("sheet.funder.title")) } } "\n"
            }
            @if visitor.may(Right::Records) { li { a href=(link("volunteers")) { (visitor.t("volunteers.title")) } } "\n" }
            li { a href=(link("paper")) { (visitor.t("sheet.paper.title")) } } "\n"
        } "\n"
    }
}

/// Makes a form that is sent twice count once.
pub(super) fn nonce() -> Html {
    html! { input type="hidden" name=(act::NONCE) value=(secret::fresh_token()); }
}
