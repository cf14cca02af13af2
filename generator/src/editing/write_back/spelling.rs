//! A value → YAML of one line.

use serde_json::Value;
use yaml_edit::ScalarValue;

use super::{Order, PathStep};

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Quotes {
    /// In these.
    Double,
    /// In these, unless it has characters that need the others.
    Single,
    /// In none where it is a text all the same.
    Needed,
}

/// A value as it stands behind a colon, lists in brackets and keys in braces.
pub(super) fn spelled(value: &Value, quotes: Quotes) -> String {
    match value {
        Value::String(text) => text_spelled(text, quotes),
        Value::Array(list) => {
            let list: Vec<String> = list.iter().map(|value| spelled(value, Quotes::Needed)).collect();
            format!("[{}]", list.join(", "))
        }
        Value::Object(keys) if keys.is_empty() => "{}".to_owned(),
        Value::Object(keys) => {
            let pair = |(key, value): (&String, &Value)| {
                format!("{}: {}", text_spelled(key, Quotes::Needed), spelled(value, Quotes::Needed))
            };
            let keys: Vec<String> = keys.iter().map(pair).collect();
            format!("{{ {} }}", keys.join(", "))
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

/// Keys in their order, one a line, and below it those of keys that it holds; lists in brackets. `here` is where it stands.
pub(super) fn table(value: &Value, order: Order<'_>, here: &[PathStep]) -> String {
    let mut text = String::new();
    lines(&mut text, value, (order, &mut here.to_vec()), "");
    text
}

fn lines(text: &mut String, value: &Value, (order, here): (Order<'_>, &mut Vec<PathStep>), indent: &str) {
    let Value::Object(keys) = value else { return };
    let mut keys: Vec<_> = keys.iter().collect();
    keys.sort_by_key(|(key, _)| order.rank(here, key).unwrap_or((usize::MAX, key)));
    for (key, value) in keys {
        text.extend([indent, &text_spelled(key, Quotes::Needed), ":"]);
        here.push(PathStep::from(key.as_str()));
        match value {
            Value::Object(keys) if !keys.is_empty() && order.is_table() => {
                text.push('\n');
                lines(text, value, (order, here), &format!("{indent}  "));
            }
            value => text.extend([" ", &spelled(value, order.quotes(here)), "\n"]),
        }
        here.pop();
    }
}

fn text_spelled(text: &str, quotes: Quotes) -> String {
    match quotes {
        Quotes::Needed if is_plain(text) => text.to_owned(),
        Quotes::Single if !text.contains(char::is_control) && !text.contains('\'') => format!("'{text}'"),
        Quotes::Double | Quotes::Single | Quotes::Needed => quoted(text),
    }
}

/// JSON's quotes are YAML's; what YAML takes for a line end or for nothing printable is escaped, too.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    for c in Value::from(text).to_string().chars() {
        match c {
            '\u{7f}'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
                quoted.push_str(&format!("\\u{:04x}", u32::from(c)));
            }
            c => quoted.push(c),
        }
    }
    quoted
}

/// Whether it is this text without quotes, too, even within braces. What begins with a digit is mostly a number or a day
/// somewhere.
fn is_plain(text: &str) -> bool {
    let begins = text.starts_with(|c: char| c.is_alphabetic() || c == '/');
    begins && !text.contains([',', '[', ']', '{', '}']) && ScalarValue::string(text).to_yaml_string() == text
}
