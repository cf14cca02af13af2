//! An address of the interface: what answers there, and how that is described. Both stand beside the handler.

use axum::routing::MethodRouter;
use forms::{About, Definition};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::folder::FormsFolder;
use crate::lookup;

/// One address.
pub(crate) struct Route<D: 'static> {
    pub(crate) pattern: &'static str,
    pub(crate) operations: &'static [Operation<D>],
}

/// What one method does there. Without its description there is none.
pub(crate) struct Operation<D> {
    /// As OpenAPI writes it: `get`.
    pub(crate) method: &'static str,
    /// Answers it.
    pub(crate) handler: fn() -> MethodRouter<App>,
    pub(crate) describe: D,
}

/// Describes an operation that each form has.
pub(crate) type OfForm = fn(&FormAt<'_>) -> Value;
/// Describes one that has nothing to do with a form.
pub(crate) type Plain = fn() -> Value;

/// A form and the moment at which its description is made.
#[derive(Clone, Copy)]
pub(crate) struct FormAt<'a> {
    pub(crate) folder: &'a FormsFolder,
    pub(crate) definition: &'a Definition,
    pub(crate) now: Timestamp,
}

impl FormAt<'_> {
    /// `show-registration`
    pub(crate) fn operation_id(&self, what: &str) -> String {
        format!("{what}-{}", self.definition.id)
    }

    /// The event in the query, where the form belongs to one.
    pub(crate) fn event(&self) -> Vec<Value> {
        let FormAt { folder, definition, now } = *self;
        if definition.about == About::Nothing {
            return Vec::new();
        }
        let events: Vec<&str> =
            folder.open_events(&definition.id, now).map(|event| event.id.as_str()).collect();
        let name = lookup::EVENT_FIELD;
        vec![json!({ "name": name, "in": "query", "required": true, "schema": { "enum": events } })]
    }
}

impl<D> Route<D> {
    /// All methods of the address.
    pub(crate) fn handlers(&self) -> MethodRouter<App> {
        let add = |all: MethodRouter<App>, one: &Operation<D>| all.merge((one.handler)());
        self.operations.iter().fold(MethodRouter::new(), add)
    }

    /// Their description, each by `describe`.
    pub(crate) fn description(&self, describe: impl Fn(&D) -> Value) -> Map<String, Value> {
        self.operations.iter().map(|one| (one.method.to_owned(), describe(&one.describe))).collect()
    }
}

/// Answers that are described in `answers`.
pub(crate) fn refusals(known: &[(u16, &str)]) -> Map<String, Value> {
    let one = |(status, name): &(u16, &str)| {
        (status.to_string(), json!({ "$ref": format!("#/components/responses/{name}") }))
    };
    known.iter().map(one).collect()
}

/// The given answer and the refusals.
pub(crate) fn responses(status: u16, answer: Value, others: &[(u16, &str)]) -> Value {
    let mut responses = refusals(others);
    responses.insert(status.to_string(), answer);
    Value::Object(responses)
}

/// What may be wrong with something that is sent.
pub(crate) fn refusals_of_post() -> Map<String, Value> {
    refusals(&[
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
    ])
}

/// A page for people.
pub(crate) fn page(description: &str) -> Value {
    json!({ "description": description, "content": { "text/html": { "schema": { "type": "string" } } } })
}

/// An answer for programs.
pub(crate) fn json_body(description: &str, schema: &Value) -> Value {
    json!({ "description": description, "content": { "application/json": { "schema": schema } } })
}

/// What became of a submission.
pub(crate) fn stored(description: &str) -> Value {
    json_body(description, &json!({ "$ref": "#/components/schemas/Stored" }))
}

/// A yes in plain text.
pub(crate) fn yes() -> Value {
    json!({ "description": "Yes.", "content": { "text/plain": { "schema": { "type": "string" } } } })
}
