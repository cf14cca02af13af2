//! What a check finds, at the field that it is about.

use std::collections::BTreeMap;

use forms::Html;
use generator::content::Kind;
use generator::diagnostic::{Diagnostic, Severity};
use maud::html;

use super::{FieldFault, Subject, label, saying};
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
    /// The words of the text around it.
    pub around: Option<String>,
}

/// So many characters are shown of a line of the text.
const AROUND: usize = 80;

/// The problems of one file, told.
#[must_use]
pub fn tell(
    words: Words,
    kind: Kind,
    path: &str,
    problems: &[Diagnostic],
    texts: &BTreeMap<String, String>,
) -> Vec<Told> {
    let own = problems.iter().filter(|problem| problem.path == path && problem.severity != Severity::Note);
    let tell = |problem: &Diagnostic| {
        let field = field(kind, problem, texts.get(path));
        let said = saying::say(words, kind, problem, &field);
        let around = texts.get(path).filter(|_| field == "body").and_then(|text| around(problem, text));
        let is_error = problem.severity == Severity::Error;
        Told { field, text: said.text, hints: said.hints, is_error, lang: said.lang, around }
    };
    own.map(tell).collect()
}

/// The line of a text in which a problem stands, from a little before it on.
fn around(problem: &Diagnostic, text: &str) -> Option<String> {
    let start = problem.span.as_ref()?.start;
    let (before, behind) = text.split_at_checked(start)?;
    let line: Vec<char> =
        before.lines().last().filter(|_| !before.ends_with('\n')).unwrap_or_default().chars().collect();
    let cut = line.len().saturating_sub(AROUND / 4);
    let before: String = line[cut..].iter().collect();
    let line =
        format!("{}{before}{}", if cut > 0 { "…" } else { "" }, behind.lines().next().unwrap_or_default());
    let shown: String = line.trim().chars().take(AROUND).collect();
    let more = if shown.len() < line.trim().len() { "…" } else { "" };
    (!shown.is_empty()).then(|| format!("{shown}{more}"))
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
    let sections = subject.keys();
    let words_end = sections.first().map_or(0, |(_, keys)| keys.len());
    let order: Vec<&str> = sections.into_iter().flat_map(|(_, keys)| keys).map(|key| key.name).collect();
    let rank = |field: &str| {
        let top = field.split('.').next().unwrap_or(field);
        // The document as a whole first, the text behind its words.
        match top {
            "" => 0,
            "body" => words_end,
            _ => order.iter().position(|name| *name == top).map_or(order.len() + 1, |at| at + 1),
        }
    };
    let mut errors: Vec<&Told> = told.iter().filter(|told| told.is_error).collect();
    errors.sort_by_key(|told| rank(&told.field));
    let mut faults: Vec<&FieldFault> = faults.iter().collect();
    faults.sort_by_key(|fault| rank(&fault.field));
    let mut others: Vec<&Told> = told.iter().filter(|told| !told.is_error).collect();
    others.sort_by_key(|told| rank(&told.field));
    let name = |field: &str| match field {
        "" => words.text("form.document"),
        "body" => words.text("form.body"),
        field => label::label(words, subject.kind, field),
    };
    let line = |told: &Told| {
        html! {
            li {
                @if told.field.is_empty() { (name("")) } @else { a href=(format!("#f-{}", told.field)) { (name(&told.field)) } }
                ": " span lang=(told.lang) { (told.text) }
                @if told.field.is_empty() { @for hint in &told.hints { " " span class="hint" lang=(told.lang) { (hint) } } }
            }
        }
    };
    let count = (errors.len() + faults.len()).to_string();
    html! {
        @if !(errors.is_empty() && faults.is_empty()) {
            div class="problems" role="alert" tabindex="-1" {
                h2 { (words.with("form.problems", &[("count", &count)])) }
                ul {
                    @for fault in faults { li { a href=(format!("#f-{}", fault.field)) { (name(&fault.field)) } ": " (words.text(fault.key)) } }
                    @for told in &errors { (line(told)) }
                }
            }
        }
        @if !others.is_empty() {
            details class="warning" {
                summary { (words.with("form.warnings", &[("count", &others.len().to_string())])) }
                ul { @for told in others { (line(told)) } }
            }
        }
    }
}
