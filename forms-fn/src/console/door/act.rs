//! What is done at the door. Each is sent with a nonce, so that a button that is pressed twice counts once.

use axum::extract::{Path, State};
use axum::response::Response;

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

/// POST `…/door/in`
pub(in crate::console) async fn let_in(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (reference, nonce, people) = (reference(&mut sent)?, nonce(&mut sent)?, people(&mut sent)?);
    let tap = DoorTap { event: &event, nonce: &nonce, at: None };
    let let_in = visitor.office(&app).check_in(&access(&visitor)?, tap, &reference, people).await?;
    let done = match let_in.take().await?.0.tapped {
        Tapped::Already { .. } => "already",
        _ => "in",
    };
    Ok(to(&visitor.asker, &format!("/events/{event}/door?guest={reference}&done={done}")))
}

/// POST `…/door/back`
pub(in crate::console) async fn take_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (reference, nonce) = (reference(&mut sent)?, nonce(&mut sent)?);
    let tap = DoorTap { event: &event, nonce: &nonce, at: None };
    let tapped = visitor.office(&app).undo_check_in(&access(&visitor)?, tap, &reference).await?;
    let done = undone(&tapped.take().await?.0);
    Ok(to(&visitor.asker, &format!("/events/{event}/door?guest={reference}&done={done}")))
}

/// POST `…/door/walk-in`
pub(in crate::console) async fn walk_in(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (nonce, people, name) = (nonce(&mut sent)?, people(&mut sent)?, sent.take(NAME)?);
    let tap = DoorTap { event: &event, nonce: &nonce, at: None };
    let tapped = visitor.office(&app).walk_in(&access(&visitor)?, tap, name.as_deref(), people).await?;
    tapped.take().await?;
    Ok(to(&visitor.asker, &format!("/events/{event}/door?done=walkIn")))
}

/// POST `…/door/walk-back`
pub(in crate::console) async fn take_walk_in_back(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (id, nonce) = (sent.take(ID)?.ok_or(Refused::Bad)?, nonce(&mut sent)?);
    let tap = DoorTap { event: &event, nonce: &nonce, at: None };
    let tapped = visitor.office(&app).undo_walk_in(&access(&visitor)?, tap, &id).await?;
    let done = undone(&tapped.take().await?.0);
    Ok(to(&visitor.asker, &format!("/events/{event}/door?done={done}")))
}

fn access(visitor: &Visitor) -> Result<Access, Refused> {
    visitor.access(Right::Door, &visitor.t("door.why.look"))
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

/// Whoever leaves the field empty comes alone.
fn people(sent: &mut Posted) -> Result<u32, Refused> {
    match sent.take(PEOPLE)? {
        Some(text) => text.trim().parse().map_err(|_| Refused::Bad),
        None => Ok(1),
    }
}
