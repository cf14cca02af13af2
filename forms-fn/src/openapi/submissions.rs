//! What a form takes, by the definition itself: one schema for each encoding.

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

pub(super) fn schemas(folder: &FormsFolder, definition: &Definition, now: Timestamp) -> Map<String, Value> {
    let one = |encoding| (name(&definition.id, encoding), schema(folder, definition, encoding, now));
    [Encoding::Json, Encoding::Form].into_iter().map(one).collect()
}

fn schema(folder: &FormsFolder, definition: &Definition, encoding: Encoding, now: Timestamp) -> Value {
    // In JSON `null` is what wasn't given.
    let kind = if encoding == Encoding::Json { json!(["string", "null"]) } else { json!("string") };
    let nonce = json!({
        "type": kind,
        "pattern": "^$|^[A-Za-z0-9_-]{16,64}$",
        "description": "What makes sending twice the same as sending once.",
    });
    let honeypot = json!({ "type": "string", "description": "People leave it empty." });
    let mut objects = Vec::new();
    for (facts, events) in events(folder, definition, now) {
        let mut carriers = vec![(nonce::FIELD, nonce.clone(), false)];
        if encoding == Encoding::Form {
            carriers.push((HONEYPOT, honeypot.clone(), false));
        }
        if definition.about == About::Event {
            carriers.push((lookup::EVENT_FIELD, json!({ "enum": events }), true));
        }
        objects.extend(schema::objects(definition, &facts, encoding, &carriers));
    }
    // Without an event that one can register for nothing is taken.
    if objects.is_empty() { Value::Bool(false) } else { json!({ "anyOf": objects }) }
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
