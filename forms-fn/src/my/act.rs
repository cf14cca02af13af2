//! POST: does what the button says, if its token was made for that.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use maud::html;
use serde_json::{Value, json};

use super::action::Action;
use super::{DONE_FIELD, TOKEN_FIELD, Visit, change, page};
use crate::answer;
use crate::app::App;
use crate::decode::{self, Posted};
use crate::desk::{Changed, Status};
use crate::openapi::{self, FormAt, OfForm, Operation};
use crate::page::Page;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::refusal::Refusal;

/// The field that names the act.
const ACTION_FIELD: &str = "action";
/// The field that names a consent.
const CONSENT_FIELD: &str = "field";

/// Pressing a button.
pub(crate) const ACT: Operation<OfForm> = Operation { method: "post", handler: || post(act), describe };

fn describe(form: &FormAt<'_>) -> Value {
    let acts = Action::ALL.map(Action::as_str);
    let body = json!({
        "type": "object", "required": [ACTION_FIELD, TOKEN_FIELD],
        "properties": { ACTION_FIELD: { "enum": acts }, TOKEN_FIELD: { "type": "string", "minLength": 1 } },
    });
    let mut answers = openapi::refusals_of_post();
    answers.insert("200".to_owned(), openapi::page(
            "Done; or with `only_language` the form to change with what was typed, in the language of the address, and \
             nothing was changed.",
        ));
    answers.insert(
        "303".to_owned(),
        json!({
            "description": "Done; the page is at `Location`.",
            "headers": { "Location": { "schema": { "type": "string" } } },
        }),
    );
    json!({
        "operationId": form.operation_id("act"),
        "summary": "Change, cancel, undo, accept, confirm or erase",
        "requestBody": { "required": true, "content": { decode::FORM: { "schema": body } } },
        "responses": answers,
    })
}

/// Answers 303 back to the page, a page that says that all is deleted, 409 when it is too late, or 422 with the form.
async fn act(
    State(app): State<App>,
    Extension(reader): Extension<Reader>,
    Path((_, form)): Path<(String, String)>,
    mut sent: Posted,
) -> Result<Response, Problem> {
    let action = sent.take(ACTION_FIELD)?;
    let token = sent.take(TOKEN_FIELD)?;
    let action = action.as_deref().and_then(Action::parse).ok_or(Refusal::BadRequest)?;
    let visit = Visit::open(&app, &reader, &form, &[action.purpose()], token.as_deref()).await?;
    if visit.is_old() {
        return Err(Refusal::LinkDead.into());
    }
    let done = match action {
        Action::Erase => erase(&visit).await,
        Action::Change => change::change(&app, &visit, sent).await,
        Action::Withdraw => withdraw(&app, &visit, sent).await,
        _ => step(&app, &visit, action).await,
    };
    Ok(done?)
}

async fn step(app: &App, visit: &Visit<'_>, action: Action) -> Result<Response, Refusal> {
    let step = action.step().ok_or(Refusal::BadRequest)?;
    let (reference, terms) = (&visit.record().reference, visit.terms.as_ref());
    let changed = visit.desk.change(reference, step, terms, visit.now).await?;
    finish(app, visit, action, changed).await
}

async fn withdraw(app: &App, visit: &Visit<'_>, mut sent: Posted) -> Result<Response, Refusal> {
    let field = sent.take(CONSENT_FIELD)?.ok_or(Refusal::BadRequest)?;
    let changed = visit.desk.withdraw(&visit.record().reference, &field, visit.now).await?;
    finish(app, visit, Action::Withdraw, changed).await
}

/// What came of an act. Who presses twice gets the answer of the first time.
pub(super) async fn finish(
    app: &App,
    visit: &Visit<'_>,
    action: Action,
    changed: Changed,
) -> Result<Response, Refusal> {
    let after = visit.again(app).await?.ok_or(Refusal::LinkDead)?;
    match changed {
        Changed::Unknown => Err(Refusal::LinkDead),
        Changed::NotBefore(_) => Ok(too_late(&after)),
        Changed::TooLate(status) if !action.has_led_to(status) => Ok(too_late(&after)),
        _ if visit.reader.json => Ok(page::answer(&after, StatusCode::OK, None)),
        _ => {
            let url = format!("{}&{DONE_FIELD}={}", after.see_url(), done(visit, &after, action));
            Ok(answer::see_other(visit.reader, &url))
        }
    }
}

/// The word for what was done, by which the page says it.
fn done(before: &Visit<'_>, after: &Visit<'_>, action: Action) -> &'static str {
    let had_seat = before.record().cancelled().is_some_and(|cancelled| cancelled.was.has_seat());
    match (action, after.record().status()) {
        (Action::Undo, Status::Waiting) if had_seat => page::SEAT_LOST,
        _ => action.as_str(),
    }
}

/// The page as it stands, and that this can't be done any more.
pub(super) fn too_late(visit: &Visit<'_>) -> Response {
    let refusal = Refusal::TooLate;
    if visit.reader.json {
        return answer::problem(visit.reader, &refusal.into());
    }
    let words = refusal.words(&visit.reader.language.texts, None);
    page::answer(visit, refusal.status(), Some(words.as_str()))
}

/// Everything goes at once, also out of the file; nobody is left to lead back.
async fn erase(visit: &Visit<'_>) -> Result<Response, Refusal> {
    let reader = visit.reader;
    let reference = &visit.record().reference;
    if !visit.desk.erase(reference, visit.terms.as_ref(), visit.now).await? {
        return Err(Refusal::LinkDead);
    }
    if reader.json {
        let value = json!({ "reference": reference, "status": "erased" });
        return Ok(answer::json(reader, StatusCode::OK, &value));
    }
    let texts = &reader.language.texts;
    let title = texts.text("my.erased");
    let main = html! {
        h1 { (title) } "\n"
        p { (texts.text("my.erasedText")) } "\n"
        @if let Some(event) = visit.event { (crate::page::back_line(reader, event)) }
    };
    Ok(answer::page(reader, StatusCode::OK, &Page { title, main, path: String::new() }))
}
