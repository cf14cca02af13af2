//! What was posted → the same document with those values. Only what differs is written.

mod clean;
pub(crate) mod ends;
mod rows;
mod values;

use std::collections::BTreeMap;

use generator::content::{HeadKey, Shape};
use generator::write_back::{self, Edit, PathStep};
use serde_json::{Value, json};

use super::{Subject, Unreadable, value};

pub(crate) use clean::one_line;

/// What somebody typed, whether it can be saved or not: a form shows it again.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Posted {
    /// The head as it would be.
    pub head: Value,
    /// The text below it.
    pub body: String,
    /// The whole document; as it was, where a field has a fault.
    pub text: String,
    /// What can't be saved.
    pub faults: Vec<FieldFault>,
    /// What was typed into the inputs of fields that can't be saved, by their names.
    pub typed: BTreeMap<String, String>,
    /// How many rows the form has of each list.
    pub rows: BTreeMap<String, usize>,
    /// The input in which somebody goes on.
    pub focus: Option<String>,
    /// The first key of each row, by list.
    pub firsts: BTreeMap<String, &'static str>,
}

/// A field that can't be saved as it was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldFault {
    /// Its name.
    pub field: String,
    /// The key of the words that say why.
    pub key: &'static str,
}

/// The fields of a form by their names, each with all its values.
type Fields<'a> = BTreeMap<&'a str, Vec<&'a str>>;

/// Reads a form of the document `text`, from which its fields were made.
///
/// # Errors
/// When the head of the text can't be read; then its form is one text.
pub fn read(subject: &Subject<'_>, text: &str, pairs: &[(String, String)]) -> Result<Posted, Unreadable> {
    let was = write_back::written(text).map_err(|refusal| Unreadable(refusal.to_string()))?;
    let mut fields = Fields::new();
    for (name, value) in pairs {
        fields.entry(name).or_default().push(value);
    }
    let mut reading = Reading { subject, fields, edits: Vec::new(), posted: Posted::default() };
    let mut head = was.head.clone();
    for (_, keys) in subject.keys() {
        for key in keys {
            reading.key(key, &mut vec![key.name.into()], was.head.get(key.name), &mut head);
        }
    }
    let body = reading.body(&was.body);
    let new =
        write_back::head(text, subject.kind, &reading.edits).and_then(|text| write_back::body(&text, &body));
    let text = match new {
        Ok(new) if reading.posted.faults.is_empty() => new,
        Ok(_) => text.to_owned(),
        Err(refusal) => {
            let field = reading.field_of(&refusal);
            reading.posted.faults.push(FieldFault { field, key: "form.fault.byHand" });
            text.to_owned()
        }
    };
    Ok(Posted { head, body, text, ..reading.posted })
}

struct Reading<'a> {
    subject: &'a Subject<'a>,
    fields: Fields<'a>,
    edits: Vec<Edit>,
    posted: Posted,
}

impl Reading<'_> {
    /// A key: an edit if it is another than it was. `head` gets what was typed.
    fn key(
        &mut self,
        key: &'static HeadKey,
        path: &mut Vec<PathStep>,
        was: Option<&Value>,
        head: &mut Value,
    ) {
        if was.is_some_and(|was| !value::fits(key.shape, was)) {
            return;
        }
        let name = crate::merge::named(path);
        match key.shape {
            // What stands in a group is written by itself, so that the others of the group stay as they are.
            Shape::Group(keys) if was.is_some() => {
                for key in keys {
                    path.push(key.name.into());
                    self.key(key, path, was.and_then(|was| was.get(key.name)), head);
                    path.pop();
                }
            }
            Shape::List(Shape::Group(keys)) => self.list(keys, path, was, head),
            shape => {
                let Some(is) = self.value(shape, &name, was) else { return };
                if is.as_ref() == was {
                    return;
                }
                put(head, path, is.clone());
                self.edits.push(match is {
                    Some(value) => Edit::set(path.iter().cloned(), value),
                    None => Edit::remove(path.iter().cloned()),
                });
            }
        }
    }

    /// What stands in the first input of this name.
    fn first(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.first().copied()
    }

    /// Tells what is wrong with a field, and keeps what was typed into its inputs.
    fn fault(&mut self, name: &str, key: &'static str, was: Option<&Value>) -> Option<Value> {
        self.posted.faults.push(FieldFault { field: name.to_owned(), key });
        for part in ["", "-time", "-amount", "-currency"] {
            let input = format!("{name}{part}");
            if let Some(typed) = self.first(&input).map(str::to_owned) {
                self.posted.typed.insert(input, typed);
            }
        }
        was.cloned()
    }

    /// The body with the line ends of the file; as it was, if only those differ.
    fn body(&self, was: &str) -> String {
        let Some(posted) = self.fields.get("body").and_then(|all| all.first()) else { return was.to_owned() };
        let plain = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
        let new = plain(posted);
        // A browser drops the first line break of a text.
        let new = new.trim_matches('\n');
        if new == plain(was).trim_matches('\n') {
            return was.to_owned();
        }
        let before = if was.starts_with('\n') { "\n" } else { "" };
        if new.is_empty() { String::new() } else { ends::kept(was, &format!("{before}{new}\n"), "\n") }
    }

    /// The field about which a refusal is.
    fn field_of(&self, refusal: &write_back::Refusal) -> String {
        let path = match refusal {
            write_back::Refusal::NoPlace(path) | write_back::Refusal::Unsafe(path) => path.as_str(),
            write_back::Refusal::Unreadable(_) => "body",
        };
        path.replace('[', ".").replace(']', "")
    }
}

/// Notes a value in a head.
fn put(head: &mut Value, path: &[PathStep], value: Option<Value>) {
    let Some((last, above)) = path.split_last() else { return };
    let mut place = head;
    for step in above {
        let next = match step {
            PathStep::Key(key) => {
                place.as_object_mut().map(|keys| keys.entry(key).or_insert_with(|| json!({})))
            }
            PathStep::At(at) => place.get_mut(at),
        };
        let Some(next) = next else { return };
        place = next;
    }
    match (last, value) {
        (PathStep::Key(key), Some(value)) => {
            place.as_object_mut().map(|keys| keys.insert(key.clone(), value));
        }
        (PathStep::Key(key), None) => {
            place.as_object_mut().map(|keys| keys.remove(key));
        }
        (PathStep::At(at), Some(value)) => {
            if let Some(entry) = place.get_mut(at) {
                *entry = value;
            }
        }
        (PathStep::At(_), None) => {}
    }
}
