//! What differs between two versions of a document, key by key and paragraph by paragraph.

use generator::content::{HeadKey, Kind};
use generator::write_back::{self, Written};
use serde_json::Value;

use super::align::{Step, align};
use super::{Place, body, edits, names};

/// One thing that is another now.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// Where.
    pub place: Place,
    /// What stood there.
    pub old: Option<Value>,
    /// What stands there now.
    pub new: Option<Value>,
}

/// All of them, in the order in which the kind declares its keys, then the body. `None` stands for a file that isn't there.
#[must_use]
pub fn changes(kind: Kind, old: Option<&str>, new: Option<&str>) -> Vec<Change> {
    let empty = Written { head: Value::Object(serde_json::Map::new()), body: String::new() };
    let read =
        |text: Option<&str>| text.map_or_else(|| Some(empty.clone()), |text| write_back::written(text).ok());
    let (Some(was), Some(is)) = (read(old), read(new)) else {
        let whole = |text: Option<&str>| text.map(Value::from);
        return vec![Change { place: Place::File, old: whole(old), new: whole(new) }];
    };
    let mut found = Vec::new();
    let keys: Vec<&'static HeadKey> = kind.keys().collect();
    within(&mut found, "", &keys, &was.head, &is.head);
    paragraphs(&mut found, &was.body, &is.body);
    found
}

fn within(found: &mut Vec<Change>, above: &str, keys: &[&'static HeadKey], was: &Value, is: &Value) {
    let mut names = names(&[was, is]);
    names.sort_by_key(|name| keys.iter().position(|key| key.name == name).unwrap_or(keys.len()));
    for name in names {
        let (old, new) = (was.get(&name), is.get(&name));
        if old == new {
            continue;
        }
        let path = if above.is_empty() { name.clone() } else { format!("{above}.{name}") };
        let group: Vec<&'static HeadKey> = keys
            .iter()
            .find(|key| key.name == name)
            .map(|key| key.group().iter().collect())
            .unwrap_or_default();
        match (old, new) {
            (Some(old @ Value::Object(_)), Some(new @ Value::Object(_))) => {
                within(found, &path, &group, old, new)
            }
            (Some(Value::Array(old)), Some(Value::Array(new))) if !group.is_empty() => {
                entries(found, &path, &group, old, new);
            }
            _ => found.push(Change { place: Place::Key(path), old: old.cloned(), new: new.cloned() }),
        }
    }
}

/// Entries of a list, each beside the one that it was: `programme.2` is the third of the new list, or of the old one if it is gone.
fn entries(found: &mut Vec<Change>, path: &str, group: &[&'static HeadKey], was: &[Value], is: &[Value]) {
    for step in align(&edits::texts(was), &edits::texts(is)) {
        let (at, old, new) = match step {
            Step::Same(..) => continue,
            Step::Changed(old, new) if was[old].is_object() && is[new].is_object() => {
                within(found, &format!("{path}.{new}"), group, &was[old], &is[new]);
                continue;
            }
            Step::Changed(old, new) => (new, Some(&was[old]), Some(&is[new])),
            Step::Removed(old) => (old, Some(&was[old]), None),
            Step::Added(new) => (new, None, Some(&is[new])),
        };
        let place = Place::Key(format!("{path}.{at}"));
        found.push(Change { place, old: old.cloned(), new: new.cloned() });
    }
}

fn paragraphs(found: &mut Vec<Change>, was: &str, is: &str) {
    let trimmed = |text| body::blocks(text).into_iter().map(str::trim).collect::<Vec<_>>();
    let (was, is) = (trimmed(was), trimmed(is));
    let mut before = 0;
    for step in align(&was, &is) {
        let (old, new) = match step {
            Step::Same(old, _) => {
                before = old + 1;
                continue;
            }
            Step::Changed(old, new) => (Some(old), Some(new)),
            Step::Removed(old) => (Some(old), None),
            Step::Added(new) => (None, Some(new)),
        };
        let place = Place::Paragraph(old.unwrap_or(before));
        before = old.map_or(before, |old| old + 1);
        found.push(Change {
            place,
            old: old.map(|at| Value::from(was[at])),
            new: new.map(|at| Value::from(is[at])),
        });
    }
}
