//! The parser's errors in our words.

use std::ops::Range;

use serde_yaml::Error;

use super::{bytes, kind};
use crate::diagnostic::{Code, Diagnostic, nearest, offset, quoted_list};

/// Turns an error of the YAML library into a diagnostic at its place in `text`. No word of the library is in it, for it
/// speaks to programmers.
pub(super) fn explain(path: &str, text: &str, error: &Error) -> Diagnostic {
    let error = error.without_snippet();
    let span = place(text, error);
    // A fault of a value may have no length.
    let to_end = || text.get(span.start..).and_then(|rest| rest.split(['\n', '#', ',', '}']).next());
    let written = text.get(span.clone()).filter(|written| !written.is_empty()).or_else(to_end);
    // Of a list or a group that was meant as a text the span has only its first letter.
    let written = match (written.unwrap_or_default().trim(), text.get(span.start..)) {
        ("[" | "{", Some(rest)) => rest.lines().next().unwrap_or_default().trim(),
        (written, _) => written,
    };
    let at = |code, message: String| Diagnostic::error(code, path, span.clone(), message);
    match error {
        Error::SerdeUnknownField { field, expected, .. } => unknown_key(&at, text, &span, field, expected),
        Error::SerdeMissingField { field, .. } => {
            at(Code::FrontMissing, format!("`{field}` is missing here"))
                .with_hint(format!("write `{field}: …` among the keys that stand here"))
        }
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let problem = at(Code::FrontValue, format!("`{variant}` is not one of the values for this key"));
            problem.with_hint(choice(variant, expected))
        }
        Error::DuplicateMappingKey { key, .. } => {
            at(Code::YamlDuplicateKey, format!("the key `{}` stands twice", key.as_deref().unwrap_or("?")))
                .with_hint("remove one of the two")
        }
        Error::Eof { .. } => at(Code::FrontEmpty, "there is nothing to read here".to_owned()),
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            let (is, needed) = (kind::found(unexpected), kind::needed(expected));
            at(Code::FrontValue, format!("this is {is}, but {needed} is needed"))
                .with_hints(kind::hint(expected, written))
        }
        Error::SerdeInvalidLength { .. } => {
            at(Code::FrontValue, "this list has more or fewer entries than are needed".to_owned())
        }
        Error::NullIntoString { .. } => at(Code::FrontValue, "there is no text here".to_owned()).with_hint(
            "write a text, or remove the key; a text with a comma in it stands in quotation marks",
        ),
        Error::InvalidScalar { ty, .. } => {
            at(Code::FrontValue, format!("this is no value for the key: {} is needed", kind::needed(ty)))
                .with_hints(kind::hint(ty, written))
        }
        Error::InvalidBooleanStrict { .. } => {
            at(Code::FrontValue, "this is neither `true` nor `false`".to_owned())
                .with_hints(kind::hint("boolean", written))
        }
        Error::Unexpected { expected, .. } => {
            at(Code::FrontValue, format!("{} is needed here", kind::needed(expected)))
                .with_hints(kind::hint(expected, written))
        }
        Error::InvalidUtf8Input | Error::IOError { .. } => {
            at(Code::YamlSyntax, "this can't be read".to_owned())
        }
        _ => syntax(path, text, span),
    }
}

/// What stops YAML, with the line as it should be.
fn syntax(path: &str, text: &str, span: Range<usize>) -> Diagnostic {
    match forms::yaml_slip(text, span.start, &super::stops) {
        Some(slip) => Diagnostic::error(Code::YamlSyntax, path, slip.span, slip.message).with_hint(slip.hint),
        None => {
            Diagnostic::error(Code::YamlSyntax, path, span, "this can't be read").with_hint(forms::YAML_HINT)
        }
    }
}

fn unknown_key(
    at: &dyn Fn(Code, String) -> Diagnostic,
    text: &str,
    span: &Range<usize>,
    field: &str,
    expected: &[&'static str],
) -> Diagnostic {
    let mut problem = at(Code::FrontUnknownKey, format!("unknown key `{field}`"));
    // The parser may point at the value; the key is what the writer looks for.
    if text.get(span.clone()) != Some(field)
        && let Some(key) = text[..span.start.min(text.len())].rfind(&format!("{field}:"))
    {
        problem.span = Some(key..key + field.len());
    }
    match after_comma(text, span.start) {
        Some(mended) => problem
            .with_hint(format!("a text with a comma in it stands in quotation marks: write `{mended}`")),
        None => problem.with_hint(choice(field, expected)),
    }
}

/// The text within braces of which what begins at `at` was a part before a comma ended it, with its key:
/// `{ text: Doors open, tea and hello }`.
fn after_comma(text: &str, at: usize) -> Option<String> {
    let start = text.get(..at)?.rfind('\n').map_or(0, |newline| newline + 1);
    let before = &text[start..at];
    let inside = &before[before.rfind('{')?..];
    let rest = text[at..].split(['\n', '}']).next().unwrap_or_default();
    let is_rest =
        !rest.split(',').next().unwrap_or_default().contains(':') && inside.trim_end().ends_with(',');
    let (key, value) = inside.rsplit_once(": ").filter(|_| is_rest)?;
    let key = key.rsplit(['{', ',', ' ']).next().filter(|key| !key.is_empty())?;
    // Keys that follow are keys again.
    let next_key = |part: &&str| part.split_once(": ").is_some_and(|(key, _)| !key.trim().contains(' '));
    let parts: Vec<&str> = rest.split(',').take_while(|part| !next_key(part)).collect();
    let words = format!("{value}{}", parts.join(","));
    let words = words.trim();
    (!words.contains(['"', '\''])).then(|| format!("{key}: \"{words}\""))
}

/// "did you mean …?" or all there is to choose from.
fn choice(written: &str, expected: &[&'static str]) -> String {
    let is_mark = |c: char| {
        c.is_whitespace() || matches!(c, '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\u{feff}' | '\u{200b}')
    };
    match nearest(written.trim_matches(is_mark), expected.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("possible here: {}", quoted_list(expected)),
    }
}

pub(super) fn place(text: &str, error: &Error) -> Range<usize> {
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
