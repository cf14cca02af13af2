//! The hash of what a template is given: of the same values it makes the same page.

use std::hash::{Hash, Hasher};

use tera::Value;
use tera::value::Key;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// The hash of a few things that are in plain sight.
pub(super) fn of(all: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = Xxh3::new();
    all.hash(&mut hasher);
    hasher.finish()
}

/// The hash of a value of templates.
pub(super) fn of_value(value: &Value) -> u64 {
    let mut bytes = Vec::new();
    add(&mut bytes, value);
    xxh3_64(&bytes)
}

/// Writes a value as templates see it: by its kind, and text by whether it is HTML. No two write the same.
fn add(bytes: &mut Vec<u8>, value: &Value) {
    if let Some(text) = value.as_str() {
        add_text(bytes, if value.is_safe() { b'h' } else { b't' }, text);
    } else if let Some(map) = value.as_map() {
        add_length(bytes, b'm', map.len());
        map.iter().for_each(|entry| add_entry(bytes, entry));
    } else if let Some(items) = value.as_array() {
        add_length(bytes, b'a', items.len());
        items.iter().for_each(|item| add(bytes, item));
    } else if let Some(truth) = value.as_bool() {
        bytes.push(if truth { b'1' } else { b'0' });
    } else if value.is_none() {
        bytes.push(b'-');
    } else {
        bytes.extend(format!("{:?}", value.kind()).as_bytes());
        add_text(bytes, b'n', &value.to_string());
    }
}

/// Writes a name and a value.
pub(super) fn add_entry(bytes: &mut Vec<u8>, (key, value): (&Key<'_>, &Value)) {
    match key.as_str() {
        Some(key) => add_text(bytes, b'k', key),
        None => add(bytes, &key.as_value()),
    }
    add(bytes, value);
}

fn add_text(bytes: &mut Vec<u8>, kind: u8, text: &str) {
    add_length(bytes, kind, text.len());
    bytes.extend(text.as_bytes());
}

fn add_length(bytes: &mut Vec<u8>, kind: u8, length: usize) {
    bytes.push(kind);
    bytes.extend(length.to_le_bytes());
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn whatever_a_template_can_tell_apart_has_another_hash() {
        let of = |value: serde_json::Value| of_value(&Value::from_serializable(&value));
        let mut hashes: Vec<u64> = [
            json!(null),
            json!(true),
            json!(1),
            json!(-1),
            json!(1.0),
            json!(1.5),
            json!(false),
            json!("1"),
            json!(""),
            json!([]),
            json!([[]]),
            json!(["ab"]),
            json!(["a", "b"]),
            json!({}),
            json!({ "a": "b" }),
            json!({ "ab": "" }),
            json!({ "a": { "b": 1 }, "c": 2 }),
            json!({ "a": { "b": 1, "c": 2 } }),
        ]
        .into_iter()
        .map(of)
        .collect();
        hashes.push(of_value(&Value::safe_string("1")));
        let count = hashes.len();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), count);
        assert_eq!(of(json!({ "a": [1, "b"] })), of(json!({ "a": [1, "b"] })));
    }
}
