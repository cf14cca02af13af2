//! What may be sent with a form, as JSON Schema (2020-12): for programs that fill it in, and for tests that try everything.
//!
//! A question that depends on another answer makes two schemas: one in which it is asked and one in which it isn't. So
//! each schema is a plain object, and exactly what fits one of them is what [`Definition::check`] takes. What an event asks
//! nobody is put aside before that when it comes from a page (`former` in forms-fn), so a form may have an answer there.
//!
//! In three things the schema is narrower, as patterns can't say more: where there is a shortest length, a letter counts
//! once that browsers count twice; text that must be there begins with something to see; and the domain of an address is
//! written in the letters of the internet (`xn--prve-hra.dk`), not in its own (`prøve.dk`).

mod case;
mod field;
mod pattern;

use serde_json::{Map, Value, json};

use crate::{Definition, Facts, Field};
use case::{Case, Demand};

/// How the values travel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// `application/json`: texts, whole numbers, `true`, lists.
    Json,
    /// `application/x-www-form-urlencoded`: everything is text.
    Form,
}

/// The objects that the form takes at an event with these facts. `carriers` are the members that are no answers, with
/// their schemas and whether they must be there: the event, the nonce.
#[must_use]
pub fn objects(
    definition: &Definition,
    facts: &Facts,
    encoding: Encoding,
    carriers: &[(&str, Value, bool)],
) -> Vec<Value> {
    let cases = case::all(definition, facts);
    let aside = |field: &Field| encoding == Encoding::Form && !definition.may_be_asked(field, facts);
    let demands = |case: &Case<'_>| {
        let demand = |field| if aside(field) { Demand::Free { required: false } } else { case.demand(field) };
        object(definition, encoding, carriers, demand)
    };
    cases.iter().map(demands).collect()
}

/// A text in each of these languages; in any, if none is known.
pub fn text<S: AsRef<str>>(languages: &[S]) -> Value {
    let one = || json!({ "type": "string", "pattern": "\\S" });
    match languages {
        [] => json!({ "type": "object", "additionalProperties": one() }),
        languages => object_of(languages.iter().map(|lang| (lang.as_ref(), one(), true))),
    }
}

/// An object of exactly these members, with their schemas and whether they must be there.
pub(crate) fn object_of<'a>(members: impl Iterator<Item = (&'a str, Value, bool)>) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for (name, schema, must) in members {
        properties.insert(name.to_owned(), schema);
        required.extend(must.then_some(name));
    }
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

fn object<'a>(
    definition: &'a Definition,
    encoding: Encoding,
    carriers: &[(&str, Value, bool)],
    demand: impl Fn(&'a Field) -> Demand<'a>,
) -> Value {
    let carriers = carriers.iter().map(|(name, schema, must)| (*name, schema.clone(), *must));
    let fields = definition.fields.iter().map(|field| {
        let demand = demand(field);
        (field.name.as_str(), field::schema(field, encoding, demand), demand.is_needed())
    });
    object_of(carriers.chain(fields))
}
