//! One guest: a row that opens its form, or the line that says since when they are here.

use forms::Html;
use maud::html;

use super::act::{ID, NONCE, PEOPLE, REFERENCE};
use crate::console::visitor::Visitor;
use crate::desk::{Status, WalkIn};
use crate::office::DoorGuest;
use crate::secret;

/// The row; `is_open` shows the form at once where it is the only one.
pub(super) fn row(visitor: &Visitor, event: &str, guest: &DoorGuest, is_open: bool) -> Html {
    match &guest.check_in {
        Some(here) => html! {
            li class="desk-here" {
                (name(guest)) (facts(visitor, guest))
                p class="desk-row" {
                    span { (since(visitor, event, here.at)) " · " (number(visitor, "door.people", here.people)) }
                }
                (undo(visitor, event, "door/back", REFERENCE, &guest.reference.to_string()))
            }
        },
        None => html! {
            li {
                details open[is_open] {
                    summary { (name(guest)) (facts(visitor, guest)) }
                    (form(visitor, event, guest))
                }
            }
        },
    }
}

/// Somebody without a registration.
pub(super) fn walk_in(visitor: &Visitor, event: &str, one: &WalkIn) -> Html {
    html! {
        li class="desk-here" {
            p { @match &one.name { Some(name) => { b { bdi { (name) } } } None => { (visitor.t("door.walkIn.unnamed")) } } }
            p { (since(visitor, event, one.at)) " · " (number(visitor, "door.people", one.people)) }
            (undo(visitor, event, "door/walk-back", ID, &one.id))
        }
    }
}

fn name(guest: &DoorGuest) -> Html {
    html! {
        b { bdi { @if guest.name.is_empty() { (guest.reference.to_string()) } @else { (guest.name) } } }
        @if !guest.latin_name.is_empty() { " " bdi { "(" (guest.latin_name) ")" } }
    }
}

/// What the door has to know: how many children, what they want of photographs, and that they weren't expected.
fn facts(visitor: &Visitor, guest: &DoorGuest) -> Html {
    html! {
        @for fact in words(visitor, guest) { span class="desk-fact" { bdi { (fact) } } }
    }
}

/// The same as lines of text.
pub(in crate::console) fn words(visitor: &Visitor, guest: &DoorGuest) -> Vec<String> {
    let unexpected = || visitor.t(&format!("door.status.{}", guest.status.as_str()));
    let facts = [
        (guest.status != Status::Confirmed).then(unexpected),
        (guest.children > 0).then(|| number(visitor, "door.children", guest.children)),
        (!guest.photos.is_empty()).then(|| format!("{}: {}", visitor.t("door.photos"), guest.photos)),
    ];
    facts.into_iter().flatten().collect()
}

fn form(visitor: &Visitor, event: &str, guest: &DoorGuest) -> Html {
    let reference = guest.reference.to_string();
    html! {
        form method="post" action=(format!("/desk/events/{event}/door/in")) class="form" {
            input type="hidden" name=(REFERENCE) value=(reference);
            (super::nonce())
            (how_many(visitor, &reference, guest.people()))
            p { button { (visitor.t("door.letIn")) } }
        }
    }
}

/// How many are here, of which all is what one expects.
pub(super) fn how_many(visitor: &Visitor, id: &str, people: u32) -> Html {
    let id = format!("people-{id}");
    html! {
        p class="field" {
            label for=(id) { (visitor.t("door.howMany")) }
            input type="number" id=(id) name=(PEOPLE) value=(people) min="1" max="20" inputmode="numeric" required;
        }
    }
}

fn undo(visitor: &Visitor, event: &str, path: &str, field: &str, value: &str) -> Html {
    html! {
        form method="post" action=(format!("/desk/events/{event}/{path}")) {
            input type="hidden" name=(field) value=(value);
            input type="hidden" name=(NONCE) value=(secret::fresh_token());
            button class="quiet" { (visitor.t("door.undo")) }
        }
    }
}

/// "Let in 18:04", by the clock of the event.
pub(super) fn since(visitor: &Visitor, event: &str, at: jiff::Timestamp) -> String {
    visitor.with("door.since", &[("time", &visitor.time_of_day(event, at))])
}

/// A number of people in words.
pub(super) fn number(visitor: &Visitor, key: &str, number: u32) -> String {
    visitor.with(key, &[("number", &number.to_string())])
}

impl Visitor {
    /// A time of the evening by the clock of the event: `18:04`.
    pub(in crate::console) fn time_of_day(&self, event: &str, at: jiff::Timestamp) -> String {
        let folder = &self.asker.folder;
        let zone = folder.event(event).map_or_else(|| folder.zone(), |event| event.zone().clone());
        at.to_zoned(zone).strftime("%H:%M").to_string()
    }
}
