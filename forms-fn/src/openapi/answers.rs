//! The answers that all addresses share.

use serde_json::{Map, Value, json};

use crate::received::Face;

/// What a refusal looks like for a program, and for a person.
fn refusal(description: &str) -> Value {
    json!({
        "description": description,
        "content": {
            "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
            "text/html": { "schema": { "type": "string" } },
        },
    })
}

/// By name, for `$ref`.
pub(super) fn responses() -> Value {
    json!({
        "BadRequest": refusal("It could not be read; nothing was stored."),
        "Forbidden": refusal("It was sent from another website, or the link doesn't work any more; nothing has changed."),
        "NotFound": refusal("There is no such form, event or record."),
        "NotAllowed": refusal("The address doesn't take this method; `Allow` names those that it takes."),
        "Conflict": refusal("Registration isn't open yet, all places are taken, the same form was sent with other answers before, too much was sent lately, or it can't be done any more; nothing was stored."),
        "Gone": refusal("Registration is closed, or the event is over or cancelled; nothing was stored."),
        "TooLarge": refusal("More than 64 KB; nothing was stored."),
        "Unsupported": refusal("Neither a form nor JSON, or not UTF-8; nothing was stored."),
        "Invalid": {
            "description": "Answers to correct: every one of them; nothing was stored.",
            "content": {
                "application/problem+json": { "schema": { "$ref": "#/components/schemas/Invalid" } },
                "text/html": { "schema": { "type": "string" } },
            },
        },
        "Unavailable": {
            "description": "The store fails or is busy. With the code `unsure` it may have been stored, with any other nothing was. Sent again it counts once.",
            "headers": { "Retry-After": { "schema": { "type": "string" }, "description": "Seconds." } },
            "content": {
                "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } },
                "text/html": { "schema": { "type": "string" } },
                "text/plain": { "schema": { "type": "string" } },
            },
        },
    })
}

/// Their schemas.
pub(super) fn schemas() -> Map<String, Value> {
    let problem = json!({
        "type": "object",
        "required": ["type", "title", "status", "detail", "instance", "code"],
        "properties": {
            "type": { "type": "string" },
            "title": { "type": ["string", "null"] },
            "status": { "type": "integer" },
            "detail": { "type": "string", "description": "A sentence for the person, in the language of the address." },
            "instance": { "type": "string", "description": "Names the request in the log." },
            "code": { "type": "string", "description": "The same in every language." },
        },
    });
    let mut invalid = problem.clone();
    invalid["required"] = json!(["type", "title", "status", "detail", "instance", "code", "errors"]);
    invalid["properties"]["errors"] = json!({
        "type": "array",
        "minItems": 1,
        "items": {
            "type": "object",
            "required": ["field", "code", "message"],
            "properties": {
                "field": { "type": "string" },
                "code": { "type": "string" },
                "message": { "type": "string" },
            },
        },
    });
    let statuses: Vec<&str> = Face::words().collect();
    let stored = json!({
        "type": "object",
        "required": ["reference", "status"],
        "properties": {
            "reference": { "type": "string", "pattern": "^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$" },
            "status": {
                "enum": statuses,
                "description": "What became of it. Who gave an address at an event gets `reserved` or `written`: a letter says the rest.",
            },
            "position": { "type": "integer", "minimum": 1, "description": "The place on the waiting list; 1 is the next." },
            "link": { "type": "string", "description": "The person's own page, when no message can be sent." },
        },
    });
    Map::from_iter([
        ("Problem".to_owned(), problem),
        ("Invalid".to_owned(), invalid),
        ("Stored".to_owned(), stored),
    ])
}
