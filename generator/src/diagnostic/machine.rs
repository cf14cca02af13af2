//! Problems for programs: a JSON array, GitHub's workflow commands, or GitLab's Code Quality.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;
use std::ops::Range;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

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
    let mut out = String::new();
    for diagnostic in diagnostics {
        let mut place = format!("file={}", escape(&diagnostic.path, true));
        if let (Some(span), Some(text)) = (&diagnostic.span, texts.get(&diagnostic.path)) {
            let start = position(text, span.start);
            let _ = write!(place, ",line={},col={}", start.line, start.column);
        }
        let _ = writeln!(
            out,
            "::{} {place},title={}::{}",
            command(diagnostic.severity),
            escape(diagnostic.code.as_str(), true),
            escape(&with_hints(diagnostic, words), false)
        );
    }
    out
}

/// An array of Code Quality's issues, one a line. GitLab tells an issue by its fingerprint, so that stays the same when
/// only the lines above are other ones; the same words a second time in a file get another.
pub(super) fn gitlab(diagnostics: &[Diagnostic], texts: &BTreeMap<String, String>, words: Words) -> String {
    let mut seen: HashMap<(&str, &str, String), usize> = HashMap::new();
    let mut lines = Vec::new();
    for diagnostic in diagnostics {
        let message = with_hints(diagnostic, words);
        let (path, code) = (diagnostic.path.as_str(), diagnostic.code.as_str());
        let times = seen.entry((path, code, message.clone())).or_default();
        *times += 1;
        let issue = json!({
            "description": message,
            "check_name": code,
            "fingerprint": fingerprint(&[path, code, &message, &times.to_string()]),
            "severity": quality(diagnostic.severity),
            // A line is asked for: what is about the whole file, or about one that isn't there, is at its beginning.
            "location": { "path": path, "lines": { "begin": line(diagnostic, texts) } },
        });
        lines.push(issue.to_string());
    }
    if lines.is_empty() { "[]\n".to_owned() } else { format!("[\n{}\n]\n", lines.join(",\n")) }
}

/// The first line of a problem, from 1.
fn line(diagnostic: &Diagnostic, texts: &BTreeMap<String, String>) -> usize {
    let text = texts.get(&diagnostic.path);
    diagnostic.span.as_ref().zip(text).map_or(1, |(span, text)| position(text, span.start).line)
}

/// The message with its hints below it, a line each.
fn with_hints(diagnostic: &Diagnostic, words: Words) -> String {
    let name = words.text("problem.hint");
    let mut message = diagnostic.message.to_string();
    for hint in &diagnostic.hints {
        let _ = write!(message, "\n{name}: {hint}");
    }
    message
}

/// 40 hexadecimal digits of the parts, between which stands what is in none of them.
fn fingerprint(parts: &[&str]) -> String {
    let hash = Sha256::digest(parts.join("\0"));
    hash.iter().take(20).fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// What Code Quality calls it.
fn quality(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "critical",
        Severity::Warning => "minor",
        Severity::Note => "info",
    }
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
