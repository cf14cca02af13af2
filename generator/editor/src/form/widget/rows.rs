//! Lists: a row for each entry, and what a translation calls the roles of its source.

use forms::Html;
use generator::content::HeadKey;
use maud::html;
use serde_json::Value;

use super::At;

/// How many empty rows a list has in which nothing stands yet; behind entries stands one.
const EMPTY_ROWS: usize = 2;

impl At<'_> {
    /// A row for each entry, and some more for what isn't there yet. A row that is emptied is gone when the form is saved.
    pub(super) fn rows(
        &self,
        keys: &'static [HeadKey],
        path: &str,
        name: &str,
        value: Option<&Value>,
    ) -> Html {
        let rows = entries(self.subject.source, path, value);
        let empty = if rows.is_empty() { EMPTY_ROWS } else { 1 };
        let count = self.rows.get(path).copied().unwrap_or_default().max(rows.len() + empty);
        let words = self.subject.words;
        // Of a translation, the rows are those of its source.
        let moves = |at: usize| self.subject.is_source && at > 0 && at < rows.len();
        html! {
            fieldset data-rows=(path) id=(format!("f-{path}")) {
                legend { (name) }
                (self.message(path))
                input type="hidden" name=(format!("{path}.n")) value=(count);
                @for at in 0..count {
                    fieldset data-row id=(format!("f-{path}.{at}")) {
                        legend { (at + 1) }
                        (self.message(&format!("{path}.{at}")))
                        @for key in keys {
                            @let below = format!("{path}.{at}.{}", key.name);
                            (self.field(key, &below, rows.get(at).and_then(|row| row.get(key.name)), at < rows.len()))
                        }
                        @if moves(at) { button class="quiet" name="do" value=(format!("up {path} {at}")) { (words.with("form.up", &[("row", &(at + 1).to_string())])) } }
                    }
                }
                button class="quiet" name="do" value=(format!("more {path}")) { (words.with("form.more", &[("list", name)])) }
            }
        }
    }

    pub(super) fn translations(&self, path: &str, name: &str, value: Option<&Value>) -> Html {
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
}

/// The entries of a list; those of the source with its times and without its words, for a translation that has none.
pub(in crate::form) fn entries(source: Option<&Value>, path: &str, value: Option<&Value>) -> Vec<Value> {
    if let Some(entries) = value.and_then(Value::as_array) {
        return entries.clone();
    }
    let of_source = source.and_then(|source| source.get(path)).and_then(Value::as_array);
    let times = |entry: &Value| {
        let fixed = entry.as_object()?.iter().filter(|(key, _)| *key == "time");
        Some(Value::Object(fixed.map(|(key, value)| (key.clone(), value.clone())).collect()))
    };
    of_source.into_iter().flatten().filter_map(times).collect()
}

/// The roles of the speakers of a source, or those that a translation names.
pub(in crate::form) fn roles(source: Option<&Value>, value: Option<&Value>) -> Vec<String> {
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
