//! What a file is to say after an edit, as plain values: the measure for what was written.

use serde_json::{Map, Value};

use super::{Edit, PathStep, Refusal, path};

/// Changes the value as the edit says; whether that makes a difference.
pub(super) fn apply(value: &mut Value, edit: &Edit) -> Result<bool, Refusal> {
    let refusal = || Refusal::NoPlace(path(edit));
    let Some((last, above)) = edit.path.split_last() else { return Err(refusal()) };
    let mut at = value;
    for step in above {
        at = match (step, at) {
            (PathStep::Key(key), Value::Object(keys)) => match (keys.contains_key(key), &edit.value) {
                // Of what isn't there, nothing can be taken away.
                (false, None) => return Ok(false),
                _ => keys.entry(key.clone()).or_insert_with(|| Value::Object(Map::new())),
            },
            (PathStep::At(at), Value::Array(list)) => list.get_mut(*at).ok_or_else(refusal)?,
            _ => return Err(refusal()),
        };
    }
    match (last, at, &edit.value) {
        (PathStep::Key(key), Value::Object(keys), Some(new)) => {
            Ok(keys.insert(key.clone(), new.clone()).as_ref() != Some(new))
        }
        (PathStep::Key(key), Value::Object(keys), None) => Ok(keys.remove(key).is_some()),
        (PathStep::At(at), Value::Array(list), Some(new)) if *at == list.len() => {
            list.push(new.clone());
            Ok(true)
        }
        (PathStep::At(at), Value::Array(list), Some(new)) => {
            let old = list.get_mut(*at).ok_or_else(refusal)?;
            Ok(std::mem::replace(old, new.clone()) != *new)
        }
        (PathStep::At(at), Value::Array(list), None) if *at < list.len() => {
            list.remove(*at);
            Ok(true)
        }
        (PathStep::At(_), Value::Array(_), None) => Ok(false),
        _ => Err(refusal()),
    }
}
