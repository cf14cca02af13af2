//! What whoever runs the program asks it: whether it runs, and whether all that it promises can be done. Who asks from the
//! machine itself is told more (`detail`).

mod detail;

use std::fmt::Write as _;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use crate::answer;
use crate::app::App;
use crate::openapi::{Operation, Plain, responses, yes};

/// For whoever restarts a program that hangs.
pub(crate) const ALIVE: Operation<Plain> = Operation {
    method: "get",
    handler: || get(alive),
    describe: || {
        json!({
            "operationId": "alive",
            "summary": "Whether the program runs",
            "responses": responses(200, yes(), &[(405, "NotAllowed")]),
        })
    },
};

async fn alive() -> &'static str {
    "ok\n"
}

/// For whoever sends requests here.
pub(crate) const READY: Operation<Plain> = Operation {
    method: "get",
    handler: || get(ready),
    describe: || {
        json!({
            "operationId": "ready",
            "summary": "Whether forms are loaded, both stores take writes and are whole, and the worker works",
            "responses": responses(200, yes(), &[(405, "NotAllowed"), (503, "Unavailable")]),
        })
    },
};

/// Every part of the folder can be used, both stores take writes and are whole, and the worker lives. That a newer folder
/// has faults is told and doesn't count: the one before serves. Nor does a clock that is doubted: people can register.
async fn ready(State(app): State<App>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let readiness = readiness(&app).await;
    if detail::is_asked_for(&parts) {
        return detail::answer(&app, readiness).await;
    }
    match readiness {
        Ok(notes) => (StatusCode::OK, notes).into_response(),
        Err(None) => answer::nothing_loaded(),
        Err(Some(what)) => (StatusCode::SERVICE_UNAVAILABLE, format!("{what}\n")).into_response(),
    }
}

/// What there is to say although all is well, a line each; or what isn't. None where no folder can be used at all.
type Readiness = Result<String, Option<&'static str>>;

async fn readiness(app: &App) -> Readiness {
    if !app.forms().is_sound() {
        return Err(None);
    }
    app.health.stores(&app.desk, app.now()).await.map_err(Some)?;
    app.health.worker().map_err(Some)?;
    let mut notes = "ok\n".to_owned();
    if let Some(faults) = app.health.refused() {
        let _ = writeln!(notes, "a newer folder of forms can't be used, so an older one is: {faults}");
    }
    let note = app.desk.clock_note(app.now()).await.map_err(|_| Some("the store can't be read"))?;
    if let Some(doubt) = note.and_then(|note| note.doubt()) {
        let _ = writeln!(notes, "{doubt}; if the clock is right, run `forms-fn confirm-clock`");
    }
    Ok(notes)
}
