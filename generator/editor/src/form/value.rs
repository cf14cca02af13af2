//! Values as fields show them, and which a field can show.

use generator::content::Shape;
use serde_json::Value;

/// A value as a field shows it; the entries of a list one a line.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}

/// Whether there are two fields for it: amount and currency, and nothing else.
fn is_amount(value: &Value) -> bool {
    let is_field = |(name, value): (&String, &Value)| {
        matches!(&**name, "amount" | "currency") && !(value.is_object() || value.is_array())
    };
    value.as_object().is_some_and(|object| object.iter().all(is_field))
}

/// Whether the field of a shape can show a value, and give it back.
pub(super) fn fits(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Group(keys) => value.as_object().is_some_and(|object| {
            let of_key = |name: &String| keys.iter().find(|key| key.name == *name);
            object.iter().all(|(name, value)| of_key(name).is_some_and(|key| fits(key.shape, value)))
        }),
        Shape::List(Shape::Id(_) | Shape::Choice(_)) => {
            value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
        }
        Shape::List(item) => value.as_array().is_some_and(|items| {
            let is_line = |value: &Value| !value.as_str().is_some_and(|text| text.contains('\n'));
            items.iter().all(|value| fits(*item, value) && is_line(value))
        }),
        Shape::Price => value.as_str() == Some("free") || is_amount(value),
        Shape::Translations => value.as_object().is_some_and(|object| object.values().all(Value::is_string)),
        Shape::InEachLanguage | Shape::ByLanguage(_) => false,
        // Whatever stands there is shown as a text, and is the same when it comes back as it was.
        _ => !(value.is_object() || value.is_array()),
    }
}

/// Whether a field for days takes it.
pub(super) fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Whether a field for times takes it.
pub(super) fn is_clock(text: &str) -> bool {
    text.len() == 5 && text.parse::<jiff::civil::Time>().is_ok()
}
