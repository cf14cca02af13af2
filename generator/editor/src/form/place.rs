//! Which field of a form a problem stands at: the one that it names, or the nearest around it that is there.

use generator::content::{HeadKey, Shape};
use serde_json::Value;

use super::{Subject, value, widget};

impl Subject<'_> {
    /// The field of a form of `head` for `field`; `` for the document as a whole, where the form has nothing of it.
    pub(super) fn nearest(&self, head: &Value, field: &str) -> String {
        if field == "body" {
            return field.to_owned();
        }
        let mut parts = field.split('.');
        let first = parts.next().unwrap_or_default();
        let key = self.kind.keys().find(|key| key.name == first && self.has(key));
        match key {
            Some(key) => within(key, head.get(first), first.to_owned(), parts, self.source),
            None => String::new(),
        }
    }
}

/// The field below a key, as far as there are fields.
fn within<'a>(
    key: &HeadKey,
    value: Option<&Value>,
    mut path: String,
    mut parts: impl Iterator<Item = &'a str>,
    source: Option<&Value>,
) -> String {
    // One text stands for all of it.
    if value.is_some_and(|value| !value::fits(key.shape, value)) {
        return path;
    }
    let (keys, value) = match key.shape {
        Shape::Group(keys) => (keys, value.cloned()),
        Shape::List(Shape::Group(keys)) => {
            let rows = widget::entries(source, &path, value);
            let at = parts.next().and_then(|at| at.parse::<usize>().ok()).filter(|at| *at < rows.len());
            let Some(at) = at else { return path };
            path = format!("{path}.{at}");
            (*keys, rows.get(at).cloned())
        }
        _ => return path,
    };
    let name = parts.next().unwrap_or_default();
    match keys.iter().find(|key| key.name == name) {
        Some(key) => {
            let value = value.as_ref().and_then(|value| value.get(name));
            within(key, value, format!("{path}.{name}"), parts, source)
        }
        None => path,
    }
}
