//! What was posted → the same document with those values. Only what differs is written.

use std::collections::BTreeMap;

use generator::content::{HeadKey, Shape};
use generator::write_back::{self, Edit, PathStep};
use serde_json::{Map, Value, json};

use super::{Subject, Unreadable, widget};

/// What somebody typed, whether it can be saved or not: a form shows it again.
#[derive(Clone, PartialEq, Debug)]
pub struct Posted {
    /// The head as it would be.
    pub head: Value,
    /// The text below it.
    pub body: String,
    /// The whole document; as it was, where a field has a fault.
    pub text: String,
    /// What can't be saved.
    pub faults: Vec<FieldFault>,
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
    let mut reading = Reading { subject, fields, edits: Vec::new(), faults: Vec::new() };
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
        Ok(new) if reading.faults.is_empty() => new,
        Ok(_) => text.to_owned(),
        Err(refusal) => {
            let field = reading.field_of(&refusal);
            reading.faults.push(FieldFault { field, key: "form.fault.byHand" });
            text.to_owned()
        }
    };
    Ok(Posted { head, body, text, faults: reading.faults })
}

struct Reading<'a> {
    subject: &'a Subject<'a>,
    fields: Fields<'a>,
    edits: Vec<Edit>,
    faults: Vec<FieldFault>,
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
        if was.is_some_and(|was| !widget::fits(key.shape, was)) {
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
            Shape::List(Shape::Group(keys))
                if self.rows(keys, &name, was).len() == was.and_then(Value::as_array).map_or(0, Vec::len) =>
            {
                for (at, row) in was.and_then(Value::as_array).into_iter().flatten().enumerate() {
                    path.push(PathStep::At(at));
                    for key in *keys {
                        path.push(key.name.into());
                        self.key(key, path, row.get(key.name), head);
                        path.pop();
                    }
                    path.pop();
                }
            }
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

    /// What was posted of a field: `None` if the form didn't have it, `Some(None)` if it is empty.
    fn value(&mut self, shape: Shape, name: &str, was: Option<&Value>) -> Option<Option<Value>> {
        match shape {
            Shape::Group(keys) => {
                let object = self.object(keys, name, None)?;
                return Some((!object.is_empty()).then_some(Value::Object(object)));
            }
            Shape::List(Shape::Group(keys)) => {
                self.fields.get(&*format!("{name}.n"))?;
                let rows = self.rows(keys, name, was);
                return Some((!rows.is_empty()).then_some(Value::Array(rows)));
            }
            Shape::Translations => return Some(self.translations(name, was)),
            _ => {}
        }
        let all = self.fields.get(name)?.clone();
        let first = all.first().copied().unwrap_or_default();
        let clean = one_line(first);
        let is_empty = clean.is_empty();
        let value = match shape {
            Shape::List(Shape::Id(_) | Shape::Choice(_)) => return Some(chosen(&all, was)),
            Shape::List(item) => return Some(self.lines(*item, name, first)),
            Shape::Moment => {
                let clock = self
                    .fields
                    .get(&*format!("{name}-time"))
                    .and_then(|all| all.first())
                    .copied()
                    .unwrap_or_default();
                match (is_empty, clock.is_empty()) {
                    (true, true) => return Some(None),
                    (false, false) => Value::from(format!("{clean}T{}", clock.get(..5).unwrap_or(clock))),
                    _ => return Some(self.fault(name, "form.fault.moment", was)),
                }
            }
            Shape::Price => return Some(self.price(name, &clean, was)),
            _ if is_empty => return Some(None),
            Shape::Truth => Value::from(clean == "true"),
            Shape::Whole { .. } => match clean.parse::<i64>() {
                Ok(number) => Value::from(number),
                Err(_) => return Some(self.fault(name, "form.fault.number", was)),
            },
            _ => Value::from(clean),
        };
        Some(Some(value))
    }

    fn fault(&mut self, name: &str, key: &'static str, was: Option<&Value>) -> Option<Value> {
        self.faults.push(FieldFault { field: name.to_owned(), key });
        was.cloned()
    }

    /// The keys of a group; `None` if the form had none of them.
    fn object(
        &mut self,
        keys: &'static [HeadKey],
        name: &str,
        was: Option<&Value>,
    ) -> Option<Map<String, Value>> {
        let mut object = Map::new();
        let mut is_there = false;
        for key in keys {
            let was = was.and_then(|was| was.get(key.name));
            if let Some(value) = self.value(key.shape, &format!("{name}.{}", key.name), was) {
                is_there = true;
                object.extend(value.map(|value| (key.name.to_owned(), value)));
            }
        }
        is_there.then_some(object)
    }

    /// The rows of a list that say something.
    fn rows(&mut self, keys: &'static [HeadKey], name: &str, was: Option<&Value>) -> Vec<Value> {
        let count = self.fields.get(&*format!("{name}.n")).and_then(|all| all.first()?.parse().ok());
        let count: usize = count.unwrap_or(0).min(100);
        let mut rows = Vec::new();
        for at in 0..count {
            let was = was.and_then(|was| was.get(at));
            let object = self.object(keys, &format!("{name}.{at}"), was).unwrap_or_default();
            // A time that a translation has from its source says nothing by itself.
            let is_only_time = !self.subject.is_source && object.keys().all(|key| key == "time");
            if !object.is_empty() && !is_only_time {
                rows.push(Value::Object(object));
            }
        }
        self.faults.dedup();
        rows
    }

    fn translations(&self, name: &str, was: Option<&Value>) -> Option<Value> {
        let mut said = Map::new();
        for (at, _) in widget::roles(self.subject.source, was).iter().enumerate() {
            let of = self.fields.get(&*format!("{name}.{at}.of")).and_then(|all| all.first());
            let words = self.fields.get(&*format!("{name}.{at}")).and_then(|all| all.first());
            if let (Some(of), Some(words)) = (of, words)
                && !one_line(words).is_empty()
            {
                said.insert((*of).to_owned(), Value::from(one_line(words)));
            }
        }
        (!said.is_empty()).then_some(Value::Object(said))
    }

    fn lines(&mut self, item: Shape, name: &str, text: &str) -> Option<Value> {
        let lines: Vec<String> = text.lines().map(one_line).filter(|line| !line.is_empty()).collect();
        if matches!(item, Shape::Whole { .. }) {
            let numbers: Result<Vec<i64>, _> = lines.iter().map(|line| line.parse()).collect();
            return match numbers {
                Ok(numbers) if numbers.is_empty() => None,
                Ok(numbers) => Some(json!(numbers)),
                Err(_) => self.fault(name, "form.fault.number", None),
            };
        }
        (!lines.is_empty()).then(|| json!(lines))
    }

    fn price(&mut self, name: &str, chosen: &str, was: Option<&Value>) -> Option<Value> {
        let of = |what: &str| {
            let all = self.fields.get(&*format!("{name}-{what}"));
            all.and_then(|all| all.first()).map(|text| one_line(text)).unwrap_or_default()
        };
        let (amount, currency) = (of("amount").replace(',', "."), of("currency").to_uppercase());
        match chosen {
            "free" => Some("free".into()),
            "amount"
                if was.is_some_and(|was| {
                    was.get("amount").map(widget::plain) == Some(amount.clone())
                        && was.get("currency").map(widget::plain) == Some(currency.clone())
                }) =>
            {
                was.cloned()
            }
            "amount" => match amount.parse::<serde_json::Number>() {
                Ok(number) => Some(json!({ "amount": number, "currency": currency })),
                Err(_) => self.fault(name, "form.fault.amount", was),
            },
            _ => None,
        }
    }

    /// The body with the line ends of the file; as it was, if only those differ.
    fn body(&self, was: &str) -> String {
        let Some(posted) = self.fields.get("body").and_then(|all| all.first()) else { return was.to_owned() };
        let new = posted.replace("\r\n", "\n").replace('\r', "\n");
        // A browser drops the first line break of a text.
        if new.trim_matches('\n') == was.trim_matches('\n') {
            return was.to_owned();
        }
        let new = new.trim_matches('\n');
        let before = if was.starts_with('\n') { "\n" } else { "" };
        if new.is_empty() { String::new() } else { format!("{before}{new}\n") }
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

/// What was chosen: what was there stays in its order, the rest comes behind it.
fn chosen(all: &[&str], was: Option<&Value>) -> Option<Value> {
    let is_there = was.and_then(Value::as_array).is_some_and(Vec::is_empty);
    let posted: Vec<&str> = all.iter().copied().filter(|word| !word.is_empty()).collect();
    let was: Vec<&str> =
        was.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
    let stay = was.iter().copied().filter(|word| posted.contains(word));
    let come = posted.iter().copied().filter(|word| !was.contains(word));
    let now: Vec<&str> = stay.chain(come).collect();
    // A list that was empty on purpose stays one.
    (!now.is_empty() || is_there).then(|| json!(now))
}

/// Text of one line: what pasting brings along is taken out.
fn one_line(text: &str) -> String {
    let blank = |c: char| if c.is_whitespace() || c.is_control() { ' ' } else { c };
    let is_seen = |c: &char| !matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '\u{ad}');
    let text: String = text.chars().filter(is_seen).map(blank).collect();
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
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
