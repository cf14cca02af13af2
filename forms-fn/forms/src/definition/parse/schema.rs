//! The declared keys as JSON Schema (2020-12), for editors that complete and check a form while it is written.
//!
//! What hangs on other places of the file is left to the reader: names that must be declared, which of two numbers is
//! larger, what a legal basis carries.

use serde_json::{Map, Value, json};

use super::keys::{DefinitionKey, FIELD, FORM, Shape};
use super::{ABOUT, kind};
use crate::schema::{object_of, text};

/// The schema of a form's file.
pub(in crate::definition) fn schema(languages: &[&str]) -> Value {
    let mut schema = keys(FORM, languages);
    schema["allOf"] = ABOUT
        .iter()
        .map(|(word, about)| {
            let each = FORM.iter().filter_map(|key| match key.shape {
                Shape::Each(kinds, inner) => {
                    let kinds = kinds(*about).iter().map(|kind| (*kind, keys(inner, languages), true));
                    Some((key.name.to_owned(), object_of(kinds)))
                }
                _ => None,
            });
            json!({ "if": has("about", word), "then": { "properties": Map::from_iter(each) } })
        })
        .collect();
    schema
}

fn keys(declared: &[DefinitionKey], languages: &[&str]) -> Value {
    object_of(declared.iter().map(|key| {
        let mut property = value(key, languages);
        property["description"] = key.help.into();
        (key.name, property, key.must)
    }))
}

fn value(key: &DefinitionKey, languages: &[&str]) -> Value {
    match key.shape {
        Shape::Text => text(languages),
        Shape::Word => json!({ "type": "string" }),
        Shape::Name => json!({ "type": "string", "pattern": "^[a-z][a-z0-9_]*$" }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Number => json!({ "type": "integer", "minimum": 0, "maximum": u32::MAX }),
        Shape::OneOf(words) => json!({ "type": "string", "enum": words }),
        Shape::Words => json!({ "type": "array", "items": { "type": "string" }, "minItems": 1 }),
        Shape::List(least, inner) => list(keys(inner, languages), least),
        Shape::Fields => list(field(languages), 1),
        Shape::Keys(inner) => keys(inner, languages),
        Shape::OneOfOr(words, inner) => {
            json!({ "anyOf": [{ "type": "string", "enum": words }, keys(inner, languages)] })
        }
        Shape::OneSetOf(sets, inner) => {
            let mut schema = keys(inner, languages);
            let set = |names: &&[&str]| json!({ "required": names, "maxProperties": names.len() });
            schema["anyOf"] = sets.iter().map(set).collect();
            schema
        }
        // Which keys, hangs on what the form belongs to.
        Shape::Each(..) => json!({ "type": "object" }),
        Shape::Texts(names) => object_of(names.iter().map(|name| (*name, text(languages), false))),
    }
}

fn list(items: Value, least: usize) -> Value {
    json!({ "type": "array", "items": items, "minItems": least })
}

/// A field, with the keys of its kind.
fn field(languages: &[&str]) -> Value {
    let mut schema = keys(FIELD, languages);
    schema["allOf"] = kind::KINDS
        .iter()
        .map(|(word, of_kind)| {
            let others = kind::keys().into_iter().filter(|key| !of_kind.has(key));
            let none = others.map(|key| (key.to_owned(), Value::Bool(false)));
            let then = json!({ "properties": Map::from_iter(none), "required": of_kind.must });
            json!({ "if": has("kind", word), "then": then })
        })
        .collect();
    schema
}

fn has(key: &str, word: &str) -> Value {
    json!({ "properties": { key: { "const": word } }, "required": [key] })
}
