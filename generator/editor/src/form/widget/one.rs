//! Fields of one value.

use forms::Html;
use generator::content::Shape;
use maud::html;
use serde_json::Value;

use super::{At, is_long};
use crate::form::label;
use crate::form::value::{is_clock, is_day, plain};

impl At<'_> {
    /// A field of one value.
    pub(super) fn one(&self, shape: Shape, path: &str, value: Option<&Value>) -> Html {
        let text = self.typed(path, value.map(plain).unwrap_or_default());
        let (id, subject) = (format!("f-{path}"), self.subject);
        let focus = self.focus == Some(path);
        // `text` is what an input is without a type.
        let input = |kind: &str, mode: Option<&str>| {
            let kind = Some(kind).filter(|kind| *kind != "text");
            html! { input id=(id) name=(path) aria-describedby=[self.described(path)] aria-invalid=[self.invalid(path)] autofocus[focus] type=[kind] inputmode=[mode] value=[filled(&text)] dir=[kind.is_none().then_some("auto")]; }
        };
        match shape {
            Shape::Line if is_long(path) || text.contains('\n') => html! {
                textarea id=(id) name=(path) aria-describedby=[self.described(path)] aria-invalid=[self.invalid(path)] autofocus[focus] rows="3" lang=(subject.lang) dir=(subject.dir()) { "\n" (text) }
            },
            Shape::Line => html! {
                input id=(id) name=(path) aria-describedby=[self.described(path)] aria-invalid=[self.invalid(path)] autofocus[focus] value=[filled(&text)] lang=(subject.lang) dir=(subject.dir());
            },
            // What such a field doesn't know it would drop.
            Shape::Day if text.is_empty() || is_day(&text) => input("date", None),
            Shape::Clock if text.is_empty() || is_clock(&text) => input("time", None),
            Shape::Moment => self.moment(path, &text),
            Shape::Truth => self.select(
                path,
                vec![
                    ("true".to_owned(), subject.words.text("choice.yes")),
                    ("false".to_owned(), subject.words.text("choice.no")),
                ],
                &text,
            ),
            Shape::Choice(choices) => {
                let options =
                    choices.iter().map(|word| ((*word).to_owned(), label::choice(subject.words, path, word)));
                self.select(path, options.collect(), &text)
            }
            Shape::Id(of) => self.select(path, self.names(of), &text),
            Shape::Zone => self.select(path, self.zones(), &text),
            Shape::PictureFile if !subject.pictures.is_empty() => self.select(
                path,
                subject.pictures.iter().map(|name| (name.clone(), name.clone())).collect(),
                &text,
            ),
            Shape::Whole { .. } => input("text", Some("numeric")),
            Shape::WebAddress => input("url", None),
            Shape::MailAddress => input("email", None),
            Shape::Price => self.price(path, value),
            Shape::List(_) => {
                html! { textarea id=(id) name=(path) aria-describedby=[self.described(path)] aria-invalid=[self.invalid(path)] rows="3" dir="auto" { "\n" (text) } }
            }
            _ => input("text", None),
        }
    }

    /// What somebody typed, if it couldn't be saved; else what stands in the document.
    fn typed(&self, name: &str, text: String) -> String {
        self.typed.get(name).cloned().unwrap_or(text)
    }

    /// A day and a time of day; what is neither is one text.
    fn moment(&self, path: &str, text: &str) -> Html {
        let (id, time) = (format!("f-{path}"), format!("{path}-time"));
        let is_typed = self.typed.contains_key(&time);
        let is_half = text.is_empty() || is_typed || is_day(text);
        let parts = text.split_once('T').or(is_half.then_some((text, "")));
        let shown = parts.map(|(day, clock)| (day, self.typed(&time, clock.to_owned())));
        let fits =
            |day: &str, clock: &str| (day.is_empty() || is_day(day)) && (clock.is_empty() || is_clock(clock));
        match shown.filter(|(day, clock)| is_typed || fits(day, clock)) {
            Some((day, clock)) => html! {
                span class="moment" {
                    input id=(id) name=(path) aria-describedby=[self.described(path)] aria-invalid=[self.invalid(path)] type=(if fits(day, "") { "date" } else { "text" }) value=[filled(day)];
                    " "
                    input name=(time) type=(if fits("", &clock) { "time" } else { "text" }) value=[filled(&clock)] aria-label=(self.subject.words.text("form.clock"));
                }
            },
            None => {
                html! { input id=(id) name=(path) aria-describedby=[self.described(path)] aria-invalid=[self.invalid(path)] value=(text) dir="auto"; }
            }
        }
    }

    fn select(&self, path: &str, options: Vec<(String, String)>, chosen: &str) -> Html {
        let is_known = chosen.is_empty() || options.iter().any(|(value, _)| value == chosen);
        html! {
            select id=(format!("f-{path}")) name=(path) aria-describedby=[self.described(path)] aria-invalid=[self.invalid(path)] {
                option value="" { (self.subject.words.text("form.unsaid")) }
                @for (value, name) in &options { option value=(value) selected[value == chosen] { (name) } }
                @if !is_known { option value=(chosen) selected { (chosen) } }
            }
        }
    }

    fn price(&self, path: &str, value: Option<&Value>) -> Html {
        let words = self.subject.words;
        let of = |key| {
            let text = value.and_then(|value| value.get(key)).map(plain).unwrap_or_default();
            self.typed(&format!("{path}-{key}"), text)
        };
        let chosen = match value {
            Some(Value::Object(_)) => "amount".to_owned(),
            other => other.map(plain).unwrap_or_default(),
        };
        let chosen = self.typed(path, chosen);
        let options = vec![
            ("free".to_owned(), label::choice(words, path, "free")),
            ("amount".to_owned(), label::choice(words, path, "amount")),
        ];
        html! {
            (self.select(path, options, &chosen))
            span class="moment" {
                input name=(format!("{path}-amount")) inputmode="decimal" value=[filled(&of("amount"))] aria-label=(words.text("form.amount"));
                " "
                input name=(format!("{path}-currency")) value=[filled(&of("currency"))] size="4" maxlength="3" aria-label=(words.text("form.currency"));
            }
        }
    }
}

/// What stands in an input; an empty one has no value.
fn filled(text: &str) -> Option<&str> {
    Some(text).filter(|text| !text.is_empty())
}
