//! The schema of one field's value.

use serde_json::{Value, json};

use super::Encoding;
use super::case::Demand;
use super::pattern;
use crate::definition::Kind;
use crate::{Field, Rule};

pub(super) fn schema(field: &Field, encoding: Encoding, demand: Demand<'_>) -> Value {
    match encoding {
        Encoding::Json => json_value(field, demand),
        Encoding::Form => form_value(field, demand),
    }
}

/// `null` is an answer that wasn't given.
fn json_value(field: &Field, demand: Demand<'_>) -> Value {
    let needed = demand.is_needed();
    match &field.kind {
        Kind::Checkbox { .. } => match demand {
            Demand::Blank => json!({ "enum": [false, null] }),
            _ if needed => json!({ "const": true }),
            _ => json!({ "type": ["boolean", "null"] }),
        },
        Kind::Choices { .. } => match demand {
            Demand::Blank => json!({ "type": ["array", "null"], "maxItems": 0 }),
            _ => list(field, demand, if needed { json!("array") } else { json!(["array", "null"]) }),
        },
        Kind::Integer { min, max } => match demand {
            Demand::Blank => json!({ "type": "null" }),
            _ if needed => json!({ "type": "integer", "minimum": min, "maximum": max }),
            _ => json!({ "type": ["integer", "null"], "minimum": min, "maximum": max }),
        },
        Kind::Choice { .. } | Kind::Language { .. } | Kind::Country => {
            let mut values: Vec<Value> = offered(field, demand).into_iter().map(Value::from).collect();
            if !needed {
                values.extend([json!(""), Value::Null]);
            }
            json!({ "enum": values })
        }
        Kind::Text { .. } | Kind::LongText { .. } | Kind::Email { .. } | Kind::Phone { .. } => {
            let kind = if needed { json!("string") } else { json!(["string", "null"]) };
            text(field, demand, kind)
        }
    }
}

fn form_value(field: &Field, demand: Demand<'_>) -> Value {
    let needed = demand.is_needed();
    match &field.kind {
        Kind::Checkbox { .. } => match demand {
            Demand::Blank => json!({ "const": "" }),
            _ if needed => json!({ "const": Field::TICKED }),
            _ => json!({ "enum": [Field::TICKED, ""] }),
        },
        Kind::Choices { .. } => match demand {
            Demand::Blank => json!({ "type": "array", "maxItems": 0 }),
            _ => list(field, demand, json!("array")),
        },
        Kind::Choice { .. } | Kind::Language { .. } | Kind::Country => {
            let mut values = offered(field, demand);
            if !needed {
                values.push("");
            }
            json!({ "enum": values })
        }
        Kind::Integer { .. }
        | Kind::Text { .. }
        | Kind::LongText { .. }
        | Kind::Email { .. }
        | Kind::Phone { .. } => text(field, demand, json!("string")),
    }
}

/// The options of a choice; an option that isn't chosen is left out, and without any nothing but no answer is.
fn offered<'f>(field: &'f Field, demand: Demand<'_>) -> Vec<&'f str> {
    let offered = field.offered().into_iter();
    match demand {
        Demand::Blank => Vec::new(),
        Demand::Chosen(value) => offered.filter(|option| *option == value).collect(),
        Demand::NotChosen(value) => offered.filter(|option| *option != value).collect(),
        Demand::Free { .. } | Demand::Filled => offered.collect(),
    }
}

fn list(field: &Field, demand: Demand<'_>, kind: Value) -> Value {
    let pick = field.rules().into_iter().find_map(|rule| match rule {
        Rule::Pick { min, max } => Some((min, max)),
        _ => None,
    });
    let mut schema = json!({ "type": kind, "items": { "enum": field.offered() }, "uniqueItems": true });
    if demand.is_needed() {
        schema["minItems"] = pick.map_or(1, |(min, _)| min.max(1)).into();
    }
    if let Some((_, max)) = pick {
        schema["maxItems"] = max.into();
    }
    match demand {
        Demand::Chosen(value) => schema["contains"] = json!({ "const": value }),
        Demand::NotChosen(value) => schema["not"] = json!({ "contains": { "const": value } }),
        _ => {}
    }
    schema
}

fn text(field: &Field, demand: Demand<'_>, kind: Value) -> Value {
    let pattern = match demand {
        Demand::Blank => pattern::blank(),
        _ if demand.is_needed() => pattern::filled(&field.kind),
        _ => pattern::filled_or_blank(&field.kind),
    };
    let mut schema = json!({ "type": kind, "pattern": pattern });
    let longest = field.rules().into_iter().find_map(|rule| match rule {
        Rule::MaxLength(max) => Some(max),
        _ => None,
    });
    // Written text has its limit in the pattern already. As in the check, blanks around it aren't counted.
    if let (Kind::Email { .. } | Kind::Phone { .. }, Some(max)) = (&field.kind, longest) {
        let mut all = vec![json!({ "pattern": pattern::at_most(max) })];
        if matches!(field.kind, Kind::Email { .. }) {
            all.push(json!({ "pattern": pattern::short_before_the_at() }));
        }
        schema["allOf"] = all.into();
    }
    schema
}
