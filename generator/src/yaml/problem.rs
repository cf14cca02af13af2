//! The parser's errors in our words.

use std::ops::Range;

use serde_yaml::Error;

use super::bytes;
use crate::diagnostic::{Diagnostic, nearest, offset, quoted_list};

/// Turns an error of the YAML library into a diagnostic at its place in `text`.
pub(super) fn explain(path: &str, text: &str, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let span = place(text, error);
    let at = |code, message: String| Diagnostic::error(code, path, span.clone(), message);
    match error {
        Error::SerdeUnknownField { field, expected, .. } => unknown_key(&at, text, &span, field, expected),
        Error::SerdeMissingField { field, .. } => at("front/missing", format!("`{field}` is missing here")),
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let problem = at("front/value", format!("`{variant}` is not one of the values for this key"));
            problem.with_hint(choice(variant, expected))
        }
        Error::DuplicateMappingKey { key, .. } => {
            at("yaml/duplicate-key", format!("the key `{}` stands twice", key.as_deref().unwrap_or("?")))
                .with_hint("remove one of the two")
        }
        Error::Eof { .. } => at("front/empty", "there is nothing to read here".to_owned()),
        Error::SerdeInvalidType { unexpected, expected, .. } => {
            at("front/value", format!("this is {}, but {} is needed", plain(unexpected), plain(expected)))
        }
        Error::SerdeInvalidValue { unexpected, expected, .. } => {
            at("front/value", format!("this is {unexpected}, but {expected} is needed"))
        }
        Error::NullIntoString { .. } => {
            at("front/value", "there is no text here".to_owned()).with_hint("write a text, or remove the key")
        }
        Error::InvalidScalar { ty, .. } => at("front/value", format!("this can't be read as {ty}")),
        Error::InvalidBooleanStrict { .. } => {
            at("front/value", "this is neither `true` nor `false`".to_owned())
        }
        Error::Unexpected { expected, .. } => {
            at("front/value", format!("{} is needed here", plain(expected)))
        }
        other => at("yaml/syntax", first_line(&other.render())),
    }
}

fn unknown_key(
    at: &dyn Fn(&'static str, String) -> Diagnostic,
    text: &str,
    span: &Range<usize>,
    field: &str,
    expected: &[&'static str],
) -> Diagnostic {
    let mut problem = at("front/unknown-key", format!("unknown key `{field}`"));
    // The parser may point at the value; the key is what the writer looks for.
    if text.get(span.clone()) != Some(field)
        && let Some(key) = text[..span.start.min(text.len())].rfind(&format!("{field}:"))
    {
        problem.span = Some(key..key + field.len());
    }
    problem.with_hint(choice(field, expected))
}

/// "did you mean …?" or all there is to choose from.
fn choice(written: &str, expected: &[&'static str]) -> String {
    match nearest(written, expected.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("possible here: {}", quoted_list(expected)),
    }
}

fn place(text: &str, error: &Error) -> Range<usize> {
    let Some(location) = error.location() else { return 0..0 };
    let span = bytes(&location);
    if location.span().byte_offset().is_some() && span.start <= text.len() {
        return span.start..span.end.min(text.len());
    }
    let line = usize::try_from(location.line()).unwrap_or(1);
    let column = usize::try_from(location.column()).unwrap_or(1);
    let start = offset(text, line, column);
    start..start
}

/// The library's names of types, for editors.
fn plain(name: &str) -> String {
    match name {
        "sequence" | "a sequence" | "sequence start" => "a list".to_owned(),
        "mapping" | "map" | "a map" | "mapping start" => "a set of keys".to_owned(),
        name if name.starts_with("struct ") => "a set of keys".to_owned(),
        "unit" | "unit value" | "null" => "nothing".to_owned(),
        other => other.to_owned(),
    }
}

fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    let line = line.split_once("error: ").map_or(line, |(_, rest)| rest);
    // The place is ours to say.
    let line = line.split_once(" at line ").map_or(line, |(message, _)| message);
    line.trim_end_matches('.').to_owned()
}
