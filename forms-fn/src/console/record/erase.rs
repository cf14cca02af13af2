//! Everything about somebody is deleted: a page asks first and says what goes.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::Shown;
use crate::accounts::Right;
use crate::app::App;
use crate::console::parts::{REASON, Reason, reference};
use crate::console::refused::Refused;
use crate::console::visitor::Visitor;
use crate::decode::Posted;
use crate::desk::Action;
use crate::office::OtherRecord;

/// GET
pub(in crate::console) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(text): Path<String>,
) -> Result<Response, Refused> {
    let shown = Shown::look(&app, &visitor, &reference(&text)?, Right::Erase, "why.erase").await?;
    Ok(page(&shown, StatusCode::OK, Reason { is_needed: true, ..Reason::default() }))
}

/// POST
pub(in crate::console) async fn erase(
    State(app): State<App>,
    visitor: Visitor,
    Path(text): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let reference = reference(&text)?;
    let reason = sent.take(REASON)?.unwrap_or_default();
    if reason.trim().is_empty() {
        let shown = Shown::look(&app, &visitor, &reference, Right::Erase, "why.erase").await?;
        let reason = Reason { typed: &reason, is_needed: true, is_missing: true };
        return Ok(page(&shown, StatusCode::UNPROCESSABLE_ENTITY, reason));
    }
    let access = visitor.access(Right::Erase, &reason)?;
    let (erased, _) = visitor.office(&app).erase(&access, &reference).await?.take().await?;
    if erased.others.is_empty() {
        return Ok(visitor.back_with("/events", Action::Erase));
    }
    let title = visitor.t("erase.othersTitle");
    let main = html! {
        h1 { (title) } "\n"
        p class="notice" role="status" { (visitor.t("done.erase")) } "\n"
        p { (visitor.t("erase.others")) } "\n"
        ul { @for other in &erased.others { li { (one(&visitor, other)) } "\n" } } "\n"
    };
    Ok(visitor.page(&title, &main))
}

fn one(visitor: &Visitor, other: &OtherRecord) -> Html {
    html! {
        (visitor.record_link(&other.reference, "")) " – " (visitor.event_title(&other.about)) ", "
        (visitor.status(other.status, None))
    }
}

fn page(shown: &Shown<'_>, status: StatusCode, reason: Reason<'_>) -> Response {
    let visitor = shown.visitor;
    let dossier = &shown.record.dossier;
    let number = |number: usize| number.to_string();
    let answers = dossier.stored.record.answers.len() + dossier.stored.record.sealed.len();
    let title = visitor.t("act.erase");
    let main = html! {
        h1 { (title) } "\n"
        p { bdi { (shown.name()) } " · " (shown.about()) } "\n"
        p { (visitor.t("erase.what")) } "\n"
        ul {
            li { (visitor.with("erase.answers", &[("number", &number(answers))])) } "\n"
            li { (visitor.with("erase.letters", &[("number", &number(dossier.letters.len()))])) } "\n"
            li { (visitor.t("erase.history")) } "\n"
            @if dossier.stored.record.event().is_some() { li { (visitor.t("erase.seat")) } "\n" }
        } "\n"
        p { (visitor.t("erase.stays")) } "\n"
        form class="form" method="post" action=(format!("{}/erase", shown.path())) {
            (visitor.reason_field("erase", reason))
            p { button { (visitor.t("erase.button")) } }
        } "\n"
        p { a href=(shown.path()) { (visitor.t("record.back")) } } "\n"
    };
    visitor.page_with(status, &title, &main)
}
