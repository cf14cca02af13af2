//! The description of the interface for programs (OpenAPI 3.1), made from the routes and from the forms as they are now.
//!
//! `GET /openapi.json` answers with it. Each form is an address of its own in it, because each takes other answers.

mod answers;
mod kept;
mod operation;
mod submissions;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::answer;
use crate::app::App;
use crate::folder::FormsFolder;
use crate::router::{OF_FORMS, OTHERS};

pub(crate) use kept::{Description, Document};
pub(crate) use operation::{
    FormAt, OfForm, Operation, Plain, Route, json_body, page, refusals_of_post, responses, stored, yes,
};
pub(crate) use submissions::name as schema_name;

/// This description.
pub(crate) const DESCRIBE: Operation<Plain> = Operation {
    method: "get",
    handler: || get(describe),
    describe: || {
        let document = json_body("OpenAPI 3.1.", &json!({ "type": "object" }));
        let mut responses = responses(200, document, &[(405, "NotAllowed"), (503, "Unavailable")]);
        responses["304"] =
            json!({ "description": "The same as the one whose `ETag` was sent in `If-None-Match`." });
        json!({ "operationId": "openapi", "summary": "This description", "responses": responses })
    },
};

/// By the forms as they are now.
async fn describe(State(app): State<App>, headers: HeaderMap) -> Response {
    let folder = app.forms();
    if !folder.is_sound() {
        return answer::nothing_loaded();
    }
    let Some(document) = app.description.of(folder, app.now()).await else { return answer::nothing_loaded() };
    answer::document(&headers, document)
}

/// The whole document. Of the events it names those that one can register for at the moment.
fn document(folder: &FormsFolder, now: Timestamp) -> Value {
    let languages: Vec<&str> = folder.languages().collect();
    let language = json!({ "name": "lang", "in": "path", "required": true, "schema": { "enum": languages } });
    let mut schemas = answers::schemas();
    for definition in folder.definitions() {
        schemas.extend(submissions::schemas(folder, definition, now));
    }
    let mut document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Forms",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Takes what people send with the forms of the site. Lengths count characters. \
                Every answer has an `x-request-id`; problems follow RFC 9457.",
        },
        "paths": paths(folder, now),
        "components": {
            "parameters": { "lang": language },
            "responses": answers::responses(),
            "schemas": schemas,
        },
    });
    if !folder.base_path().is_empty() {
        document["servers"] = json!([{ "url": folder.base_path() }]);
    }
    document
}

fn paths(folder: &FormsFolder, now: Timestamp) -> Map<String, Value> {
    let mut paths = Map::new();
    for definition in folder.definitions() {
        let form = FormAt { folder, definition, now };
        for route in OF_FORMS {
            let mut item = route.description(|describe| describe(&form));
            item.insert("parameters".to_owned(), json!([{ "$ref": "#/components/parameters/lang" }]));
            paths.insert(route.pattern.replace("{form}", &definition.id), item.into());
        }
    }
    for route in OTHERS {
        paths.insert(route.pattern.to_owned(), route.description(|describe| describe()).into());
    }
    paths
}
