//! A place in YAML text → the path of the key to which it belongs.

use std::ops::Range;

use super::{Node, Value};

/// The keys of a YAML text and where they stand.
#[derive(Debug)]
pub struct YamlPlaces(Node);

impl YamlPlaces {
    /// Those of a text; none if it can't be read.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        super::read(text).ok().map(Self)
    }

    /// The key at a byte, or the one whose value stands there, from the top: `place.street`, `programme[2].time`.
    #[must_use]
    pub fn at(&self, byte: usize) -> Option<String> {
        let mut path = String::new();
        walk(&self.0, byte, &mut path);
        (!path.is_empty()).then_some(path)
    }

    /// The key whose text holds a byte, as [`YamlPlaces::at`] says it; none for keys, numbers and notes that nobody sees.
    #[must_use]
    pub fn text_at(&self, byte: usize) -> Option<String> {
        let mut path = String::new();
        let node = walk(&self.0, byte, &mut path)?;
        let holds = matches!(node.value, Value::Text(_)) && node.span.contains(&byte);
        (holds && !path.is_empty()).then_some(path)
    }

    /// The keys of the first level, and where each stands.
    pub fn keys(&self) -> impl Iterator<Item = (&str, Range<usize>)> {
        let entries = match &self.0.value {
            Value::Map(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(|(word, _)| (word.text.as_str(), word.span.clone()))
    }
}

/// Goes down to the value at a byte, if one stands there, and notes the keys on the way.
fn walk<'a>(node: &'a Node, byte: usize, path: &mut String) -> Option<&'a Node> {
    match &node.value {
        Value::Map(entries) => {
            let (word, value) = entries.iter().rfind(|(word, _)| word.span.start <= byte)?;
            if !path.is_empty() {
                path.push('.');
            }
            path.push_str(&word.text);
            if byte >= word.span.end { walk(value, byte, path) } else { None }
        }
        Value::List(nodes) => {
            let index = nodes.iter().rposition(|node| node.span.start <= byte)?;
            path.push_str(&format!("[{index}]"));
            walk(&nodes[index], byte, path)
        }
        _ => Some(node),
    }
}
