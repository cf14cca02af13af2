//! POST: does what the button says, if its token was made for that.

use axum::body::Body;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use maud::html;
use serde_json::json;

use super::action::Action;
use super::{DONE_FIELD, TOKEN_FIELD, Visit, change, page};
use crate::answer;
use crate::app::App;
use crate::decode::{self, Posted};
use crate::desk::{Changed, Status};
use crate::page::Page;
use crate::problem::Problem;
use crate::reader::Reader;
use crate::refusal::Refusal;

/// The field that names the act.
const ACTION_FIELD: &str = "action";
/// The field that names a consent.
const CONSENT_FIELD: &str = "field";

/// Answers 303 back to the page, a page that says that all is deleted, 409 when it is too late, or 422 with the form.
pub(crate) async fn act<'a>(
    app: &'a App,
    reader: &Reader<'a>,
    form: &str,
    headers: &HeaderMap,
    body: Body,
) -> Result<Response, Problem<'a>> {
    let refuse = |refusal: Refusal| reader.refuse(refusal);
    let mut sent = decode::decode(headers, body).await.map_err(refuse)?;
    let action = sent.take(ACTION_FIELD).map_err(refuse)?;
    let token = sent.take(TOKEN_FIELD).map_err(refuse)?;
    let action = action.as_deref().and_then(Action::parse).ok_or_else(|| refuse(Refusal::BadRequest))?;
    let visit = Visit::open(app, reader, form, &[action.purpose()], token.as_deref()).await?;
    if visit.is_old() {
        return Err(refuse(Refusal::LinkDead));
    }
    match action {
        Action::Erase => erase(&visit).await,
        Action::Change => change::change(app, &visit, sent).await,
        Action::Withdraw => withdraw(app, &visit, sent).await,
        _ => step(app, &visit, action).await,
    }
}

async fn step<'a>(app: &'a App, visit: &Visit<'a>, action: Action) -> Result<Response, Problem<'a>> {
    let Some(step) = action.step() else { return Err(visit.reader.refuse(Refusal::BadRequest)) };
    let (reference, terms) = (&visit.record().reference, visit.terms.as_ref());
    let changed = visit.desk.change(reference, step, terms, visit.now).await;
    let changed = changed.map_err(|e| visit.reader.refuse(e))?;
    finish(app, visit, action, changed).await
}

async fn withdraw<'a>(app: &'a App, visit: &Visit<'a>, mut sent: Posted) -> Result<Response, Problem<'a>> {
    let field = sent.take(CONSENT_FIELD).map_err(|refusal| visit.reader.refuse(refusal))?;
    let field = field.ok_or_else(|| visit.reader.refuse(Refusal::BadRequest))?;
    let changed = visit.desk.withdraw(&visit.record().reference, &field, visit.now).await;
    finish(app, visit, Action::Withdraw, changed.map_err(|e| visit.reader.refuse(e))?).await
}

/// What came of an act. Who presses twice gets the answer of the first time.
pub(super) async fn finish<'a>(
    app: &'a App,
    visit: &Visit<'a>,
    action: Action,
    changed: Changed,
) -> Result<Response, Problem<'a>> {
    let reader = &visit.reader;
    let after = visit.again(app).await.map_err(|refusal| reader.refuse(refusal))?;
    let after = after.ok_or_else(|| reader.refuse(Refusal::LinkDead))?;
    match changed {
        Changed::Unknown => Err(reader.refuse(Refusal::LinkDead)),
        Changed::NotBefore(_) => Ok(too_late(&after)),
        Changed::TooLate(status) if !action.has_led_to(status) => Ok(too_late(&after)),
        _ if reader.json => Ok(page::answer(&after, StatusCode::OK, None)),
        _ => {
            let url = format!("{}&{DONE_FIELD}={}", after.see_url(), done(visit, &after, action));
            Ok(answer::see_other(reader, &url))
        }
    }
}

/// The word for what was done, by which the page says it.
fn done(before: &Visit<'_>, after: &Visit<'_>, action: Action) -> &'static str {
    let had_seat = before.record().cancelled.is_some_and(|cancelled| cancelled.was.has_seat());
    match (action, after.record().status) {
        (Action::Undo, Status::Waiting) if had_seat => page::SEAT_LOST,
        _ => action.as_str(),
    }
}

/// The page as it stands, and that this can't be done any more.
pub(super) fn too_late(visit: &Visit<'_>) -> Response {
    let problem = visit.reader.refuse(Refusal::TooLate);
    if visit.reader.json {
        return answer::problem(&visit.reader, &problem);
    }
    page::answer(visit, problem.status, Some(problem.public.as_str()))
}

/// Everything goes at once, also out of the file; nobody is left to lead back.
async fn erase<'a>(visit: &Visit<'a>) -> Result<Response, Problem<'a>> {
    let reader = &visit.reader;
    let reference = &visit.record().reference;
    let erased = visit.desk.erase(reference, visit.terms.as_ref(), visit.now).await;
    if !erased.map_err(|e| reader.refuse(e))? {
        return Err(reader.refuse(Refusal::LinkDead));
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
