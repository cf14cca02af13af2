//! What was posted → the same document with those values. Only what differs is written.

use std::collections::BTreeMap;

use generator::content::{HeadKey, Shape};
use generator::write_back::{self, Edit, PathStep};
use serde_json::{Map, Value, json};

use super::{Subject, Unreadable, widget};

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
}

/// A field that can't be saved as it was typed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldFault {
    /// Its name.
    pub field: String,
    /// The key of the words that say why.
    pub key: &'static str,
}

/// So many rows more than there are entries are read of a list.
const MORE_ROWS: usize = 100;

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
    let mut reading =
        Reading { subject, fields, edits: Vec::new(), faults: Vec::new(), typed: BTreeMap::new() };
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
    Ok(Posted { head, body, text, faults: reading.faults, typed: reading.typed })
}

struct Reading<'a> {
    subject: &'a Subject<'a>,
    fields: Fields<'a>,
    edits: Vec<Edit>,
    faults: Vec<FieldFault>,
    typed: BTreeMap<String, String>,
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

    /// A list of groups. A row of the form is the entry at its place, so each is written by itself: what stands beside an entry, a
    /// comment too, stays when another one changes, comes or goes.
    fn list(&mut self, keys: &'static [HeadKey], path: &[PathStep], was: Option<&Value>, head: &mut Value) {
        let name = crate::merge::named(path);
        let Some(count) = self.first(&format!("{name}.n")).and_then(|count| count.parse::<usize>().ok())
        else {
            return;
        };
        let old = was.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let mut rows = Vec::new();
        for at in 0..count.clamp(old.len(), old.len() + MORE_ROWS) {
            let row = self.object(keys, &format!("{name}.{at}"), old.get(at));
            rows.push(row.map(Value::Object).or_else(|| old.get(at).cloned()).unwrap_or_else(|| json!({})));
        }
        let says = |at: usize, row: &Value| old.get(at) == Some(row) || self.says(row);
        let (gone, new): (Vec<usize>, Vec<usize>) = (
            (0..old.len()).filter(|at| !says(*at, &rows[*at])).collect(),
            (old.len()..rows.len()).filter(|at| says(*at, &rows[*at])).collect(),
        );
        if old.is_empty() || (gone.len() == old.len() && new.is_empty()) {
            if !new.is_empty() {
                let all: Vec<&Value> = new.iter().map(|at| &rows[*at]).collect();
                self.edits.push(Edit::set(path.iter().cloned(), json!(all)));
            } else if !old.is_empty() {
                self.edits.push(Edit::remove(path.iter().cloned()));
            }
        } else {
            self.entries(keys, path, old, &rows, &gone);
            let added = new.iter().enumerate().map(|(more, at)| (old.len() + more, &rows[*at]));
            self.edits.extend(added.map(|(at, row)| Edit::set(entry(path, at, None), row.clone())));
            // From behind, so that the places of those before stay what they are.
            self.edits.extend(gone.iter().rev().map(|at| Edit::remove(entry(path, *at, None))));
        }
        // The form shows the rows again where they were.
        let last = rows.iter().rposition(|row| row.as_object().is_some_and(|row| !row.is_empty()));
        rows.truncate(last.map_or(0, |last| last + 1));
        put(head, path, (!rows.is_empty() || was.is_some()).then_some(Value::Array(rows)));
    }

    /// The keys that differ in the entries that stay.
    fn entries(
        &mut self,
        keys: &'static [HeadKey],
        path: &[PathStep],
        old: &[Value],
        rows: &[Value],
        gone: &[usize],
    ) {
        for (at, (was, row)) in old.iter().zip(rows).enumerate().filter(|(at, _)| !gone.contains(at)) {
            for key in keys.iter().filter(|key| was.get(key.name) != row.get(key.name)) {
                let path = entry(path, at, Some(key.name));
                self.edits.push(match row.get(key.name) {
                    Some(value) => Edit::set(path, value.clone()),
                    None => Edit::remove(path),
                });
            }
        }
    }

    /// Whether a row says something. A time that a translation has from its source says nothing by itself.
    fn says(&self, row: &Value) -> bool {
        let is_own = |key: &String| self.subject.is_source || key != "time";
        row.as_object().is_some_and(|row| row.keys().any(is_own))
    }

    /// What stands in the first input of this name.
    fn first(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.first().copied()
    }

    /// What was posted of a field: `None` if the form didn't have it, `Some(None)` if it is empty.
    fn value(&mut self, shape: Shape, name: &str, was: Option<&Value>) -> Option<Option<Value>> {
        match shape {
            Shape::Group(keys) => {
                let object = self.object(keys, name, None)?;
                return Some((!object.is_empty()).then_some(Value::Object(object)));
            }
            Shape::Translations => return Some(self.translations(name, was)),
            _ => {}
        }
        let all = self.fields.get(name)?.clone();
        let first = all.first().copied().unwrap_or_default();
        match shape {
            Shape::List(Shape::Id(_) | Shape::Choice(_)) => return Some(chosen(&all, was)),
            Shape::List(item) => return Some(self.lines(*item, name, first, was)),
            Shape::Price => return Some(self.price(name, &one_line(first), was)),
            Shape::Moment => {
                if let Some(clock) = self.first(&format!("{name}-time")) {
                    return Some(self.moment(name, &one_line(first), &clock_time(clock), was));
                }
            }
            _ => {}
        }
        let clean = if shape == Shape::Clock { clock_time(first) } else { one_line(first) };
        // Nothing is to be different, however it was written.
        if let Some(was) = was
            && [&*clean, &*one_line(first)].contains(&&*one_line(&widget::plain(was)))
        {
            return Some(Some(was.clone()));
        }
        Some(match shape {
            _ if clean.is_empty() => None,
            Shape::Truth if matches!(&*clean, "true" | "false") => Some(Value::from(clean == "true")),
            Shape::Whole { .. } => match clean.parse::<i64>() {
                Ok(number) => Some(Value::from(number)),
                Err(_) => self.fault(name, "form.fault.number", was),
            },
            _ => Some(Value::from(clean)),
        })
    }

    /// A day and a time of day, as the clock at the place shows them.
    fn moment(&mut self, name: &str, day: &str, clock: &str, was: Option<&Value>) -> Option<Value> {
        let said = format!("{day}T{clock}");
        match (day.is_empty(), clock.is_empty()) {
            (true, true) => None,
            (false, false) if was.map(widget::plain).as_deref() == Some(&*said) => was.cloned(),
            (false, false) => Some(Value::from(said)),
            _ => self.fault(name, "form.fault.moment", was),
        }
    }

    /// Tells what is wrong with a field, and keeps what was typed into its inputs.
    fn fault(&mut self, name: &str, key: &'static str, was: Option<&Value>) -> Option<Value> {
        self.faults.push(FieldFault { field: name.to_owned(), key });
        for part in ["", "-time", "-amount", "-currency"] {
            let input = format!("{name}{part}");
            if let Some(typed) = self.first(&input).map(str::to_owned) {
                self.typed.insert(input, typed);
            }
        }
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
            let posted = self.value(key.shape, &format!("{name}.{}", key.name), was);
            is_there |= posted.is_some();
            let value = posted.unwrap_or_else(|| was.cloned());
            object.extend(value.map(|value| (key.name.to_owned(), value)));
        }
        is_there.then_some(object)
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

    fn lines(&mut self, item: Shape, name: &str, text: &str, was: Option<&Value>) -> Option<Value> {
        let clean = |text: &str| -> Vec<String> {
            text.lines().map(one_line).filter(|line| !line.is_empty()).collect()
        };
        let lines = clean(text);
        if was.is_some_and(|was| clean(&widget::plain(was)) == lines) {
            return was.cloned();
        }
        if matches!(item, Shape::Whole { .. }) && !lines.is_empty() {
            let numbers: Result<Vec<i64>, _> = lines.iter().map(|line| line.parse()).collect();
            return match numbers {
                Ok(numbers) => Some(json!(numbers)),
                Err(_) => self.fault(name, "form.fault.number", was),
            };
        }
        (!lines.is_empty()).then(|| json!(lines))
    }

    fn price(&mut self, name: &str, chosen: &str, was: Option<&Value>) -> Option<Value> {
        let of = |what: &str| {
            let all = self.fields.get(&*format!("{name}-{what}"));
            all.and_then(|all| all.first()).map(|text| one_line(text)).unwrap_or_default()
        };
        let shown = |key| was.and_then(|was| was.get(key)).map(widget::plain).unwrap_or_default();
        let is_as_shown = |key| of(key) == one_line(&shown(key));
        let is_same = was.is_some_and(Value::is_object) && is_as_shown("amount") && is_as_shown("currency");
        let (amount, currency) = (of("amount").replace(',', "."), of("currency").to_uppercase());
        // Who writes an amount means one.
        let chosen = if chosen.is_empty() && !amount.is_empty() { "amount" } else { chosen };
        match chosen {
            "free" => Some("free".into()),
            "amount" if is_same => was.cloned(),
            "amount" => match amount.parse::<serde_json::Number>() {
                Ok(number) => Some(json!({ "amount": number, "currency": currency })),
                Err(_) => self.fault(name, "form.fault.amount", was),
            },
            "" => None,
            other => was.filter(|was| widget::plain(was) == other).cloned().or_else(|| Some(other.into())),
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

/// The way to an entry of a list, or to a key of it.
fn entry(list: &[PathStep], at: usize, key: Option<&str>) -> Vec<PathStep> {
    list.iter().cloned().chain([PathStep::At(at)]).chain(key.map(PathStep::from)).collect()
}

/// A time of day as a phone without a field for it lets people type it, too: `9.30`.
fn clock_time(text: &str) -> String {
    let clean = one_line(text).replace('.', ":");
    match clean.split(':').collect::<Vec<_>>()[..] {
        [hour, minute] if hour.len() == 1 => format!("0{hour}:{minute}"),
        // Some browsers send seconds.
        [hour, minute, "00"] => format!("{hour}:{minute}"),
        _ => clean,
    }
}

/// Text of one line: what pasting brings along is taken out.
pub(crate) fn one_line(text: &str) -> String {
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
