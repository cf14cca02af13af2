//! What is done at the door. Each is sent with a nonce, so that a button that is pressed twice counts once.

use axum::extract::{Path, State};
use axum::http::header::{ACCEPT, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;

use crate::accounts::Right;
use crate::app::App;
use crate::console::refused::Refused;
use crate::console::sign_in::to;
use crate::console::visitor::Visitor;
use crate::decode::Posted;
use crate::desk::Tapped;
use crate::office::{Access, DoorTap};
use crate::reference::Reference;

pub(super) const REFERENCE: &str = "reference";
pub(super) const PEOPLE: &str = "people";
pub(in crate::console) const NONCE: &str = "nonce";
pub(super) const NAME: &str = "name";
pub(super) const ID: &str = "id";
const AT: &str = "at";
const JSON: &str = "application/json";

/// POST `…/door/in`
pub(in crate::console) async fn let_in(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (reference, nonce, people) = (reference(&mut sent)?, nonce(&mut sent)?, people(&mut sent)?);
    let tap = DoorTap { event: &event, nonce: &nonce, at: at(&mut sent)? };
    let let_in = visitor.office(&app).check_in(&access(&visitor)?, tap, &reference, people).await?;
    let tapped = let_in.take().await?.0.tapped;
    let done = if matches!(tapped, Tapped::Already { .. }) { "already" } else { "in" };
    Ok(answer(&visitor, &tapped, &format!("/events/{event}/door?guest={reference}&done={done}")))
}

/// POST `…/door/back`
pub(in crate::console) async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (reference, nonce) = (reference(&mut sent)?, nonce(&mut sent)?);
    let tap = DoorTap { event: &event, nonce: &nonce, at: at(&mut sent)? };
    let tapped =
        visitor.office(&app).undo_check_in(&access(&visitor)?, tap, &reference).await?.take().await?.0;
    let done = undone(&tapped);
    Ok(answer(&visitor, &tapped, &format!("/events/{event}/door?guest={reference}&done={done}")))
}

/// POST `…/door/walk-in`
pub(in crate::console) async fn walk_in(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (nonce, people, name) = (nonce(&mut sent)?, people(&mut sent)?, sent.take(NAME)?);
    let tap = DoorTap { event: &event, nonce: &nonce, at: at(&mut sent)? };
    let tapped = visitor.office(&app).walk_in(&access(&visitor)?, tap, name.as_deref(), people).await?;
    let tapped = tapped.take().await?.0;
    Ok(answer(&visitor, &tapped, &format!("/events/{event}/door?done=walkIn")))
}

/// POST `…/door/walk-back`
pub(in crate::console) async fn take_walk_in_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (id, nonce) = (sent.take(ID)?.ok_or(Refused::Bad)?, nonce(&mut sent)?);
    let tap = DoorTap { event: &event, nonce: &nonce, at: at(&mut sent)? };
    let tapped = visitor.office(&app).undo_walk_in(&access(&visitor)?, tap, &id).await?;
    let tapped = tapped.take().await?.0;
    Ok(answer(&visitor, &tapped, &format!("/events/{event}/door?done={}", undone(&tapped))))
}

fn access(visitor: &Visitor) -> Result<Access, Refused> {
    visitor.access(Right::Door, &visitor.t("door.why.look"))
}

/// A page leads on to the door; the script that sends what was tapped without a network reads what came of it.
fn answer(visitor: &Visitor, tapped: &Tapped, page: &str) -> Response {
    let accept = visitor.asker.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok());
    match accept {
        Some(JSON) => ([(CONTENT_TYPE, JSON)], serde_json::json!(tapped).to_string()).into_response(),
        _ => to(&visitor.asker, page),
    }
}

fn undone(tapped: &Tapped) -> &'static str {
    if *tapped == Tapped::TakenBack { "back" } else { "notHere" }
}

fn reference(sent: &mut Posted) -> Result<Reference, Refused> {
    sent.take(REFERENCE)?.as_deref().and_then(Reference::parse).ok_or(Refused::Bad)
}

fn nonce(sent: &mut Posted) -> Result<String, Refused> {
    sent.take(NONCE)?.ok_or(Refused::Bad)
}

/// When it was tapped, if the phone had no network then.
fn at(sent: &mut Posted) -> Result<Option<Timestamp>, Refused> {
    sent.take(AT)?.map(|text| text.parse().map_err(|_| Refused::Bad)).transpose()
}

/// Whoever leaves the field empty comes alone.
fn people(sent: &mut Posted) -> Result<u32, Refused> {
    match sent.take(PEOPLE)? {
        Some(text) => text.trim().parse().map_err(|_| Refused::Bad),
        None => Ok(1),
    }
}
