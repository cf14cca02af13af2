//! What was posted of one field → its value.

use generator::content::{HeadKey, Shape};
use serde_json::{Map, Value, json};

use super::Reading;
use super::clean::{clock_time, one_line};
use crate::form::value::plain;
use crate::form::widget;

impl Reading<'_> {
    /// What was posted of a field: `None` if the form didn't have it, `Some(None)` if it is empty.
    pub(super) fn value(&mut self, shape: Shape, name: &str, was: Option<&Value>) -> Option<Option<Value>> {
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
            && [&*clean, &*one_line(first)].contains(&&*one_line(&plain(was)))
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
            // A day alone, as somebody wrote it by hand or as a new document begins: the check tells what it lacks.
            (false, true) if was.map(plain).as_deref() == Some(day) => was.cloned(),
            (false, false) if was.map(plain).as_deref() == Some(&*said) => was.cloned(),
            (false, false) => Some(Value::from(said)),
            _ => self.fault(name, "form.fault.moment", was),
        }
    }

    /// The keys of a group; `None` if the form had none of them.
    pub(super) fn object(
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
        if was.is_some_and(|was| clean(&plain(was)) == lines) {
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
        let shown = |key| was.and_then(|was| was.get(key)).map(plain).unwrap_or_default();
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
            other => was.filter(|was| plain(was) == other).cloned().or_else(|| Some(other.into())),
        }
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
