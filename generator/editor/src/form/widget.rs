//! One field for each shape of a value, with its name and what is wrong with it. All of them work without script, and on old phones.
//!
//! Most of what a field is for stands on a page of its own (`crate::form::meaning`), so that a form stays small on a slow net.

mod choices;
mod one;
mod rows;

use std::collections::BTreeMap;

use forms::Html;
use generator::content::{HeadKey, Shape, Stands};
use maud::html;
use serde_json::Value;

use super::problems::Told;
use super::value::fits;
use super::{FieldFault, Subject, label};

pub(super) use rows::{entries, roles};

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

/// Where fields are drawn.
pub(super) struct At<'a> {
    pub(super) subject: &'a Subject<'a>,
    pub(super) told: &'a [Told],
    pub(super) faults: &'a [FieldFault],
    /// What was typed into inputs and can't be saved, by their names.
    pub(super) typed: &'a BTreeMap<String, String>,
    /// How many rows somebody has asked for, by list.
    pub(super) rows: &'a BTreeMap<String, usize>,
    /// The input in which somebody goes on.
    pub(super) focus: Option<&'a str>,
    /// What stands beside a field, by its name.
    pub(super) beside: Option<&'a BTreeMap<String, Html>>,
}

impl At<'_> {
    /// A field, with its name, what it is for where that has to be known at once, and what is wrong with it.
    /// `is_within` says whether what it belongs to is there: a picture that there isn't needs no name.
    pub(super) fn field(
        &self,
        key: &'static HeadKey,
        path: &str,
        value: Option<&Value>,
        is_within: bool,
    ) -> Html {
        let words = self.subject.words;
        let name = label::label(words, self.subject.kind, path);
        if value.is_some_and(|value| !fits(key.shape, value)) {
            return self.by_hand(path, &name, value);
        }
        match key.shape {
            Shape::Group(keys) => html! {
                fieldset id=(format!("f-{path}")) {
                    legend { (name) }
                    (self.message(path))
                    @for below in keys {
                        @let is_within = value.is_some() || (is_within && self.is_needed(key));
                        (self.field(below, &format!("{path}.{}", below.name), value.and_then(|value| value.get(below.name)), is_within))
                    }
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
                let is_needed = is_within && self.is_needed(key);
                let is_missing = is_needed && value.is_none();
                let help = (is_missing || self.invalid(path).is_some())
                    .then(|| label::help(words, self.subject.kind, path))
                    .flatten();
                self.around(path, &name, help.as_deref(), is_needed, &self.one(shape, path, value))
            }
        }
    }

    /// Whether this document, or a group that is there, can't be without it.
    fn is_needed(&self, key: &HeadKey) -> bool {
        key.is_required(self.subject.kind) && (self.subject.is_source || key.stands != Stands::InSource)
    }

    /// Name, help, message and the field itself.
    pub(super) fn around(
        &self,
        path: &str,
        name: &str,
        help: Option<&str>,
        is_needed: bool,
        field: &Html,
    ) -> Html {
        html! {
            div class="field" {
                label for=(format!("f-{path}")) { (name) @if is_needed { " " span class="needed" { (self.subject.words.text("form.needed")) } } (self.private(path)) }
                @if let Some(help) = help { p class="help" { (help) } }
                (self.message(path))
                (field)
            }
        }
    }

    /// Says of a key that no reader sees it.
    fn private(&self, path: &str) -> Html {
        let mut names = path.split('.').filter(|part| part.parse::<usize>().is_err());
        let top = names.next().and_then(|name| self.subject.kind.key(name));
        let key = top.and_then(|top| match names.next() {
            Some(name) => top.group().iter().find(|key| key.name == name),
            None => Some(top),
        });
        html! { @if key.is_some_and(|key| key.is_private) { " " span class="needed" { (self.subject.words.text("form.private")) } } }
    }

    fn message(&self, path: &str) -> Html {
        let told: Vec<&Told> = self.told.iter().filter(|told| told.field == path).collect();
        let faults: Vec<&FieldFault> = self.faults.iter().filter(|fault| fault.field == path).collect();
        html! {
            @if !(told.is_empty() && faults.is_empty()) {
                div class="message" id=(format!("m-{path}")) {
                    @for told in told { (message(told)) }
                    @for fault in faults { p class="error" { (self.subject.words.text(fault.key)) } }
                }
            }
            @if let Some(beside) = self.beside.and_then(|beside| beside.get(path)) { (beside) }
        }
    }

    /// The id of the message at a field, if it has one.
    pub(super) fn described(&self, path: &str) -> Option<String> {
        let is_here = self.told.iter().any(|told| told.field == path)
            || self.faults.iter().any(|fault| fault.field == path);
        is_here.then(|| format!("m-{path}"))
    }

    /// Whether what stands in a field can't stay so.
    pub(super) fn invalid(&self, path: &str) -> Option<&'static str> {
        let is_wrong = self.told.iter().any(|told| told.is_error && told.field == path)
            || self.faults.iter().any(|fault| fault.field == path);
        is_wrong.then_some("true")
    }

    /// What somebody has written in a way that no field shows: it stays as it is.
    fn by_hand(&self, path: &str, name: &str, value: Option<&Value>) -> Html {
        html! {
            div class="field" id=(format!("f-{path}")) {
                p class="label" { (name) }
                p class="help" { (self.subject.words.text("form.byHand")) }
                // Whatever is wrong within it.
                @for told in self.told.iter().filter(|told| told.field == path) { (message(told)) }
                pre { (value.map(crate::merge::shown).unwrap_or_default()) }
            }
        }
    }
}

/// What is wrong, where, and how to mend it.
fn message(told: &Told) -> Html {
    html! {
        p class=(if told.is_error { "error" } else { "warning" }) lang=(told.lang) {
            (told.text)
            @if let Some(around) = &told.around { ": " q dir="auto" { (around) } }
        }
        @for hint in &told.hints { p class="hint" lang=(told.lang) { (hint) } }
    }
}

fn is_long(path: &str) -> bool {
    LONG.contains(&path.rsplit('.').next().unwrap_or(path))
}
