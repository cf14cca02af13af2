//! What a check finds, at the field that it is about.

use std::collections::BTreeMap;

use forms::Html;
use generator::content::Kind;
use generator::diagnostic::{Diagnostic, Severity};
use maud::html;

use super::{FieldFault, Subject, label};
use crate::words::Words;

/// A problem as a form tells it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told {
    /// The field: `place.street`, `body`; `` for the document as a whole.
    pub field: String,
    /// What is wrong.
    pub text: String,
    /// How to mend it.
    pub hints: Vec<String>,
    /// Whether it stands in the way of publishing.
    pub is_error: bool,
    /// The language in which it is told.
    pub lang: &'static str,
}

/// The problems of one file, told.
#[must_use]
pub fn tell(
    words: Words,
    kind: Kind,
    path: &str,
    problems: &[Diagnostic],
    texts: &BTreeMap<String, String>,
) -> Vec<Told> {
    let of = words.of_problems();
    let own = problems.iter().filter(|problem| problem.path == path && problem.severity != Severity::Note);
    let tell = |problem: &Diagnostic| {
        let told = problem.told(of);
        Told {
            field: field(kind, problem, texts.get(path)),
            text: told.message.to_string(),
            hints: told.hints.iter().map(ToString::to_string).collect(),
            is_error: problem.severity == Severity::Error,
            lang: of.lang(),
        }
    };
    own.map(tell).collect()
}

/// The name of the field that a problem is about.
fn field(kind: Kind, problem: &Diagnostic, text: Option<&String>) -> String {
    let is_key = |name: &str| kind.key(name.split(['.', '[']).next().unwrap_or(name)).is_some();
    if let Some(field) = problem.field.as_deref().filter(|field| is_key(field)) {
        return field.replace('[', ".").replace(']', "");
    }
    let (Some(text), Some(span)) = (text, &problem.span) else { return String::new() };
    let head_ends =
        text.match_indices("\n---").nth(usize::from(!text.starts_with("---"))).map_or(0, |(at, _)| at);
    if span.start > head_ends && head_ends > 0 {
        return "body".to_owned();
    }
    // The key of the line, or of the one above it under which it is indented.
    let before = text.get(..span.start).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let lines =
        text.get(start..).and_then(|rest| rest.lines().next()).into_iter().chain(before.lines().rev());
    let key = |line: &str| {
        let (key, _) = line.split_once(':')?;
        (!line.starts_with([' ', '-', '#'])).then(|| key.to_owned())
    };
    lines.filter_map(key).find(|key| is_key(key)).unwrap_or_default()
}

/// What is wrong, in the order of the form, each a link to its field.
pub(super) fn summary(subject: &Subject<'_>, told: &[Told], faults: &[FieldFault]) -> Html {
    let words = subject.words;
    let order: Vec<&str> =
        subject.keys().into_iter().flat_map(|(_, keys)| keys).map(|key| key.name).collect();
    let rank = |field: &str| {
        let top = field.split('.').next().unwrap_or(field);
        order.iter().position(|name| *name == top).unwrap_or(order.len())
    };
    let mut errors: Vec<&Told> = told.iter().filter(|told| told.is_error).collect();
    errors.sort_by_key(|told| rank(&told.field));
    let others: Vec<&Told> = told.iter().filter(|told| !told.is_error && told.field.is_empty()).collect();
    let name = |field: &str| match field {
        "" => words.text("form.document"),
        "body" => words.text("form.body"),
        field => label::label(words, subject.kind, field),
    };
    let count = (errors.len() + faults.len()).to_string();
    html! {
        @if !(errors.is_empty() && faults.is_empty()) {
            div class="problems" role="alert" tabindex="-1" {
                h2 { (words.with("form.problems", &[("count", &count)])) }
                ul {
                    @for fault in faults { li { a href=(format!("#f-{}", fault.field)) { (name(&fault.field)) } ": " (words.text(fault.key)) } }
                    @for told in &errors {
                        li {
                            @if told.field.is_empty() { (name("")) } @else { a href=(format!("#f-{}", told.field)) { (name(&told.field)) } }
                            ": " span lang=(told.lang) { (told.text) }
                            @if told.field.is_empty() { @for hint in &told.hints { " " span class="hint" lang=(told.lang) { (hint) } } }
                        }
                    }
                }
            }
        }
        @for told in others { p class="warning" lang=(told.lang) { (told.text) } }
    }
}
