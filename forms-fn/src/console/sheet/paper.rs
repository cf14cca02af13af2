//! `…/paper`: the list that was ticked by hand comes back, all names at once. Sent twice it counts once.

use axum::extract::{Path, State};
use axum::response::Response;
use forms::Html;
use maud::html;

use super::list;
use crate::accounts::Right;
use crate::app::App;
use crate::console::door::{NONCE, nonce};
use crate::console::refused::Refused;
use crate::console::sign_in::to;
use crate::console::visitor::Visitor;
use crate::decode::{Posted, Query};
use crate::office::{DoorGuest, DoorTap, DoorWhich};
use crate::reference::Reference;

/// What stands before a reference in the name of its box.
const CAME: &str = "came-";
/// How many were new.
const NEW: &str = "new";
/// Names in one form: a browser sends at most two hundred fields to us.
const AT_ONCE: usize = 150;

/// GET
pub(in crate::console) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    query: Query,
) -> Result<Response, Refused> {
    let list = list(&app, &visitor, &event, (Right::Door, "sheet.paper.why", DoorWhich::All)).await?;
    let new: Option<u32> = query.get(NEW).and_then(|number| number.parse().ok());
    let title = visitor.t("sheet.paper.title");
    let (came, expected) = (list.came.all().to_string(), list.expected.to_string());
    let main = html! {
        h1 { (title) } "\n"
        p { b { (visitor.event_title(&event)) } } "\n"
        p class="desk-counter" { (visitor.with("door.came", &[("came", &came), ("expected", &expected)])) } "\n"
        @if let Some(new) = new {
            p class="notice" role="status" { (visitor.with("sheet.paper.done", &[("number", &new.to_string())])) } "\n"
        }
        p { (visitor.t("sheet.paper.text")) } "\n"
        @for guests in list.guests.chunks(AT_ONCE) { (form(&visitor, &event, guests)) }
        @if list.guests.is_empty() { p { (visitor.t("sheet.paper.nobody")) } "\n" }
        p { a href=(format!("/desk/events/{event}/door")) { (visitor.t("sheet.back")) } } "\n"
    };
    Ok(visitor.page(&title, &main))
}

fn form(visitor: &Visitor, event: &str, guests: &[DoorGuest]) -> Html {
    html! {
        form method="post" action=(format!("/desk/events/{event}/paper")) class="form" {
            (nonce())
            ul class="desk-ticks" {
                @for guest in guests { li { (tick(visitor, event, guest)) } "\n" }
            } "\n"
            p { button { (visitor.t("sheet.paper.save")) } }
        } "\n"
    }
}

/// Who is there already can't be ticked away here: that is undone at the door, one by one.
fn tick(visitor: &Visitor, event: &str, guest: &DoorGuest) -> Html {
    let name = html! {
        bdi { @if guest.name.is_empty() { (guest.reference.to_string()) } @else { (guest.name) } }
        @if !guest.latin_name.is_empty() { " " bdi { "(" (guest.latin_name) ")" } }
    };
    match &guest.check_in {
        Some(here) => {
            let time = visitor.time_of_day(event, here.at);
            html! { span class="desk-ticked" { "✓ " (name) " " small { (visitor.with("door.since", &[("time", &time)])) } } }
        }
        None => html! {
            label {
                input type="checkbox" name=(format!("{CAME}{}", guest.reference)) value=(guest.people()); " " (name)
                @if guest.children > 0 {
                    " " small { (visitor.with("door.people", &[("number", &guest.people().to_string())])) }
                }
            }
        },
    }
}

/// POST
pub(in crate::console) async fn enter(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let nonce = sent.take(NONCE)?.ok_or(Refused::Bad)?;
    let ticked = |(name, value): (&str, &str)| {
        let reference = name.strip_prefix(CAME)?;
        Some((Reference::parse(reference)?, value.parse::<u32>().ok()?))
    };
    let guests: Vec<(Reference, u32)> = sent.pairs().filter_map(ticked).collect();
    let access = visitor.access(Right::Door, &visitor.t("sheet.paper.why"))?;
    let tap = DoorTap { event: &event, nonce: &nonce, at: None };
    let new = visitor.office(&app).check_in_all(&access, tap, &guests).await?.take().await?.0;
    Ok(to(&visitor.asker, &format!("/events/{event}/paper?new={new}")))
}
