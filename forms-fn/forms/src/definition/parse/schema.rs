//! The declared keys as JSON Schema (2020-12), for editors that complete and check a form while it is written.
//!
//! What hangs on other places of the file is left to the reader: names that must be declared, which of two numbers is
//! larger, what a legal basis carries.

use serde_json::{Map, Value, json};

use super::keys::{DefinitionKey, FIELD, FORM, Shape};
use super::{ABOUT, deadlines, kind};
use crate::definition::About;
use crate::schema::object_of;
use crate::texts::plural_categories;

/// The schema of a form's file.
pub(in crate::definition) fn schema(languages: &[&str]) -> Value {
    let mut schema = keys(FORM, languages);
    schema["allOf"] = ABOUT
        .iter()
        .map(|(word, about)| {
            let each = FORM.iter().filter_map(|key| Some((key.name.to_owned(), of(*about, key, languages)?)));
            json!({ "if": has("about", word), "then": { "properties": Map::from_iter(each) } })
        })
        .collect();
    schema["$defs"] = defs(languages);
    schema
}

/// What a key holds that hangs on what the form belongs to.
fn of(about: About, key: &DefinitionKey, languages: &[&str]) -> Option<Value> {
    match key.shape {
        Shape::Each(kinds, inner) => {
            Some(object_of(kinds(about).iter().map(|kind| (*kind, keys(inner, languages), true))))
        }
        Shape::Deadlines => Some(object_of(about.deadlines().iter().map(|key| {
            let (least, most) = (key.range.start(), key.range.end());
            let number =
                json!({ "type": "integer", "minimum": least, "maximum": most, "description": key.help });
            (key.name, number, false)
        }))),
        _ => None,
    }
}

/// What stands in most places: a text in each language of the site; in any, if none is known.
fn defs(languages: &[&str]) -> Value {
    let text = match languages {
        [] => json!({ "type": "object", "additionalProperties": { "type": ["string", "object", "array"] } }),
        _ => object_of(languages.iter().map(|lang| (*lang, reference(&words_of(lang)), true))),
    };
    let each = languages.iter().map(|lang| (words_of(lang), words(lang)));
    Value::Object(each.chain([("text".to_owned(), text)]).collect())
}

/// A text in one language: plain, with the plural forms of the language, or a list with such plurals in it.
fn words(lang: &str) -> Value {
    let plain = json!({ "type": "string", "pattern": "\\S" });
    let deadlines = json!({ "enum": deadlines::names(About::Nothing) });
    let forms = plural_categories(lang).into_iter().map(|category| (category, plain.clone(), true));
    let plural = object_of([("count", deadlines, true)].into_iter().chain(forms));
    let part = json!({ "anyOf": [plain, plural] });
    json!({ "anyOf": [plain, plural, { "type": "array", "items": part, "contains": { "type": "object" } }] })
}

fn words_of(lang: &str) -> String {
    format!("words-{lang}")
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/$defs/{name}") })
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
        Shape::Text => reference("text"),
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
        Shape::Each(..) | Shape::Deadlines => json!({ "type": "object" }),
        Shape::Texts(names) => object_of(names.iter().map(|name| (*name, reference("text"), false))),
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
