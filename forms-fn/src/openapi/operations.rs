//! The addresses, each with what it takes and how it can answer.

use forms::schema::Encoding;
use forms::{About, Definition};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::submissions;
use crate::folder::FormsFolder;

/// The language of the address.
pub(super) fn language(languages: &[&str]) -> Value {
    json!({ "name": "lang", "in": "path", "required": true, "schema": { "enum": languages } })
}

/// Answers that are described in `answers`.
fn refusals(known: &[(u16, &str)]) -> Map<String, Value> {
    let one = |(status, name): &(u16, &str)| {
        (status.to_string(), json!({ "$ref": format!("#/components/responses/{name}") }))
    };
    known.iter().map(one).collect()
}

/// The given answer and the refusals.
fn responses(status: u16, answer: Value, others: &[(u16, &str)]) -> Value {
    let mut responses = refusals(others);
    responses.insert(status.to_string(), answer);
    Value::Object(responses)
}

fn page(description: &str) -> Value {
    json!({ "description": description, "content": { "text/html": { "schema": { "type": "string" } } } })
}

fn json_body(description: &str, schema: &Value) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": schema } } })
}

fn stored(description: &str) -> Value {
    json_body(description, &json!({ "$ref": "#/components/schemas/Stored" }))
}

/// An address with the language in it.
fn with_language(operations: &[(&str, Value)]) -> Value {
    let mut item = json!({ "parameters": [{ "$ref": "#/components/parameters/lang" }] });
    for (method, operation) in operations {
        item[*method] = operation.clone();
    }
    item
}

/// The event in the query, where the form belongs to one.
fn event(folder: &FormsFolder, definition: &Definition, now: Timestamp) -> Vec<Value> {
    if definition.about == About::Nothing {
        return Vec::new();
    }
    let events: Vec<&str> = folder.open_events(&definition.id, now).map(|event| event.id.as_str()).collect();
    vec![json!({ "name": "event", "in": "query", "required": true, "schema": { "enum": events } })]
}

fn token() -> Value {
    json!({
        "name": "t", "in": "query", "required": true,
        "schema": { "type": "string", "minLength": 1 },
        "description": "The signed part of a link that the person got.",
    })
}

const FORM: &str = "application/x-www-form-urlencoded";

/// Showing and sending a form.
pub(super) fn form(folder: &FormsFolder, definition: &Definition, now: Timestamp) -> Value {
    let body = |encoding| {
        let name = submissions::name(&definition.id, encoding);
        json!({ "schema": { "$ref": format!("#/components/schemas/{name}") } })
    };
    let moved = json!({
        "description": "Stored; the page that says so is at `Location`.",
        "headers": { "Location": { "schema": { "type": "string" } } },
        "content": { "text/html": { "schema": { "type": "string" } } },
    });
    let mut created = stored("Stored, or stored before with the same nonce or the same answers.");
    created["headers"] = json!({ "Location": { "schema": { "type": "string" } } });
    let mut answers = refusals(&[
        (400, "BadRequest"),
        (403, "Forbidden"),
        (404, "NotFound"),
        (405, "NotAllowed"),
        (409, "Conflict"),
        (410, "Gone"),
        (413, "TooLarge"),
        (415, "Unsupported"),
        (422, "Invalid"),
        (503, "Unavailable"),
    ]);
    answers.insert(
        "200".to_owned(),
        page("The answers once more, to be looked at and sent again; nothing was stored yet."),
    );
    answers.insert("201".to_owned(), created);
    answers.insert("303".to_owned(), moved);
    let get = json!({
        "operationId": format!("show-{}", definition.id),
        "summary": "The form outside its page, with a fresh nonce",
        "parameters": event(folder, definition, now),
        "responses": responses(200, page("The form."), &[
            (404, "NotFound"), (405, "NotAllowed"), (409, "Conflict"), (410, "Gone"), (503, "Unavailable"),
        ]),
    });
    let post = json!({
        "operationId": format!("send-{}", definition.id),
        "summary": definition.title.get("en"),
        "requestBody": {
            "required": true,
            "content": { FORM: body(Encoding::Form), "application/json": body(Encoding::Json) },
        },
        "responses": answers,
    });
    with_language(&[("get", get), ("post", post)])
}

/// A fresh nonce for a form on a static page.
pub(super) fn nonce(folder: &FormsFolder, definition: &Definition, now: Timestamp) -> Value {
    let schema = json!({
        "type": "object", "required": ["nonce"],
        "properties": { "nonce": { "type": "string" } },
    });
    let get = json!({
        "operationId": format!("nonce-{}", definition.id),
        "summary": "A fresh nonce",
        "parameters": event(folder, definition, now),
        "responses": responses(200, json_body("Signed, with its time.", &schema), &[
            (404, "NotFound"), (405, "NotAllowed"), (503, "Unavailable"),
        ]),
    });
    with_language(&[("get", get)])
}

/// What became of a submission.
pub(super) fn received(definition: &Definition) -> Value {
    let mut answer = stored("What became of it, without any answers.");
    answer["content"]["text/html"] = json!({ "schema": { "type": "string" } });
    let reference = json!({
        "name": "ref", "in": "query", "required": true, "schema": { "type": "string", "minLength": 1 },
    });
    let get = json!({
        "operationId": format!("received-{}", definition.id),
        "summary": "What became of a submission",
        "parameters": [reference],
        "responses": responses(200, answer, &[(404, "NotFound"), (405, "NotAllowed"), (503, "Unavailable")]),
    });
    with_language(&[("get", get)])
}

/// The person's own page.
pub(super) fn my(definition: &Definition) -> Value {
    let actions = ["cancel", "undo", "accept", "decline", "change", "withdraw", "confirm", "keep", "erase"];
    let body = json!({
        "type": "object", "required": ["action", "t"],
        "properties": { "action": { "enum": actions }, "t": { "type": "string", "minLength": 1 } },
    });
    let get = json!({
        "operationId": format!("my-{}", definition.id),
        "summary": "What is stored about the person; shows and never changes anything",
        "parameters": [token()],
        "responses": responses(200, page("The page."), &[(403, "Forbidden"), (404, "NotFound"), (405, "NotAllowed"), (503, "Unavailable")]),
    });
    let mut answers = refusals(&[
        (400, "BadRequest"),
        (403, "Forbidden"),
        (404, "NotFound"),
        (405, "NotAllowed"),
        (409, "Conflict"),
        (410, "Gone"),
        (413, "TooLarge"),
        (415, "Unsupported"),
        (422, "Invalid"),
        (503, "Unavailable"),
    ]);
    answers.insert("200".to_owned(), page("Done."));
    answers.insert(
        "303".to_owned(),
        json!({
            "description": "Done; the page is at `Location`.",
            "headers": { "Location": { "schema": { "type": "string" } } },
        }),
    );
    let post = json!({
        "operationId": format!("act-{}", definition.id),
        "summary": "Change, cancel, undo, accept, confirm or erase",
        "requestBody": { "required": true, "content": { FORM: { "schema": body } } },
        "responses": answers,
    });
    with_language(&[("get", get), ("post", post)])
}

/// Everything about the person, to take along.
pub(super) fn data(definition: &Definition) -> Value {
    let format = json!({ "name": "format", "in": "query", "schema": { "enum": ["json", "html"] } });
    let mut answer = json_body("Everything that is stored.", &json!({ "type": "object" }));
    answer["content"]["text/html"] = json!({ "schema": { "type": "string" } });
    let get = json!({
        "operationId": format!("data-{}", definition.id),
        "summary": "Everything that is stored about the person",
        "parameters": [token(), format],
        "responses": responses(200, answer, &[(403, "Forbidden"), (404, "NotFound"), (405, "NotAllowed"), (503, "Unavailable")]),
    });
    with_language(&[("get", get)])
}

/// Work that raises trust and is never needed.
#[cfg(feature = "altcha")]
pub(super) fn challenge() -> Value {
    let answer = json_body("A signed challenge.", &json!({ "type": "object" }));
    let get = json!({
        "operationId": "challenge",
        "summary": "A challenge of the ALTCHA protocol; its solution may come in the field `altcha` of a form",
        "responses": responses(200, answer, &[(405, "NotAllowed"), (503, "Unavailable")]),
    });
    json!({ "get": get })
}

pub(super) fn openapi() -> Value {
    let document = json_body("OpenAPI 3.1.", &json!({ "type": "object" }));
    let mut responses = responses(200, document, &[(405, "NotAllowed"), (503, "Unavailable")]);
    responses["304"] =
        json!({ "description": "The same as the one whose `ETag` was sent in `If-None-Match`." });
    let get = json!({ "operationId": "openapi", "summary": "This description", "responses": responses });
    json!({ "get": get })
}

fn plain(id: &str, summary: &str, bad: &[(u16, &str)]) -> Value {
    let ok = json!({
        "description": "Yes.", "content": { "text/plain": { "schema": { "type": "string" } } },
    });
    json!({ "get": { "operationId": id, "summary": summary, "responses": responses(200, ok, bad) } })
}

pub(super) fn alive() -> Value {
    plain("alive", "Whether the program runs", &[(405, "NotAllowed")])
}

pub(super) fn ready() -> Value {
    plain(
        "ready",
        "Whether forms are loaded, both stores take writes and are whole, and the worker works",
        &[(405, "NotAllowed"), (503, "Unavailable")],
    )
}
