//! The form outside its page, with a nonce in it.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use forms::Values;
use serde_json::json;

use crate::app::App;
use crate::decode::Query;
use crate::desk::Status;
use crate::lookup::{self, EVENT_FIELD, Target};
use crate::openapi::{self, OfForm, Operation, json_body, responses};
use crate::problem::Problem;
use crate::reader::Reader;
use crate::refusal::Refusal;
use crate::{answer, page};

/// The empty form.
pub(crate) const SHOW: Operation<OfForm> = Operation {
    method: "get",
    handler: || get(show),
    describe: |form| {
        json!({
            "operationId": form.operation_id("show"),
            "summary": "The form outside its page, with a fresh nonce",
            "parameters": form.event(),
            "responses": responses(200, openapi::page("The form."), &[
                (404, "NotFound"), (405, "NotAllowed"), (409, "Conflict"), (410, "Gone"), (503, "Unavailable"),
            ]),
        })
    },
};

/// Answers with the form, or with the reason why it can't be filled in now.
async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Reader>,
    Path((_, form)): Path<(String, String)>,
    query: Query,
) -> Result<Response, Problem> {
    let target = lookup::target(&reader.folder, &form, query.get(EVENT_FIELD))?;
    let waiting = open(&app, target).await.map_err(|refusal| target.refuse(refusal))?;
    let nonce = app.desk.keyring().nonce(&target.definition.id, target.event_id(), app.now());
    let form = page::Form { target, values: &Values::new(), errors: &[], nonce: &nonce, waiting };
    Ok(answer::page(&reader, StatusCode::OK, &page::form(&reader, &form)))
}

/// Whether the next one would wait for a seat; a refusal when nobody can register.
pub(crate) async fn open(app: &App, target: Target<'_>) -> Result<bool, Refusal> {
    let Some(event) = target.event else { return Ok(false) };
    if let Some(refusal) = Refusal::of(event.state(app.now())) {
        return Err(refusal);
    }
    let (terms, counters) = (event.terms(), app.desk.counters(&event.id, app.now()).await?);
    if counters.called_off {
        return Err(Refusal::Cancelled);
    }
    match counters.for_newcomer(&terms) {
        None => Err(Refusal::Full),
        Some(status) => Ok(status == Status::Waiting),
    }
}

/// A fresh nonce, for a form on a static page.
pub(crate) const NONCE: Operation<OfForm> = Operation {
    method: "get",
    handler: || get(nonce),
    describe: |form| {
        let schema = json!({
            "type": "object", "required": ["nonce"],
            "properties": { "nonce": { "type": "string" } },
        });
        json!({
            "operationId": form.operation_id("nonce"),
            "summary": "A fresh nonce",
            "parameters": form.event(),
            "responses": responses(200, json_body("Signed, with its time.", &schema), &[
                (404, "NotFound"), (405, "NotAllowed"), (503, "Unavailable"),
            ]),
        })
    },
};

/// It says nothing about the event that the page doesn't say.
async fn nonce(
    State(app): State<App>,
    Extension(reader): Extension<Reader>,
    Path((_, form)): Path<(String, String)>,
    query: Query,
) -> Result<Response, Problem> {
    let target = lookup::target(&reader.folder, &form, query.get(EVENT_FIELD))?;
    let nonce = app.desk.keyring().nonce(&target.definition.id, target.event_id(), app.now());
    Ok(answer::json(&reader, StatusCode::OK, &json!({ "nonce": nonce })))
}
