//! A value as it is and as it is to be → the fewest edits, so that lines that say the same stay as they are.

use generator::write_back::{Edit, PathStep};
use serde_json::{Map, Value};

use super::align::{Step, align};

/// The edits that make one of the other.
pub(super) fn between(path: &mut Vec<PathStep>, old: Option<&Value>, new: Option<&Value>) -> Vec<Edit> {
    match (old, new) {
        (old, new) if old == new => Vec::new(),
        (Some(Value::Object(old)), Some(Value::Object(new))) => keys(path, old, new),
        (Some(Value::Array(old)), Some(Value::Array(new))) if !old.is_empty() && !new.is_empty() => {
            list(path, old, new)
        }
        (_, Some(new)) => vec![Edit::set(path.iter().cloned(), new.clone())],
        (_, None) => vec![Edit::remove(path.iter().cloned())],
    }
}

fn keys(path: &mut Vec<PathStep>, old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for name in old.keys().filter(|name| !new.contains_key(*name)).chain(new.keys()) {
        path.push(PathStep::Key(name.clone()));
        edits.extend(between(path, old.get(name), new.get(name)));
        path.pop();
    }
    edits
}

/// Entries that are gone are taken away, those that are others become so; from a new one in the middle on, all are said again.
fn list(path: &mut Vec<PathStep>, old: &[Value], new: &[Value]) -> Vec<Edit> {
    let mut edits = Vec::new();
    let steps = align(&texts(old), &texts(new));
    let gone: Vec<usize> =
        steps.iter().filter_map(|step| if let Step::Removed(at) = step { Some(*at) } else { None }).collect();
    for at in gone.iter().rev() {
        path.push(PathStep::At(*at));
        edits.push(Edit::remove(path.iter().cloned()));
        path.pop();
    }
    let left: Vec<&Value> =
        old.iter().enumerate().filter(|(at, _)| !gone.contains(at)).map(|(_, value)| value).collect();
    for (at, new) in new.iter().enumerate() {
        path.push(PathStep::At(at));
        edits.extend(between(path, left.get(at).copied(), Some(new)));
        path.pop();
    }
    edits
}

/// The entries of a list as texts, to be compared.
pub(super) fn texts(list: &[Value]) -> Vec<String> {
    list.iter().map(Value::to_string).collect()
}
