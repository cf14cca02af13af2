//! Another e-mail address for a record: typed, shown beside the one before, and then it is that one.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use forms::{Html, email};
use maud::html;

use super::Shown;
use crate::accounts::Right;
use crate::app::App;
use crate::console::parts::{REASON, Reason, reference};
use crate::console::refused::Refused;
use crate::console::visitor::Visitor;
use crate::decode::Posted;
use crate::desk::Action;
use crate::office::Cause;

const EMAIL: &str = "email";
const CONFIRM: &str = "confirm";

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Form<'a> {
    email: &'a str,
    reason: Reason<'a>,
    is_wrong: bool,
}

/// GET
pub(in crate::console) async fn ask(
    State(app): State<App>,
    visitor: Visitor,
    Path(text): Path<String>,
) -> Result<Response, Refused> {
    let shown = Shown::look(&app, &visitor, &reference(&text)?, Right::Records, "why.address").await?;
    Ok(page(&shown, StatusCode::OK, &form(&shown, &Form::default())))
}

/// POST: without a confirmation both addresses side by side.
pub(in crate::console) async fn change(
    State(app): State<App>,
    visitor: Visitor,
    Path(text): Path<String>,
    mut sent: Posted,
) -> Result<Response, Refused> {
    let reference = reference(&text)?;
    let (typed, reason) = (sent.take(EMAIL)?.unwrap_or_default(), sent.take(REASON)?.unwrap_or_default());
    let is_meant = sent.take(CONFIRM)?.is_some();
    let email = email::canonical(typed.trim());
    let is_missing = reason.trim().is_empty();
    let look = || Shown::look(&app, &visitor, &reference, Right::Records, "why.address");
    let wrong = Form {
        email: &typed,
        reason: Reason { typed: &reason, is_needed: true, is_missing },
        is_wrong: email.is_err(),
    };
    let email = match email {
        Ok(email) if !is_missing => email,
        _ => {
            let shown = look().await?;
            return Ok(page(&shown, StatusCode::UNPROCESSABLE_ENTITY, &form(&shown, &wrong)));
        }
    };
    if !is_meant {
        let shown = look().await?;
        return Ok(page(&shown, StatusCode::OK, &side_by_side(&shown, &email, &reason)));
    }
    let access = visitor.access(Right::Records, &reason)?;
    let path = format!("/r/{reference}");
    match visitor.office(&app).correct(&access, &reference, &email).await {
        Ok(corrected) => {
            let _ = corrected.take().await?;
            Ok(visitor.back_with(&path, Action::Correct))
        }
        // The form has rules of its own.
        Err(stop) if stop.cause() == Some(Cause::NoAddress) => {
            let shown = look().await?;
            let wrong = Form { is_wrong: true, ..wrong };
            Ok(page(&shown, StatusCode::UNPROCESSABLE_ENTITY, &form(&shown, &wrong)))
        }
        Err(stop) => match stop.cause() {
            Some(cause) => Ok(visitor.back_without(&path, cause)),
            None => Err(stop.into()),
        },
    }
}

fn page(shown: &Shown<'_>, status: StatusCode, inner: &Html) -> Response {
    let title = shown.visitor.t("act.correct");
    let main = html! {
        h1 { (title) } "\n"
        p { bdi { (shown.name()) } " · " (shown.about()) } "\n"
        (inner)
        p { a href=(shown.path()) { (shown.visitor.t("record.back")) } } "\n"
    };
    shown.visitor.page_with(status, &title, &main)
}

/// The address now.
fn before(shown: &Shown<'_>) -> Html {
    match shown.record.dossier.stored.record.address() {
        Some(address) => html! { bdi dir="ltr" { (email::shown(address)) } },
        None => html! { (shown.visitor.t("address.none")) },
    }
}

fn form(shown: &Shown<'_>, form: &Form<'_>) -> Html {
    let visitor = shown.visitor;
    let reason = Reason { is_needed: true, ..form.reason };
    html! {
        p { (visitor.t("address.now")) ": " (before(shown)) } "\n"
        form class="form" method="post" action=(format!("{}/address", shown.path())) novalidate {
            p class="field" {
                label for=(EMAIL) { (visitor.t("address.new")) }
                @if form.is_wrong { span class="field-error" id="email-error" { (visitor.t("signIn.emailWrong")) } }
                input type="email" id=(EMAIL) name=(EMAIL) value=(form.email) autocomplete="off" required
                    aria-invalid=[form.is_wrong.then_some("true")] aria-describedby=[form.is_wrong.then_some("email-error")];
            }
            (visitor.reason_field("address", reason))
            p { button { (visitor.t("address.look")) } }
        } "\n"
    }
}

fn side_by_side(shown: &Shown<'_>, email: &str, reason: &str) -> Html {
    let visitor = shown.visitor;
    html! {
        dl class="answers" {
            div { dt { (visitor.t("address.before")) } dd { (before(shown)) } }
            div { dt { (visitor.t("address.after")) } dd { b { bdi dir="ltr" { (email::shown(email)) } } } }
        } "\n"
        p { (visitor.t("address.text")) } "\n"
        form class="form" method="post" action=(format!("{}/address", shown.path())) {
            input type="hidden" name=(EMAIL) value=(email);
            input type="hidden" name=(REASON) value=(reason);
            input type="hidden" name=(CONFIRM) value="yes";
            p { button { (visitor.t("address.button")) } }
        } "\n"
    }
}
