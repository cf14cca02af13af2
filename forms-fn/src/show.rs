//! The form outside its page, with a nonce in it.

use axum::http::StatusCode;
use axum::response::Response;
use forms::Values;

use crate::app::App;
use crate::desk::Status;
use crate::lookup::{self, Target};
use crate::problem::Problem;
use crate::reader::Reader;
use crate::refusal::Refusal;
use crate::{answer, page};

/// Answers with the empty form, or with the reason why it can't be filled in now.
pub(crate) async fn show<'a>(
    app: &App,
    reader: &Reader<'a>,
    form: &str,
    event: Option<&str>,
) -> Result<Response, Problem<'a>> {
    let target = lookup::target(reader.folder, form, event).map_err(|refusal| reader.refuse(refusal))?;
    let waiting = open(app, target).await.map_err(|refusal| reader.refuse_at(refusal, target))?;
    let nonce = app.desk.keyring().nonce(&target.definition.id, target.event_id(), app.now());
    let form = page::Form { target, values: &Values::new(), errors: &[], nonce: &nonce, waiting };
    Ok(answer::page(reader, StatusCode::OK, &page::form(reader, &form)))
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

/// Answers with a fresh nonce, for a form on a static page. It says nothing about the event that the page doesn't say.
pub(crate) fn nonce<'a>(
    app: &App,
    reader: &Reader<'a>,
    form: &str,
    event: Option<&str>,
) -> Result<Response, Problem<'a>> {
    let target = lookup::target(reader.folder, form, event).map_err(|refusal| reader.refuse(refusal))?;
    let nonce = app.desk.keyring().nonce(&target.definition.id, target.event_id(), app.now());
    Ok(answer::json(reader, StatusCode::OK, &serde_json::json!({ "nonce": nonce })))
}
