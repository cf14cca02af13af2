//! `/desk/events/EVENT/link`: the private link of an event, which only those with a place see. It is set, changed and removed here.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::parts::event_path;
use super::refused::Refused;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::{Posted, Query};
use crate::desk::{Action, check_link};
use crate::office::EventLink;

const URL: &str = "url";
/// That it is meant for an event in a room.
const MEANT: &str = "meant";
const REMOVE: &str = "remove";

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed<'a> {
    url: &'a str,
    is_wrong: bool,
    is_not_meant: bool,
}

/// GET
pub(super) async fn show(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    query: Query,
) -> Result<Response, Refused> {
    let now = read(&app, &visitor, &event).await?;
    let typed = Typed { url: now.link.as_deref().unwrap_or_default(), ..Typed::default() };
    let main = page(&visitor, &event, &now, &typed, &visitor.said(&query));
    Ok(visitor.page(&visitor.t("ownLink.title"), &main))
}

/// POST
pub(super) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let (is_removed, is_meant) = (sent.take(REMOVE)?.is_some(), sent.take(MEANT)?.is_some());
    let url = sent.take(URL)?.unwrap_or_default();
    let (url, now) = (url.trim(), read(&app, &visitor, &event).await?);
    let is_wrong = !is_removed && check_link(url).is_err();
    let is_not_meant = !is_removed && now.is_in_a_room && !is_meant;
    if is_wrong || is_not_meant {
        let main = page(&visitor, &event, &now, &Typed { url, is_wrong, is_not_meant }, &Html::default());
        let title = visitor.t("ownLink.title");
        return Ok(visitor.page_with(StatusCode::UNPROCESSABLE_ENTITY, &title, &main));
    }
    // Removed twice is removed.
    if !is_removed || now.link.is_some() {
        let access = visitor.access(Right::Letters, &visitor.t("why.link"))?;
        let link = (!is_removed).then_some(url);
        visitor.office(&app).set_link(&access, &event, link, is_meant).await?.take().await?;
    }
    let path = path(&event);
    Ok(visitor.back_with(path.strip_prefix(super::ROOT).unwrap_or(&path), Action::EventLink))
}

async fn read(app: &App, visitor: &Visitor, event: &str) -> Result<EventLink, Refused> {
    let access = visitor.access(Right::Letters, &visitor.t("why.events"))?;
    Ok(visitor.office(app).event_link(&access, event).await?.take().await?.0)
}

fn path(event: &str) -> String {
    format!("{}/link", event_path(event))
}

fn page(visitor: &Visitor, event: &str, now: &EventLink, typed: &Typed<'_>, said: &Html) -> Html {
    html! {
        h1 { (visitor.t("ownLink.title")) } "\n"
        p { (visitor.event_link(event)) } "\n"
        (said)
        p { (visitor.t("ownLink.intro")) } "\n"
        @match &now.link {
            Some(link) => p class="desk-count" { bdi dir="ltr" { (link) } },
            None => p class="desk-count" { (visitor.t("ownLink.none")) },
        }
        "\n"
        form class="form" method="post" action=(path(event)) {
            (address(visitor, typed))
            @if now.is_in_a_room { (meant(visitor, typed)) }
            p { button { (visitor.t("ownLink.save")) } }
        } "\n"
        @if now.link.is_some() {
            form method="post" action=(path(event)) {
                p { button class="button-quiet" name=(REMOVE) value="yes" { (visitor.t("ownLink.remove")) } }
            } "\n"
        }
    }
}

fn address(visitor: &Visitor, typed: &Typed<'_>) -> Html {
    let described = if typed.is_wrong { "url-error url-help" } else { "url-help" };
    html! {
        p class="field" {
            label for=(URL) { (visitor.t("ownLink.url")) }
            @if typed.is_wrong { span class="field-error" id="url-error" { (visitor.t("ownLink.wrong")) } }
            span class="field-help" id="url-help" { (visitor.t("ownLink.help")) }
            input type="url" id=(URL) name=(URL) value=(typed.url) required dir="ltr" maxlength="1000" autocomplete="off"
                aria-describedby=(described) aria-invalid=[typed.is_wrong.then_some("true")];
        }
    }
}

/// Somebody has to mean it where the site knows nothing of it.
fn meant(visitor: &Visitor, typed: &Typed<'_>) -> Html {
    let error = typed.is_not_meant.then_some("meant-error");
    html! {
        @if typed.is_not_meant { p class="field-error" id="meant-error" { (visitor.t("ownLink.notMeant")) } }
        p class="desk-choice" {
            input type="checkbox" id=(MEANT) name=(MEANT) value="yes" aria-describedby=[error];
            label for=(MEANT) { (visitor.t("ownLink.inRoom")) }
        }
    }
}
