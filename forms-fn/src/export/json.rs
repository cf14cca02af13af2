//! Records as an array of JSON objects, for other programs.

use serde_json::{Map, Value};

use super::{Versions, Words};
use crate::desk::Stored;

/// Writes the records, with a line break at the end.
///
/// # Panics
/// Never: JSON values become text.
#[must_use]
pub fn write(records: &[Stored], versions: &Versions, words: Words<'_>) -> Vec<u8> {
    let objects: Vec<Value> = records.iter().map(|stored| object(stored, versions, words)).collect();
    let mut text = serde_json::to_vec_pretty(&objects).expect("JSON values become text");
    text.push(b'\n');
    text
}

/// One record. Answers stand under the names of their fields.
#[must_use]
pub fn object(stored: &Stored, versions: &Versions, words: Words<'_>) -> Value {
    let record = &stored.record;
    let definition = versions.of(stored);
    let answer = |(name, value): (&String, &Value)| {
        let field = definition.and_then(|definition| definition.field(name));
        (name.clone(), words.json(field, value))
    };
    let answers: Map<String, Value> = stored.answers.iter().map(answer).collect();
    serde_json::json!({
        "reference": record.reference,
        "form": record.form,
        "form_version": record.version,
        "event": record.event(),
        "status": record.status(),
        "position": stored.position,
        "submitted_at": record.submitted_at,
        "changed_at": record.changed_at,
        "lang": record.lang,
        "answers": answers,
    })
}
