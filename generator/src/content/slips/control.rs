//! Characters that can't be seen and break feeds, drawings and letters: pasted from slides and old documents.

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, say};
use crate::yaml;

/// Whether a character may not stand in XML, or does nothing in a text that anybody could see (XML 1.0, 2.2).
fn is_control(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The first such character of each line.
pub(super) fn control(path: &str, text: &str) -> Vec<Diagnostic> {
    let mut problems: Vec<Diagnostic> = Vec::new();
    // Those of ASCII are one byte; the others begin with one of two.
    let may_be =
        |byte: u8| (byte < 0x20 && !matches!(byte, b'\n' | b'\t')) || matches!(byte, 0x7f | 0xc2 | 0xef);
    if !text.bytes().any(may_be) {
        return problems;
    }
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if let Some((at, c)) = line.char_indices().find(|(_, c)| is_control(*c)) {
            let place = start + at..start + at + c.len_utf8();
            problems.push(problem(path, place, c));
        }
        start += line.len();
    }
    problems
}

fn problem(path: &str, place: std::ops::Range<usize>, c: char) -> Diagnostic {
    let message = say!("text.control", code = &format!("{:04X}", u32::from(c)));
    let hint = say!("text.controlHint");
    Diagnostic::error(Code::TextControl, path, place, message).with_hint(hint)
}

/// Such a character as YAML writes it between double quotes: `"Bread\bLight"`.
pub(crate) fn escaped(path: &str, text: &str) -> Option<Diagnostic> {
    let at = text.find('\\')?;
    let c = in_value(&yaml::parse::<Value>(path, text).ok()?)?;
    let is_escape =
        |at: &usize| text[at + 1..].starts_with(['0', 'a', 'b', 'e', 'f', 'v', 'r', 'N', 'x', 'u', 'U']);
    let place = text.match_indices('\\').map(|(at, _)| at).find(is_escape).unwrap_or(at);
    let message = say!("text.escape", code = &format!("{:04X}", u32::from(c)));
    let problem = Diagnostic::error(Code::TextControl, path, place..place + 2, message);
    Some(problem.with_hint(say!("text.escapeHint")))
}

fn in_value(value: &Value) -> Option<char> {
    match value {
        Value::String(text) => text.chars().find(|c| is_control(*c)),
        Value::Array(list) => list.iter().find_map(in_value),
        Value::Object(keys) => keys.values().find_map(in_value),
        _ => None,
    }
}
