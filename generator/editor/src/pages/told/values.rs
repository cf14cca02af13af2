//! A value of a head as people read it: a day as a day, a name for an id, a word for a choice.

use generator::content::{HeadKey, Kind, Referent, Shape};
use generator::lang::Lang;
use serde_json::{Map, Value};

use super::{Reader, key};
use crate::form::{choice, label};
use crate::merge::shown;

/// The value of a key, by its way from the top of the head.
pub(super) fn read(reader: Reader<'_>, kind: Kind, path: &str, value: &Value) -> String {
    let Some(key) = key(kind, path) else { return shown(value) };
    let is_entry = path.rsplit('.').next().is_some_and(|last| last.parse::<usize>().is_ok());
    let shape = match key.shape {
        Shape::List(item) if is_entry => *item,
        shape => shape,
    };
    Reading { reader, kind }.value(shape, path, value)
}

struct Reading<'a> {
    reader: Reader<'a>,
    kind: Kind,
}

impl Reading<'_> {
    fn value(&self, shape: Shape, path: &str, value: &Value) -> String {
        let words = self.reader.words;
        match (shape, value) {
            (_, Value::Bool(said)) => words.text(if *said { "choice.yes" } else { "choice.no" }),
            (Shape::Choice(_), Value::String(word)) => choice(words, path, word),
            (Shape::Moment, Value::String(text)) => words.written_moment(text),
            (Shape::Day, Value::String(text)) => words.written_day(text),
            (Shape::Clock, Value::String(text)) => words.written_clock(text),
            (Shape::Zone, Value::String(text)) => text.replace('_', " "),
            (Shape::Id(of), Value::String(id)) => self.name(of, id).unwrap_or_else(|| id.clone()),
            // Which version of the source that was, nobody reads from its digits.
            (Shape::Fingerprint, _) => words.text("history.current"),
            (Shape::Price, Value::String(word)) => choice(words, path, word),
            (Shape::Price, Value::Object(price)) => amount(price),
            (Shape::List(item), Value::Array(entries)) => {
                let between = if matches!(item, Shape::Group(_)) { "\n" } else { ", " };
                entries.iter().map(|entry| self.value(*item, path, entry)).collect::<Vec<_>>().join(between)
            }
            (Shape::Group(keys), Value::Object(object)) => self.group(keys, path, object),
            (Shape::Translations, Value::Object(said)) => {
                said.iter().map(|(of, said)| format!("{of}: {}", shown(said))).collect::<Vec<_>>().join("\n")
            }
            _ => shown(value),
        }
    }

    /// What is said in a group, in the order of its declaration.
    fn group(&self, keys: &[HeadKey], path: &str, object: &Map<String, Value>) -> String {
        let said = keys.iter().filter_map(|key| {
            let below = format!("{path}.{}", key.name);
            let value = self.value(key.shape, &below, object.get(key.name)?);
            Some(format!("{}: {value}", label(self.reader.words, self.kind, &below)))
        });
        said.collect::<Vec<_>>().join("; ")
    }

    /// What an id stands for.
    fn name(&self, of: Referent, id: &str) -> Option<String> {
        let site = self.reader.site?;
        let lang = Lang::new(self.reader.words.lang());
        match of {
            Referent::Organisation => {
                site.organisations.iter().find(|one| one.id == id).map(|one| one.name.clone())
            }
            Referent::Topic => {
                site.topics.iter().find(|one| one.id == id).map(|one| one.label.get(&lang).to_owned())
            }
            Referent::Event => site.entries.get(id).map(|entry| super::super::title_of(entry, &lang)),
            Referent::Language => {
                site.config.languages.iter().find(|one| one.id.as_str() == id).map(|one| one.name.clone())
            }
            Referent::Form | Referent::Menu | Referent::Theme => None,
        }
    }
}

/// `50 DKK`.
fn amount(price: &Map<String, Value>) -> String {
    let of = |key| price.get(key).map(shown).unwrap_or_default();
    format!("{} {}", of("amount"), of("currency")).trim().to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::words::Words;

    #[test]
    fn values_are_read_as_people_say_them() {
        let reader = Reader { words: Words::ENGLISH, site: None };
        let read = |path: &str, value: Value| read(reader, Kind::Event, path, &value);
        assert_eq!(read("starts", json!("2027-03-04T17:30")), "Thursday, 4 March 2027 at 17:30");
        assert_eq!(read("picture.reviewOn", json!("2029-01-01")), "1 January 2029");
        assert_eq!(read("programme.0.time", json!("17:30")), "17:30");
        assert_eq!(read("price", json!({ "amount": 50, "currency": "DKK" })), "50 DKK");
        assert_eq!(read("hosts", json!(["langbord", "nabobord"])), "langbord, nabobord");
        assert_eq!(read("waitlist", json!(true)), "Yes");
        assert_eq!(read("sourceHash", json!("133fd357e727")), "current");
        let step = read(
            "programme",
            json!([{ "time": "17:30", "text": "Tea" }, { "time": "18:00", "text": "Soup" }]),
        );
        assert_eq!(step.lines().count(), 2);
        assert!(step.contains("17:30") && step.contains(": Tea"), "{step}");
        assert_eq!(read("nobodyKnows", json!([1, 2])), "1, 2");
    }
}
