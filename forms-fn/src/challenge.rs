//! Work for a device that wants to be trusted more. Nobody needs it.

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::app::App;
use crate::openapi::{Operation, Plain, json_body, responses};
use crate::screen::altcha;

/// A challenge of the ALTCHA protocol; its solution comes back in the field `altcha` of a form.
pub(crate) const CHALLENGE: Operation<Plain> = Operation {
    method: "get",
    handler: || get(challenge),
    describe: || {
        let answer = json_body("A signed challenge.", &json!({ "type": "object" }));
        json!({
            "operationId": "challenge",
            "summary": "A challenge of the ALTCHA protocol; its solution may come in the field `altcha` of a form",
            "responses": responses(200, answer, &[(405, "NotAllowed"), (503, "Unavailable")]),
        })
    },
};

async fn challenge(State(app): State<App>) -> Response {
    match altcha::challenge(app.desk.keyring(), app.now()) {
        Some(challenge) => ([(CONTENT_TYPE, "application/json")], challenge).into_response(),
        None => (StatusCode::SERVICE_UNAVAILABLE, "no challenge can be made\n").into_response(),
    }
}
