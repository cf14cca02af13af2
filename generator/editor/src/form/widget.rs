//! One field for each shape of a value. All of them work without script, and on old phones.

use std::collections::BTreeMap;

use forms::Html;
use generator::config::Translated;
use generator::content::{HeadKey, Must, Referent, Shape};
use generator::lang::Lang;
use maud::html;
use serde_json::Value;

use super::problems::Told;
use super::{FieldFault, Subject, label};

/// Keys whose words are more than a line.
const LONG: [&str; 10] = [
    "summary",
    "alt",
    "audience",
    "directions",
    "foodNote",
    "childcareNote",
    "accessNote",
    "photoNote",
    "recap",
    "text",
];

/// How many empty rows a list has for what isn't there yet.
const EMPTY_ROWS: usize = 2;

/// Where fields are drawn.
pub(super) struct At<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) told: &'a [Told],
    pub(super) faults: &'a [FieldFault],
    /// What was typed into inputs and can't be saved, by their names.
    pub(super) typed: &'a BTreeMap<String, String>,
    /// What stands beside a field, by its name.
    pub(super) beside: Option<&'a BTreeMap<String, Html>>,
}

impl At<'_> {
    /// A field, with its name, what it is for, and what is wrong with it.
    pub(super) fn field(&self, key: &'static HeadKey, path: &str, value: Option<&Value>) -> Html {
        let words = self.subject.words;
        let name = label::label(words, self.subject.kind, path);
        let help = label::help(words, self.subject.kind, path);
        if value.is_some_and(|value| !fits(key.shape, value)) {
            return self.by_hand(&name, value);
        }
        match key.shape {
            Shape::Group(keys) => html! {
                fieldset id=(format!("f-{path}")) {
                    legend { (name) }
                    @if let Some(help) = &help { p class="help" { (help) } }
                    (self.message(path))
                    @for key in keys { (self.field(key, &format!("{path}.{}", key.name), value.and_then(|value| value.get(key.name)))) }
                }
            },
            Shape::List(Shape::Group(keys)) => self.rows(keys, path, &name, value),
            Shape::List(Shape::Choice(choices)) => {
                let options =
                    choices.iter().map(|word| ((*word).to_owned(), label::choice(words, path, word)));
                self.boxes(path, &name, options.collect(), value)
            }
            Shape::List(Shape::Id(of)) => self.boxes(path, &name, self.names(*of), value),
            Shape::Translations => self.translations(path, &name, value),
            shape => {
                let is_required =
                    key.must != Must::Nowhere && (self.subject.is_source || key.must != Must::InSource);
                self.around(path, &name, help.as_deref(), is_required, &self.one(shape, path, value))
            }
        }
    }

    /// Name, help, message and the field itself.
    pub(super) fn around(
        &self,
        path: &str,
        name: &str,
        help: Option<&str>,
        is_required: bool,
        field: &Html,
    ) -> Html {
        html! {
            div class="field" {
                label for=(format!("f-{path}")) { (name) @if is_required { " " span class="needed" { (self.subject.words.text("form.needed")) } } }
                @if let Some(help) = help { p class="help" { (help) } }
                (self.message(path))
                (field)
            }
        }
    }

    fn message(&self, path: &str) -> Html {
        let told: Vec<&Told> = self.told.iter().filter(|told| told.field == path).collect();
        let faults: Vec<&FieldFault> = self.faults.iter().filter(|fault| fault.field == path).collect();
        html! {
            @if !(told.is_empty() && faults.is_empty()) {
                div class="message" id=(format!("m-{path}")) {
                    @for told in told {
                        p class=(if told.is_error { "error" } else { "warning" }) lang=(told.lang) { (told.text) }
                        @for hint in &told.hints { p class="hint" lang=(told.lang) { (hint) } }
                    }
                    @for fault in faults { p class="error" { (self.subject.words.text(fault.key)) } }
                }
            }
            @if let Some(beside) = self.beside.and_then(|beside| beside.get(path)) { (beside) }
        }
    }

    /// What somebody has written in a way that no field shows: it stays as it is.
    fn by_hand(&self, name: &str, value: Option<&Value>) -> Html {
        html! {
            div class="field" {
                p class="label" { (name) }
                p class="help" { (self.subject.words.text("form.byHand")) }
                pre { (value.map(crate::merge::shown).unwrap_or_default()) }
            }
        }
    }

    /// A field of one value.
    fn one(&self, shape: Shape, path: &str, value: Option<&Value>) -> Html {
        let text = self.typed(path, value.map(plain).unwrap_or_default());
        let (id, subject) = (format!("f-{path}"), self.subject);
        let input = |kind: &str, mode: Option<&str>| {
            html! { input id=(id) name=(path) type=(kind) inputmode=[mode] value=(text) dir=[(kind == "text").then_some("auto")]; }
        };
        match shape {
            Shape::Line if is_long(path) || text.contains('\n') => html! {
                textarea id=(id) name=(path) rows="3" lang=(subject.lang) dir=(subject.dir()) { "\n" (text) }
            },
            Shape::Line => html! {
                input id=(id) name=(path) value=(text) lang=(subject.lang) dir=(subject.dir());
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
            Shape::List(_) => html! { textarea id=(id) name=(path) rows="3" dir="auto" { "\n" (text) } },
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
        let parts = text.split_once('T').or((text.is_empty() || is_typed).then_some((text, "")));
        let shown = parts.map(|(day, clock)| (day, self.typed(&time, clock.to_owned())));
        let fits =
            |day: &str, clock: &str| (day.is_empty() || is_day(day)) && (clock.is_empty() || is_clock(clock));
        match shown.filter(|(day, clock)| is_typed || fits(day, clock)) {
            Some((day, clock)) => html! {
                span class="moment" {
                    input id=(id) name=(path) type=(if fits(day, "") { "date" } else { "text" }) value=(day);
                    " "
                    input name=(time) type=(if fits("", &clock) { "time" } else { "text" }) value=(clock) aria-label=(self.subject.words.text("form.clock"));
                }
            },
            None => html! { input id=(id) name=(path) value=(text) dir="auto"; },
        }
    }

    fn select(&self, path: &str, options: Vec<(String, String)>, chosen: &str) -> Html {
        let is_known = chosen.is_empty() || options.iter().any(|(value, _)| value == chosen);
        html! {
            select id=(format!("f-{path}")) name=(path) {
                option value="" { (self.subject.words.text("form.unsaid")) }
                @for (value, name) in &options { option value=(value) selected[value == chosen] { (name) } }
                @if !is_known { option value=(chosen) selected { (chosen) } }
            }
        }
    }

    fn boxes(
        &self,
        path: &str,
        name: &str,
        mut options: Vec<(String, String)>,
        value: Option<&Value>,
    ) -> Html {
        let chosen: Vec<&str> =
            value.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect();
        for one in &chosen {
            if !options.iter().any(|(value, _)| value == one) {
                options.push(((*one).to_owned(), (*one).to_owned()));
            }
        }
        html! {
            fieldset class="boxes" id=(format!("f-{path}")) {
                legend { (name) }
                (self.message(path))
                input type="hidden" name=(path) value="";
                @for (value, name) in &options {
                    label { input type="checkbox" name=(path) value=(value) checked[chosen.contains(&value.as_str())]; " " (name) }
                }
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
                input name=(format!("{path}-amount")) inputmode="decimal" value=(of("amount")) aria-label=(words.text("form.amount"));
                " "
                input name=(format!("{path}-currency")) value=(of("currency")) size="4" maxlength="3" aria-label=(words.text("form.currency"));
            }
        }
    }

    fn rows(&self, keys: &'static [HeadKey], path: &str, name: &str, value: Option<&Value>) -> Html {
        let rows = self.entries(path, value);
        let count = rows.len() + EMPTY_ROWS;
        html! {
            fieldset data-rows=(path) id=(format!("f-{path}")) {
                legend { (name) }
                (self.message(path))
                input type="hidden" name=(format!("{path}.n")) value=(count);
                @for at in 0..count {
                    fieldset data-row {
                        legend { (at + 1) }
                        @for key in keys {
                            @let below = format!("{path}.{at}.{}", key.name);
                            (self.field(key, &below, rows.get(at).and_then(|row| row.get(key.name))))
                        }
                    }
                }
            }
        }
    }

    /// The entries of a list; those of the source with its times and without its words, for a translation that has none.
    fn entries(&self, path: &str, value: Option<&Value>) -> Vec<Value> {
        if let Some(entries) = value.and_then(Value::as_array) {
            return entries.clone();
        }
        let of_source = self.subject.source.and_then(|source| source.get(path)).and_then(Value::as_array);
        let times = |entry: &Value| {
            let fixed = entry.as_object()?.iter().filter(|(key, _)| *key == "time");
            Some(Value::Object(fixed.map(|(key, value)| (key.clone(), value.clone())).collect()))
        };
        of_source.into_iter().flatten().filter_map(times).collect()
    }

    fn translations(&self, path: &str, name: &str, value: Option<&Value>) -> Html {
        let said =
            |role: &str| value.and_then(|value| value.get(role)).and_then(Value::as_str).unwrap_or_default();
        html! {
            fieldset id=(format!("f-{path}")) {
                legend { (name) }
                (self.message(path))
                @for (at, role) in roles(self.subject.source, value).iter().enumerate() {
                    div class="field" {
                        label for=(format!("f-{path}.{at}")) { (role) }
                        (self.message(&format!("{path}.{at}")))
                        input type="hidden" name=(format!("{path}.{at}.of")) value=(role);
                        input id=(format!("f-{path}.{at}")) name=(format!("{path}.{at}")) value=(said(role)) lang=(self.subject.lang) dir=(self.subject.dir());
                    }
                }
            }
        }
    }

    /// What ids may be named, and what each is called.
    fn names(&self, of: Referent) -> Vec<(String, String)> {
        let Some(site) = self.subject.site else { return Vec::new() };
        let lang = Lang::new(self.subject.words.lang());
        let own = |text: &Translated| text.get(&lang).to_owned();
        match of {
            Referent::Organisation => {
                site.organisations.iter().map(|one| (one.id.clone(), one.name.clone())).collect()
            }
            Referent::Topic => {
                site.topics.iter().map(|topic| (topic.id.clone(), own(&topic.label))).collect()
            }
            Referent::Form => site.forms.iter().map(|form| (form.id.clone(), form.id.clone())).collect(),
            Referent::Event => site
                .entries
                .events
                .iter()
                .map(|event| (event.id.clone(), event.translation(&lang).1.title.clone()))
                .collect(),
            Referent::Language => {
                site.config.languages.iter().map(|one| (one.id.to_string(), one.name.clone())).collect()
            }
            Referent::Menu | Referent::Theme => Vec::new(),
        }
    }

    /// The zones of the site and of its events.
    fn zones(&self) -> Vec<(String, String)> {
        let Some(site) = self.subject.site else { return Vec::new() };
        let of_events = site.entries.events.iter().map(|event| event.facts.starts.time_zone().clone());
        let zones = of_events.chain([site.config.time_zone.clone()]);
        let names: std::collections::BTreeSet<String> =
            zones.filter_map(|zone| zone.iana_name().map(str::to_owned)).collect();
        names.into_iter().map(|name| (name.clone(), name.replace('_', " "))).collect()
    }
}

/// The roles of the speakers of a source, or those that a translation names.
pub(super) fn roles(source: Option<&Value>, value: Option<&Value>) -> Vec<String> {
    let speakers = source.and_then(|source| source.get("speakers")).and_then(Value::as_array);
    let role = |speaker: &Value| speaker.get("role")?.as_str().map(str::to_owned);
    let mut roles: Vec<String> = speakers.into_iter().flatten().filter_map(role).collect();
    for known in value.and_then(Value::as_object).into_iter().flat_map(|roles| roles.keys()) {
        if !roles.contains(known) {
            roles.push(known.clone());
        }
    }
    roles
}

/// Whether a field for days takes it.
fn is_day(text: &str) -> bool {
    text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok()
}

/// Whether a field for times takes it.
fn is_clock(text: &str) -> bool {
    text.len() == 5 && text.parse::<jiff::civil::Time>().is_ok()
}

pub(super) fn is_long(path: &str) -> bool {
    LONG.contains(&path.rsplit('.').next().unwrap_or(path))
}

/// A value as a field shows it; the entries of a list one a line.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join("\n"),
        other => other.to_string(),
    }
}

/// Whether there are two fields for it: amount and currency, and nothing else.
fn is_amount(value: &Value) -> bool {
    let is_field = |(name, value): (&String, &Value)| {
        matches!(&**name, "amount" | "currency") && !(value.is_object() || value.is_array())
    };
    value.as_object().is_some_and(|object| object.iter().all(is_field))
}

/// Whether the field of a shape can show a value, and give it back.
pub(super) fn fits(shape: Shape, value: &Value) -> bool {
    match shape {
        Shape::Group(keys) => value.as_object().is_some_and(|object| {
            let of_key = |name: &String| keys.iter().find(|key| key.name == *name);
            object.iter().all(|(name, value)| of_key(name).is_some_and(|key| fits(key.shape, value)))
        }),
        Shape::List(Shape::Id(_) | Shape::Choice(_)) => {
            value.as_array().is_some_and(|items| items.iter().all(Value::is_string))
        }
        Shape::List(item) => value.as_array().is_some_and(|items| {
            let is_line = |value: &Value| !value.as_str().is_some_and(|text| text.contains('\n'));
            items.iter().all(|value| fits(*item, value) && is_line(value))
        }),
        Shape::Price => value.as_str() == Some("free") || is_amount(value),
        Shape::Translations => value.as_object().is_some_and(|object| object.values().all(Value::is_string)),
        Shape::InEachLanguage | Shape::ByLanguage(_) => false,
        // Whatever stands there is shown as a text, and is the same when it comes back as it was.
        _ => !(value.is_object() || value.is_array()),
    }
}
