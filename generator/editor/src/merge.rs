//! Three versions of a document → one, by key and by paragraph; and what differs between two.
//!
//! Two people begin with the same text, *base*: one writes *ours*, the other *theirs*. What only one of them changed is taken; a
//! key or a paragraph that both changed differently is a [`Conflict`], and then somebody has to say what stays. The result has the lines of
//! *theirs*, comments and quotes included, with our values in them.

mod body;
mod changes;

use generator::content::{HeadKey, Kind};
use generator::write_back::{self, Edit, PathStep, Written};
use serde_json::Value;

pub use changes::{Change, changes};

/// Where something stands in a document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Place {
    /// A key, by its way from the top of the head: `place.street`, `programme.0.text`.
    Key(String),
    /// A paragraph of the body: how many stand before it in the text as it was.
    Paragraph(usize),
    /// The file as a whole.
    File,
}

/// What both changed, each in another way. `None` is for what somebody took away.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conflict {
    /// Where.
    pub place: Place,
    /// As it was.
    pub base: Option<String>,
    /// As we wrote it.
    pub ours: Option<String>,
    /// As they wrote it.
    pub theirs: Option<String>,
}

/// What came of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Merged {
    /// The text, with theirs where there is a conflict.
    pub text: String,
    /// What somebody has to decide.
    pub conflicts: Vec<Conflict>,
}

impl Merged {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), conflicts: Vec::new() }
    }

    fn conflict(base: Option<&str>, ours: Option<&str>, theirs: Option<&str>) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let conflict =
            Conflict { place: Place::File, base: owned(base), ours: owned(ours), theirs: owned(theirs) };
        Self { text: theirs.unwrap_or_default().to_owned(), conflicts: vec![conflict] }
    }
}

/// Puts a document together. `None` stands for a file that isn't there.
#[must_use]
pub fn document(kind: Kind, base: Option<&str>, ours: Option<&str>, theirs: Option<&str>) -> Option<Merged> {
    if ours == theirs || ours == base {
        return theirs.map(Merged::of);
    }
    if theirs == base {
        return ours.map(Merged::of);
    }
    let (Some(base), Some(ours), Some(theirs)) = (base, ours, theirs) else {
        return Some(Merged::conflict(base, ours, theirs));
    };
    let read = |text| write_back::written(text);
    match (read(base), read(ours), read(theirs)) {
        (Ok(was), Ok(our), Ok(their)) => Some(heads(kind, (&was, &our, &their), theirs)),
        // A head that can't be read has no keys; a person must look.
        _ => Some(Merged::conflict(Some(base), Some(ours), Some(theirs))),
    }
}

fn heads(kind: Kind, (was, our, their): (&Written, &Written, &Written), theirs: &str) -> Merged {
    let mut found = Differences { edits: Vec::new(), conflicts: Vec::new() };
    let keys: Vec<&'static HeadKey> = kind.keys().collect();
    found.groups(&mut Vec::new(), &keys, (&was.head, &our.head, &their.head));
    let text = match write_back::head(theirs, kind, &found.edits) {
        Ok(text) => text,
        Err(_) => return whole(was, our, theirs),
    };
    let body = body::merge(&was.body, &our.body, &their.body);
    found.conflicts.extend(body.conflicts);
    match write_back::body(&text, &body.text) {
        Ok(text) => Merged { text, conflicts: found.conflicts },
        Err(_) => whole(was, our, theirs),
    }
}

/// Keys that can't be written one by one.
fn whole(was: &Written, our: &Written, theirs: &str) -> Merged {
    let shown = |written: &Written| format!("{:#}\n\n{}", written.head, written.body);
    Merged::conflict(Some(&shown(was)), Some(&shown(our)), Some(theirs))
}

/// What of ours is to be written into theirs, and what can't.
struct Differences {
    edits: Vec<Edit>,
    conflicts: Vec<Conflict>,
}

impl Differences {
    /// Keys of a head or a group, each for itself.
    fn groups(&mut self, path: &mut Vec<PathStep>, keys: &[&'static HeadKey], of: (&Value, &Value, &Value)) {
        for name in names(&[of.0, of.1, of.2]) {
            let key = keys.iter().find(|key| key.name == name).copied();
            path.push(PathStep::Key(name.clone()));
            self.value(path, key, (of.0.get(&name), of.1.get(&name), of.2.get(&name)));
            path.pop();
        }
    }

    fn value(
        &mut self,
        path: &mut Vec<PathStep>,
        key: Option<&'static HeadKey>,
        (base, ours, theirs): (Option<&Value>, Option<&Value>, Option<&Value>),
    ) {
        if ours == base || ours == theirs {
            return;
        }
        let within: Vec<&'static HeadKey> = key.map(|key| key.group().iter().collect()).unwrap_or_default();
        match (base, ours, theirs) {
            (
                Some(base @ Value::Object(_)),
                Some(ours @ Value::Object(_)),
                Some(theirs @ Value::Object(_)),
            ) => {
                self.groups(path, &within, (base, ours, theirs));
            }
            // Entries have no names: only while nobody adds or removes one, each is what it was.
            (Some(Value::Array(base)), Some(Value::Array(ours)), Some(Value::Array(theirs)))
                if !within.is_empty() && base.len() == ours.len() && base.len() == theirs.len() =>
            {
                for (at, ((base, ours), theirs)) in base.iter().zip(ours).zip(theirs).enumerate() {
                    path.push(PathStep::At(at));
                    self.groups(path, &within, (base, ours, theirs));
                    path.pop();
                }
            }
            _ if theirs == base => self.edits.push(match ours {
                Some(ours) => Edit::set(path.iter().cloned(), ours.clone()),
                None => Edit::remove(path.iter().cloned()),
            }),
            _ => self.conflicts.push(Conflict {
                place: Place::Key(named(path)),
                base: base.map(shown),
                ours: ours.map(shown),
                theirs: theirs.map(shown),
            }),
        }
    }
}

/// The names of all keys of some objects, each once, in the order of the last that has them.
fn names(of: &[&Value]) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for name in of.iter().filter_map(|value| value.as_object()).flat_map(|keys| keys.keys()) {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

/// `programme.0.text`.
pub(crate) fn named(path: &[PathStep]) -> String {
    let step = |step: &PathStep| match step {
        PathStep::Key(key) => key.clone(),
        PathStep::At(at) => at.to_string(),
    };
    path.iter().map(step).collect::<Vec<_>>().join(".")
}

/// A value as people read it where nothing more is known of it.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(keys) => {
            keys.iter().map(|(key, value)| format!("{key}: {}", shown(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
