//! What a form takes, by the definition itself: a schema for each encoding and, below it, for events that ask the same.

use std::collections::BTreeMap;

use forms::schema::{self, Encoding};
use forms::{About, Definition, Facts, HONEYPOT};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::folder::FormsFolder;
use crate::{lookup, nonce};

/// The name of the schema of a form.
pub(crate) fn name(form: &str, encoding: Encoding) -> String {
    match encoding {
        Encoding::Json => format!("{form}.json"),
        Encoding::Form => format!("{form}.form"),
    }
}

/// The schemas of a form in both encodings. Events that ask the same share a schema of their own, to which the one of the
/// form refers: its size stays that of one event, however many there are, and a program that reads it must not multiply
/// what all of them ask.
pub(super) fn schemas(folder: &FormsFolder, definition: &Definition, now: Timestamp) -> Map<String, Value> {
    let mut schemas = Map::new();
    for encoding in [Encoding::Json, Encoding::Form] {
        let name = name(&definition.id, encoding);
        let mut of_events = Vec::new();
        for (at, (facts, events)) in events(folder, definition, now).into_iter().enumerate() {
            let part = format!("{name}.{}", at + 1);
            of_events.push(json!({ "$ref": format!("#/components/schemas/{part}") }));
            schemas.insert(part, json!({ "anyOf": objects(definition, encoding, &facts, &events) }));
        }
        // Without an event that one can register for nothing is taken.
        let whole = if of_events.is_empty() { Value::Bool(false) } else { json!({ "anyOf": of_events }) };
        schemas.insert(name, whole);
    }
    schemas
}

fn objects(definition: &Definition, encoding: Encoding, facts: &Facts, events: &[&str]) -> Vec<Value> {
    // In JSON `null` is what wasn't given.
    let kind = if encoding == Encoding::Json { json!(["string", "null"]) } else { json!("string") };
    let nonce = json!({
        "type": kind,
        "pattern": "^$|^[A-Za-z0-9_-]{16,64}$",
        "description": "What makes sending twice the same as sending once.",
    });
    let mut carriers = vec![(nonce::FIELD, nonce, false)];
    if encoding == Encoding::Form {
        carriers.push((
            HONEYPOT,
            json!({ "type": "string", "description": "People leave it empty." }),
            false,
        ));
    }
    if definition.about == About::Event {
        carriers.push((lookup::EVENT_FIELD, json!({ "enum": events }), true));
    }
    schema::objects(definition, facts, encoding, &carriers)
}

/// The events of the form that have the same facts, and so ask the same questions.
fn events<'a>(
    folder: &'a FormsFolder,
    definition: &'a Definition,
    now: Timestamp,
) -> Vec<(Facts, Vec<&'a str>)> {
    if definition.about == About::Nothing {
        return vec![(Facts::none(), Vec::new())];
    }
    let mut by_facts: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for event in folder.open_events(&definition.id, now) {
        let facts = event.info.facts.0.iter().cloned().collect();
        by_facts.entry(facts).or_default().push(&event.id);
    }
    by_facts.into_iter().map(|(facts, events)| (facts.into_iter().collect(), events)).collect()
}
