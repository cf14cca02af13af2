//! One act upon many: a page that names with whom it will be done and who is passed over, and then it is done.

use std::collections::BTreeSet;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::Html;
use maud::html;

use super::parts::{REASON, Reason, event_path};
use super::refused::Refused;
use super::sign_in::to;
use super::visitor::Visitor;
use crate::accounts::Right;
use crate::app::App;
use crate::decode::{Posted, Query};
use crate::desk::Action;
use crate::office::{ACTS_ON_MANY, Chosen, Preview, Selection};
use crate::reference::Reference;

const ACT: &str = "act";
const WHO: &str = "ref";
const CONFIRM: &str = "confirm";
/// In the address of the list, with how many it was done and with how many not.
const NUMBER: &str = "number";
const SKIPPED: &str = "skipped";

/// POST: without a confirmation a page that asks, with it the act.
pub(super) async fn many(
    State(app): State<App>,
    visitor: Visitor,
    Path(event): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let word = sent.take(ACT)?.unwrap_or_default();
    let action = ACTS_ON_MANY.into_iter().find(|action| action.as_str() == word).ok_or(Refused::Bad)?;
    let (reason, is_meant) = (sent.take(REASON)?.unwrap_or_default(), sent.take(CONFIRM)?.is_some());
    let values = sent.values();
    let references = values.all(WHO).iter().map(|text| Reference::parse(text).ok_or(Refused::Bad));
    let selection = Selection { event, references: references.collect::<Result<BTreeSet<_>, _>>()? };
    if is_meant && !reason.trim().is_empty() && !selection.references.is_empty() {
        return carry_out(&app, &visitor, action, &selection, &reason).await;
    }
    let access = visitor.access(Right::Records, &visitor.t("why.many"))?;
    let preview = visitor.office(&app).preview(&access, action, &selection, visitor.asker.lang).await?;
    let (preview, _) = preview.take().await?;
    let is_missing = is_meant && !preview.will.is_empty();
    let title = visitor.t(&format!("manyAct.{}", action.as_str()));
    let reason = Reason { typed: &reason, is_needed: true, is_missing };
    let main = ask(&visitor, action, &selection, &preview, reason);
    let status = if is_missing { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(visitor.page_with(status, &title, &main))
}

async fn carry_out(
    app: &App,
    visitor: &Visitor,
    action: Action,
    selection: &Selection,
    reason: &str,
) -> Result<Response, Refused> {
    let access = visitor.access(Right::Records, reason)?;
    let (many, _) = visitor.office(app).do_to_many(&access, action, selection).await?.take().await?;
    let (path, done, skipped) = (event_path(&selection.event), many.done.len(), many.skipped.len());
    let path = path.strip_prefix(super::ROOT).unwrap_or(&path);
    Ok(to(&visitor.asker, &format!("{path}?{NUMBER}={done}&{SKIPPED}={skipped}")))
}

/// What the list says afterwards. Only numbers are read from the address.
pub(super) fn said(visitor: &Visitor, query: &Query) -> Html {
    let number = |name| query.get(name).and_then(|text| text.parse::<u16>().ok());
    let (Some(done), Some(skipped)) = (number(NUMBER), number(SKIPPED)) else { return Html::default() };
    html! {
        p class="notice" role="status" {
            (visitor.with("many.done", &[("number", &done.to_string())]))
            @if skipped > 0 { " " (visitor.with("many.skipped", &[("number", &skipped.to_string())])) }
        } "\n"
    }
}

fn ask(
    visitor: &Visitor,
    action: Action,
    selection: &Selection,
    preview: &Preview,
    reason: Reason<'_>,
) -> Html {
    let path = event_path(&selection.event);
    let name = action.as_str();
    html! {
        h1 { (visitor.t(&format!("manyAct.{name}"))) } "\n"
        p { (visitor.event_title(&selection.event)) } "\n"
        @if selection.references.is_empty() {
            p class="notice" role="alert" { (visitor.t("many.nobody")) } "\n"
        } @else if preview.will.is_empty() {
            p class="notice" role="alert" { (visitor.t("many.none")) } "\n"
        } @else {
            h2 { (visitor.with("many.will", &[("number", &preview.will.len().to_string())])) } "\n"
            (people(visitor, &preview.will))
        }
        @if !preview.skipped.is_empty() {
            h2 { (visitor.with("many.wont", &[("number", &preview.skipped.len().to_string())])) } "\n"
            p { (visitor.t(&format!("manyWhyNot.{name}"))) } "\n"
            (people(visitor, &preview.skipped))
        }
        @if !preview.will.is_empty() {
            form class="form" method="post" action=(format!("{path}/many")) {
                input type="hidden" name=(ACT) value=(name);
                input type="hidden" name=(CONFIRM) value="yes";
                @for one in &preview.will { input type="hidden" name=(WHO) value=(one.reference); }
                p { (visitor.t(&format!("actText.{name}"))) } "\n"
                (visitor.reason_field("many", reason))
                p { button { (visitor.with("many.button", &[("number", &preview.will.len().to_string())])) } }
            } "\n"
        }
        p { a href=(path) { (visitor.t("many.back")) } } "\n"
    }
}

fn people(visitor: &Visitor, people: &[Chosen]) -> Html {
    html! {
        ul {
            @for one in people {
                li {
                    (visitor.record_link(&one.reference, &one.name)) " – " (visitor.status(one.status, None))
                    @if !one.has_address { " · " (visitor.t("many.noAddress")) }
                } "\n"
            }
        } "\n"
    }
}
