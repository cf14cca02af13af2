//! Values as they stand in heads and settings.

use serde_json::Value;

/// A text in quotation marks: whatever it holds, YAML reads it as it is.
pub(super) fn text(text: &str) -> String {
    Value::from(text).to_string()
}

/// `["a", "b"]`.
pub(super) fn list(texts: &[String]) -> String {
    Value::from(texts).to_string().replace("\",\"", "\", \"")
}
