//! Three heads → one, key by key.

use generator::content::{HeadKey, Kind, Shape};
use generator::write_back::PathStep;
use serde_json::{Map, Value};

use super::align::{Step, align};
use super::edits::texts;
use super::{Conflict, Place, named, names, shown};

/// A key that both changed.
pub(super) struct Clash {
    pub(super) path: Vec<PathStep>,
    base: Option<Value>,
    pub(super) ours: Option<Value>,
    pub(super) theirs: Option<Value>,
    /// Only some words can stand there.
    is_chosen: bool,
}

impl Clash {
    pub(super) fn conflict(&self) -> Conflict {
        Conflict {
            place: Place::Key(named(&self.path)),
            base: self.base.as_ref().map(shown),
            ours: self.ours.as_ref().map(shown),
            theirs: self.theirs.as_ref().map(shown),
            is_text: self.is_text(),
        }
    }

    /// Whether other words can be written there.
    pub(super) fn is_text(&self) -> bool {
        let mut values = [&self.base, &self.ours, &self.theirs].into_iter().flatten();
        !self.is_chosen && values.all(Value::is_string)
    }

    /// A text as somebody wrote it: of one line, unless one of the others has more.
    pub(super) fn lines_of(&self, text: &str) -> String {
        let mut values = [&self.base, &self.ours, &self.theirs].into_iter().flatten();
        let has_lines = values.any(|value| value.as_str().is_some_and(|text| text.contains('\n')));
        let text = text.replace("\r\n", "\n");
        if has_lines { text.trim().to_owned() } else { text.split_whitespace().collect::<Vec<_>>().join(" ") }
    }
}

/// What the head is to say, with theirs where both changed the same.
pub(super) fn merge(kind: Kind, base: &Value, ours: &Value, theirs: &Value) -> (Value, Vec<Clash>) {
    let mut merging = Merging { path: Vec::new(), clashes: Vec::new() };
    let keys: Vec<&'static HeadKey> = kind.keys().collect();
    let head = merging.groups(&keys, (base, ours, theirs));
    (head, merging.clashes)
}

struct Merging {
    path: Vec<PathStep>,
    clashes: Vec<Clash>,
}

type Three<'a, T> = (T, T, T);

impl Merging {
    /// Keys of a head or a group, each for itself.
    fn groups(&mut self, keys: &[&'static HeadKey], of: Three<'_, &Value>) -> Value {
        let mut merged = Map::new();
        for name in names(&[of.0, of.1, of.2]) {
            let key = keys.iter().find(|key| key.name == name).copied();
            self.path.push(PathStep::Key(name.clone()));
            let value = self.value(key, (of.0.get(&name), of.1.get(&name), of.2.get(&name)));
            self.path.pop();
            merged.extend(value.map(|value| (name, value)));
        }
        Value::Object(merged)
    }

    fn value(&mut self, key: Option<&'static HeadKey>, of: Three<'_, Option<&Value>>) -> Option<Value> {
        let (base, ours, theirs) = of;
        if ours == base || ours == theirs {
            return theirs.cloned();
        }
        if theirs == base {
            return ours.cloned();
        }
        let within: Vec<&'static HeadKey> = key.map(|key| key.group().iter().collect()).unwrap_or_default();
        match of {
            (Some(base), Some(ours), Some(theirs))
                if base.is_object() && ours.is_object() && theirs.is_object() =>
            {
                Some(self.groups(&within, (base, ours, theirs)))
            }
            (Some(Value::Array(base)), Some(Value::Array(ours)), Some(Value::Array(theirs)))
                if !within.is_empty() =>
            {
                let list = self.list(&within, (base, ours, theirs));
                Some(list.unwrap_or_else(|| self.clash(key, of).unwrap_or_default()))
            }
            _ => self.clash(key, of),
        }
    }

    fn clash(
        &mut self,
        key: Option<&'static HeadKey>,
        (base, ours, theirs): Three<'_, Option<&Value>>,
    ) -> Option<Value> {
        let (base, ours, theirs) = (base.cloned(), ours.cloned(), theirs.cloned());
        let is_chosen = key.is_some_and(|key| {
            matches!(key.shape, Shape::Choice(_) | Shape::Truth | Shape::Id(_) | Shape::PictureFile)
        });
        let path = self.path.clone();
        self.clashes.push(Clash { path, base, ours, theirs: theirs.clone(), is_chosen });
        theirs
    }

    /// Entries, each for itself. `None` where nobody can say which entry is which, or where two stand in each other's way and
    /// the list has another length: then the list as a whole is to be decided.
    fn list(&mut self, keys: &[&'static HeadKey], of: Three<'_, &[Value]>) -> Option<Value> {
        let (base, ours, theirs) = (of.0, Entries::of(of.0, of.1), Entries::of(of.0, of.2));
        let before = self.clashes.len();
        let mut merged = Vec::new();
        for at in 0..=base.len() {
            match (&ours.added[at][..], &theirs.added[at][..]) {
                (ours, theirs) if ours == theirs || ours.is_empty() => merged.extend_from_slice(theirs),
                (ours, []) => merged.extend_from_slice(ours),
                _ => return self.undecided(before),
            }
            let Some(base) = base.get(at) else { break };
            match (ours.became[at], theirs.became[at]) {
                (Some(our), Some(their)) => {
                    self.path.push(PathStep::At(merged.len()));
                    merged.push(self.groups(keys, (base, our, their)));
                    self.path.pop();
                }
                (None, Some(left)) | (Some(left), None) if left != base => return self.undecided(before),
                _ => {}
            }
        }
        // An entry that is to be decided is named by its place, which has to be the same in all three.
        let is_moved = self.clashes.len() > before && !(ours.stand() && theirs.stand());
        if is_moved { self.undecided(before) } else { Some(Value::Array(merged)) }
    }

    fn undecided(&mut self, before: usize) -> Option<Value> {
        self.clashes.truncate(before);
        None
    }
}

/// The entries of one version beside those of the base.
struct Entries<'a> {
    became: Vec<Option<&'a Value>>,
    added: Vec<Vec<Value>>,
}

impl<'a> Entries<'a> {
    fn of(was: &[Value], is: &'a [Value]) -> Self {
        let mut entries = Self { became: vec![None; was.len()], added: vec![Vec::new(); was.len() + 1] };
        let mut at = 0;
        for step in align(&texts(was), &texts(is)) {
            match step {
                Step::Same(old, new) | Step::Changed(old, new) => {
                    entries.became[old] = Some(&is[new]);
                    at = old + 1;
                }
                Step::Removed(old) => at = old + 1,
                Step::Added(new) => entries.added[at].push(is[new].clone()),
            }
        }
        entries
    }

    /// Whether each entry is where it was.
    fn stand(&self) -> bool {
        self.became.iter().all(Option::is_some) && self.added.iter().all(Vec::is_empty)
    }
}
