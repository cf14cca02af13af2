//! GET: whatever the link is for, it only shows.

use axum::Extension;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;
use serde_json::json;

use super::action::Action;
use super::{DONE_FIELD, TOKEN_FIELD, Visit, change, page, question};
use crate::app::App;
use crate::decode::Query;
use crate::openapi::{self, OfForm, Operation, responses};
use crate::problem::Problem;
use crate::reader::Reader;
use crate::secret::LinkPurpose;

/// The purposes whose links open the page. A button's token for anything else is no address.
const PURPOSES: [LinkPurpose; 7] = [
    LinkPurpose::See,
    LinkPurpose::Cancel,
    LinkPurpose::Accept,
    LinkPurpose::Change,
    LinkPurpose::Erase,
    LinkPurpose::Confirm,
    LinkPurpose::Keep,
];

/// What the link is for.
pub(crate) const SHOW: Operation<OfForm> = Operation {
    method: "get",
    handler: || get(show),
    describe: |form| {
        json!({
            "operationId": form.operation_id("my"),
            "summary": "What is stored about the person; shows and never changes anything",
            "parameters": [super::token_parameter()],
            "responses": responses(200, openapi::page("The page."), &super::REFUSALS),
        })
    },
};

/// The question before an act, the form to change, or the page. An act that is not possible any more shows the page,
/// which says how it stands.
async fn show(
    State(app): State<App>,
    Extension(reader): Extension<Reader>,
    Path((_, form)): Path<(String, String)>,
    query: Query,
) -> Result<Response, Problem> {
    let visit = Visit::open(&app, &reader, &form, &PURPOSES, query.get(TOKEN_FIELD)).await?;
    if let Some(response) = question::answer(&visit) {
        return Ok(response);
    }
    if visit.purpose == LinkPurpose::Change && visit.allows(Action::Change) && !reader.json {
        return Ok(change::form(&visit));
    }
    let said = query.get(DONE_FIELD).and_then(|done| page::said(&visit, done));
    Ok(page::answer(&visit, StatusCode::OK, said.as_deref()))
}
