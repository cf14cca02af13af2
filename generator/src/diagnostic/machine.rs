//! Problems for programs: a JSON array, or GitHub's workflow commands.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;

use serde_json::{Value, json};

use super::{Diagnostic, Severity, Words, position};

/// One array, one object a line; columns count characters, offsets count bytes.
pub(super) fn json(diagnostics: &[Diagnostic], texts: &BTreeMap<String, String>) -> String {
    let lines: Vec<String> =
        diagnostics.iter().map(|diagnostic| object(diagnostic, texts).to_string()).collect();
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}

fn object(diagnostic: &Diagnostic, texts: &BTreeMap<String, String>) -> Value {
    let see: Vec<Value> = diagnostic
        .see
        .iter()
        .map(|(path, span, label)| json!({ "path": path, "span": place(path, Some(span), texts), "label": &**label }))
        .collect();
    let hints: Vec<&str> = diagnostic.hints.iter().map(|hint| &**hint).collect();
    json!({
        "severity": diagnostic.severity.as_str(),
        "code": diagnostic.code.as_str(),
        "path": diagnostic.path,
        "span": place(&diagnostic.path, diagnostic.span.as_ref(), texts),
        "field": diagnostic.field,
        "langs": diagnostic.langs,
        "message": &*diagnostic.message,
        "label": diagnostic.label.as_deref(),
        "hints": hints,
        "see": see,
    })
}

fn place(path: &str, span: Option<&Range<usize>>, texts: &BTreeMap<String, String>) -> Value {
    let (Some(span), Some(text)) = (span, texts.get(path)) else { return Value::Null };
    let (start, end) = (position(text, span.start), position(text, span.end));
    json!({
        "start": span.start, "end": span.end,
        "line": start.line, "column": start.column, "endLine": end.line, "endColumn": end.column,
    })
}

/// One command a line, with hints in the message.
pub(super) fn github(diagnostics: &[Diagnostic], texts: &BTreeMap<String, String>, words: Words) -> String {
    let name = words.text("problem.hint");
    let mut out = String::new();
    for diagnostic in diagnostics {
        let mut place = format!("file={}", escape(&diagnostic.path, true));
        if let (Some(span), Some(text)) = (&diagnostic.span, texts.get(&diagnostic.path)) {
            let start = position(text, span.start);
            let _ = write!(place, ",line={},col={}", start.line, start.column);
        }
        let mut message = diagnostic.message.to_string();
        for hint in &diagnostic.hints {
            let _ = write!(message, "\n{name}: {hint}");
        }
        let _ = writeln!(
            out,
            "::{} {place},title={}::{}",
            command(diagnostic.severity),
            escape(diagnostic.code.as_str(), true),
            escape(&message, false)
        );
    }
    out
}

/// What GitHub calls it.
fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    }
}

/// The escapes of GitHub's workflow commands; a property escapes two characters more.
fn escape(text: &str, property: bool) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    if property { text.replace(':', "%3A").replace(',', "%2C") } else { text }
}
