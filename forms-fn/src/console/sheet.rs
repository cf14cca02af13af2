//! What is printed for an evening: the list for the door, numbers for the kitchen, the list with signatures for the funder; and the
//! page by which the paper comes back.
//!
//! Each is a page like any other, and the style sheet prints it well on A4 without what stands around it.

mod paper;

use axum::extract::{Path, State};
use axum::response::Response;
use forms::Html;
use maud::html;

use super::door::guest;
use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::desk::Status;
use crate::folder::Event;
use crate::office::{DoorGuest, DoorList, DoorWhich, Kitchen};

pub(super) use paper::{enter, show as paper};

/// Who reads a list: a funder needs no more than names and signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sheet {
    Door,
    Funder,
}

/// Lines for those who come without a registration.
const BLANK: usize = 8;

/// GET `…/sheet/door`: by name, who has a seat, and who waits below; with lines for those who come later.
pub(super) async fn door(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
) -> Result<Response, Refused> {
    let list = list(&app, &visitor, &event, (Right::Door, "sheet.door.why", DoorWhich::All)).await?;
    let expected: Vec<&DoorGuest> =
        list.guests.iter().filter(|guest| guest.status == Status::Confirmed).collect();
    let others: Vec<&DoorGuest> =
        list.guests.iter().filter(|guest| guest.status != Status::Confirmed).collect();
    let title = visitor.t("sheet.door.title");
    let main = html! {
        (head(&visitor, &event, &title))
        p { (visitor.with("sheet.expected", &[("number", &list.expected.to_string())])) } "\n"
        (signed(&visitor, &expected, BLANK, Sheet::Door))
        @if !others.is_empty() {
            h2 { (visitor.t("sheet.door.others")) } "\n"
            p { (visitor.t("sheet.door.othersText")) } "\n"
            (signed(&visitor, &others, 0, Sheet::Door))
        }
        (foot(&visitor, &event))
    };
    Ok(visitor.page(&title, &main))
}

/// GET `…/sheet/kitchen`: numbers, and nobody's name. For those who see the list of guests, since they order the food; whoever
/// stands at the door or reads statistics doesn't see them, and the answers themselves stay closed to them all.
pub(super) async fn kitchen(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
) -> Result<Response, Refused> {
    let access = visitor.access(Right::Records, &visitor.t("sheet.kitchen.why"))?;
    let kitchen = visitor.office(&app).kitchen(&access, &event, visitor.asker.lang).await?.take().await?.0;
    let title = visitor.t("sheet.kitchen.title");
    let main = html! {
        (head(&visitor, &event, &title))
        p { (visitor.t("sheet.kitchen.text")) } "\n"
        (numbers(&visitor, &kitchen))
        (foot(&visitor, &event))
    };
    Ok(visitor.page(&title, &main))
}

/// GET `…/sheet/funder`: the list of those who take part, as the programme Nordplus wants it.
pub(super) async fn funder(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
) -> Result<Response, Refused> {
    let list = list(&app, &visitor, &event, (Right::Records, "sheet.funder.why", DoorWhich::All)).await?;
    let takes_part = |guest: &&DoorGuest| guest.status == Status::Confirmed || guest.check_in.is_some();
    let guests: Vec<&DoorGuest> = list.guests.iter().filter(takes_part).collect();
    let title = visitor.t("sheet.funder.title");
    let manifest = visitor.asker.folder.manifest();
    let funding =
        manifest.funding.get(visitor.asker.lang).or_else(|| manifest.funding.get(&manifest.default_language));
    let main = html! {
        (head(&visitor, &event, &title))
        @if let Some(number) = &manifest.project_number { p { (visitor.t("sheet.funder.project")) ": " (number) } "\n" }
        @if let Some(funding) = funding { p { (funding) } "\n" }
        (signed(&visitor, &guests, BLANK, Sheet::Funder))
        section class="desk-signature" {
            p class="desk-line" {} p { (visitor.t("sheet.funder.representative")) } "\n"
            p class="desk-line" {} p { (visitor.t("sheet.funder.placeDate")) } "\n"
        } "\n"
        (foot(&visitor, &event))
    };
    Ok(visitor.page(&title, &main))
}

/// The list, for a reason that the people on it can read.
async fn list(
    app: &App,
    visitor: &Visitor,
    event: &str,
    (right, why, which): (Right, &str, DoorWhich),
) -> Result<DoorList, Refused> {
    let access = visitor.access(right, &visitor.t(why))?;
    let list = visitor.office(app).door(&access, event, &which, visitor.asker.lang).await?;
    Ok(list.take().await?.0)
}

/// What it is, and of which evening.
fn head(visitor: &Visitor, event: &str, title: &str) -> Html {
    let known: Option<&Event> = visitor.asker.folder.event(event);
    let manifest = visitor.asker.folder.manifest();
    let lang = visitor.asker.lang;
    html! {
        h1 { (title) } "\n"
        p { b { (visitor.event_title(event)) }
            @if let Some(event) = known {
                br; (event.when(lang))
                @if let Some(place) = event.info.place.get(lang).or_else(|| event.info.place.values().next()) { br; bdi { (place) } }
                @for host in &event.info.hosts {
                    br; bdi { (manifest.organisations.get(host).map_or(host.as_str(), |host| host.name.as_str())) }
                }
            }
        } "\n"
        p class="desk-no-print" { (visitor.t("sheet.print")) } "\n"
    }
}

fn foot(visitor: &Visitor, event: &str) -> Html {
    html! {
        p class="desk-small" { (visitor.with("sheet.printed", &[("when", &visitor.moment(visitor.now()))])) } "\n"
        p class="desk-no-print" { a href=(format!("/desk/events/{event}/door")) { (visitor.t("sheet.back")) } } "\n"
    }
}

/// A line for each, by name, with room for a signature, and blank ones.
fn signed(visitor: &Visitor, guests: &[&DoorGuest], blank: usize, sheet: Sheet) -> Html {
    let is_for_door = sheet == Sheet::Door;
    html! {
        // Wider than a telephone, so it is moved by keys, too.
        div class="desk-wide" tabindex="0" role="region" aria-label=(visitor.t("sheet.name")) {
            table class="desk-sheet" {
                thead {
                    tr {
                        td class="desk-number" {}
                        th scope="col" { (visitor.t("sheet.name")) }
                        @if is_for_door {
                            th scope="col" class="desk-number" { (visitor.t("sheet.people")) }
                            th scope="col" { (visitor.t("sheet.note")) }
                        }
                        th scope="col" class="desk-sign" { (visitor.t("sheet.signature")) }
                    }
                } "\n"
                tbody {
                    @for (number, guest) in (1..).zip(guests) { (line(visitor, number, guest, sheet)) "\n" }
                    @for number in (guests.len() + 1..).take(blank) {
                        tr { td class="desk-number" { (number) } td {} @if is_for_door { td {} td {} } td {} } "\n"
                    }
                }
            }
        } "\n"
    }
}

fn line(visitor: &Visitor, number: usize, guest: &DoorGuest, sheet: Sheet) -> Html {
    let here = guest.check_in.as_ref();
    let facts = guest::words(visitor, guest);
    html! {
        tr {
            td class="desk-number" { (number) }
            td {
                bdi { (guest.name) }
                @if !guest.latin_name.is_empty() { br; bdi { (guest.latin_name) } }
            }
            @if sheet == Sheet::Door {
                td class="desk-number" { (here.map_or(guest.people(), |here| here.people)) }
                td { @for (at, fact) in facts.iter().enumerate() { @if at > 0 { br; } bdi { (fact) } } }
            }
            td { @if here.is_some() { (visitor.t("sheet.came")) } }
        }
    }
}

fn numbers(visitor: &Visitor, kitchen: &Kitchen) -> Html {
    html! {
        table class="desk-sheet desk-numbers" {
            tbody {
                tr { th scope="row" { (visitor.t("sheet.kitchen.adults")) } td class="desk-number" { (kitchen.adults) } } "\n"
                @for (question, number) in &kitchen.children {
                    tr { th scope="row" { (question) } td class="desk-number" { (number) } } "\n"
                }
            }
        } "\n"
        @for question in &kitchen.questions {
            h2 { (question.question) } "\n"
            @if question.options.is_empty() && question.written == 0 { p { (visitor.t("sheet.kitchen.nothing")) } "\n" }
            @if !question.options.is_empty() {
                table class="desk-sheet desk-numbers" {
                    tbody {
                        @for (option, number) in &question.options {
                            tr { th scope="row" { (option) } td class="desk-number" { (number) } } "\n"
                        }
                    }
                } "\n"
            }
            @if question.written > 0 {
                p { (visitor.with("sheet.kitchen.written", &[("number", &question.written.to_string())])) } "\n"
            }
        }
    }
}
