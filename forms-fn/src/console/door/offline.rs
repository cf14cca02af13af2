//! The door without a network, for one evening: a script keeps the names encrypted in the browser and sends what was tapped later,
//! a worker shows the page that needs no network. With a network, and where there is no script, nothing of this is needed.

use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName};
use axum::response::{IntoResponse, Response};
use forms::Html;
use jiff::{SignedDuration, Timestamp};
use maud::html;
use serde_json::{Value, json};

use super::act::{NAME, PEOPLE};
use super::guest;
use crate::accounts::Right;
use crate::app::App;
use crate::console::refused::Refused;
use crate::console::visitor::Visitor;
use crate::office::{DoorGuest, DoorWhich};

/// So long after the event the browser forgets everything.
const KEPT: SignedDuration = SignedDuration::from_hours(6);
const SCRIPT: &str = include_str!("door.js");
const WORKER: &str = include_str!("worker.js");
/// A worker may not do anything above its own folder without it.
const WORKER_ALLOWED: HeaderName = HeaderName::from_static("service-worker-allowed");

/// GET `…/door/door.js`
pub(in crate::console) async fn script(_: Visitor) -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")], SCRIPT).into_response()
}

/// GET `…/door/worker.js`
pub(in crate::console) async fn worker(visitor: Visitor, Path(event): Path<String>) -> Response {
    let scope = visitor.asker.folder.address(&address(&event));
    let head = [
        (CONTENT_TYPE, "text/javascript; charset=utf-8".to_owned()),
        (CACHE_CONTROL, "no-cache".to_owned()),
        (WORKER_ALLOWED, scope),
    ];
    (head, WORKER).into_response()
}

/// GET `…/door/names`: what the browser keeps for the evening, as far as the door sees it.
pub(in crate::console) async fn names(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
) -> Result<Response, Refused> {
    let access = visitor.access(Right::Door, &visitor.t("door.why.offline"))?;
    let list = visitor
        .office(&app)
        .door(&access, &event, &DoorWhich::All, visitor.asker.lang)
        .await?
        .take()
        .await?
        .0;
    let guests: Vec<Value> = list.guests.iter().map(|one| told(&visitor, one)).collect();
    let head = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    Ok((head, json!({ "guests": guests }).to_string()).into_response())
}

fn told(visitor: &Visitor, one: &DoorGuest) -> Value {
    json!({
        "reference": one.reference,
        "name": one.name,
        "latin": one.latin_name,
        "people": one.people(),
        "here": one.check_in.is_some(),
        "facts": guest::words(visitor, one),
    })
}

/// GET `…/door/offline`: the page that the worker shows. It has no name on it.
pub(in crate::console) async fn page(visitor: Visitor, Path(event): Path<String>) -> Response {
    let title = visitor.with("door.title", &[("event", &visitor.event_title(&event))]);
    let main = html! {
        h1 { (title) } "\n"
        p class="notice" { (visitor.t("door.offline.text")) } "\n"
        (kept(&visitor, &event, "offline", &parts(&visitor)))
    };
    visitor.page(&title, &main)
}

/// What the script fills.
fn parts(visitor: &Visitor) -> Html {
    html! {
        p class="field" {
            label for="door-search" { (visitor.t("door.search")) }
            input type="search" id="door-search" data-search autocomplete="off" spellcheck="false";
        } "\n"
        p class="notice" role="status" data-nobody hidden { (visitor.t("door.nobody")) } "\n"
        ul class="desk-cards desk-guests" data-found {} "\n"
        template data-row {
            li {
                p { b { bdi data-name {} } } p class="desk-fact" data-facts {} p data-since {}
                p { label { (visitor.t("door.howMany")) " " input type="number" min="1" max="20" data-people; } }
                p { button type="button" data-in { (visitor.t("door.letIn")) }
                    button type="button" class="quiet" data-back { (visitor.t("door.undo")) } }
            }
        } "\n"
        h2 { (visitor.t("door.walkIn.title")) } "\n"
        form class="form" data-walk-in {
            p class="field" { label for="walk-in-name" { (visitor.t("door.walkIn.name")) } input id="walk-in-name" name=(NAME) maxlength="120"; }
            p class="field" {
                label for="walk-in-people" { (visitor.t("door.howMany")) }
                input type="number" id="walk-in-people" name=(PEOPLE) value="1" min="1" max="20" required;
            }
            p { button { (visitor.t("door.letIn")) } }
        } "\n"
    }
}

/// The script with what it has to know, around what it fills.
pub(super) fn kept(visitor: &Visitor, event: &str, page: &str, parts: &Html) -> Html {
    let (folder, at) = (&visitor.asker.folder, address(event));
    let ends = folder.event(event).map_or(Timestamp::MAX, |event| event.info.ends.timestamp());
    let until = ends.checked_add(KEPT).unwrap_or(Timestamp::MAX);
    let words = json!({ "unsent": visitor.with("door.offline.unsent", &[("number", "{number}")]), "here": visitor.t("door.offline.here") });
    html! {
        section data-door=(folder.address(&at)) data-page=(page) data-until=(until) data-words=(words.to_string()) {
            p class="notice" role="status" data-unsent hidden {} "\n"
            (parts)
        } "\n"
        script src=(format!("{at}/door.js")) defer {} "\n"
    }
}

fn address(event: &str) -> String {
    format!("/desk/events/{event}/door")
}
