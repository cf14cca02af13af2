//! The parser's errors in our words.

use std::ops::Range;

use forms::YamlPlaces;
use serde_yaml::Error;

use super::bytes;
use super::kind::{self, Needed};
use crate::diagnostic::{Code, Diagnostic, Names, Sentence, nearest, offset, say};

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
    let at = |code, message: Sentence| Diagnostic::error(code, path, span.clone(), message);
    match error {
        Error::SerdeUnknownField { field, expected, .. } => unknown_key(&at, text, &span, field, expected),
        Error::SerdeMissingField { field, .. } => at(Code::FrontMissing, say!("front.missingHere", field))
            .with_hint(say!("hint.writeAmong", field))
            .of_field(beside(text, span.start, field)),
        Error::SerdeUnknownVariant { variant, expected, .. } => {
            let problem = at(Code::FrontValue, say!("front.notAValue", variant));
            problem.with_hint(choice(variant, expected))
        }
        Error::DuplicateMappingKey { key, .. } => {
            at(Code::YamlDuplicateKey, say!("yaml.twice", key = &key.as_deref().unwrap_or("?")))
                .with_hint(say!("hint.removeOne"))
        }
        Error::Eof { .. } => at(Code::FrontEmpty, say!("yaml.nothing")),
        Error::SerdeInvalidType { unexpected, expected, .. }
        | Error::SerdeInvalidValue { unexpected, expected, .. } => {
            let (is, needed) = (kind::found(unexpected), Needed::of(expected).said());
            at(Code::FrontValue, say!("yaml.isButNeeded", is = is, needed = needed))
                .with_hints(Needed::of(expected).hint(written))
        }
        Error::SerdeInvalidLength { .. } => at(Code::FrontValue, say!("yaml.entries")),
        Error::NullIntoString { .. } => {
            at(Code::FrontValue, say!("yaml.noText")).with_hint(say!("yaml.noTextHint"))
        }
        Error::InvalidScalar { ty, .. } => {
            at(Code::FrontValue, say!("yaml.noValue", needed = Needed::of(ty).said()))
                .with_hints(Needed::of(ty).hint(written))
        }
        Error::InvalidBooleanStrict { .. } => {
            at(Code::FrontValue, say!("yaml.noTruth")).with_hints(Needed::Truth.hint(written))
        }
        Error::Unexpected { expected, .. } => {
            at(Code::FrontValue, say!("yaml.neededHere", needed = Needed::of(expected).said()))
                .with_hints(Needed::of(expected).hint(written))
        }
        Error::InvalidUtf8Input | Error::IOError { .. } => at(Code::YamlSyntax, say!("yaml.unread")),
        _ => syntax(path, text, span),
    }
}

/// The path of a key that belongs where another one of its group stands.
fn beside(text: &str, at: usize, field: &str) -> String {
    let found = YamlPlaces::of(text).and_then(|places| places.at(at)).unwrap_or_default();
    let is_here = |key: &str| text.get(at..).is_some_and(|rest| rest.starts_with(key));
    match found.rsplit_once('.') {
        Some((above, last)) if is_here(last) => format!("{above}.{field}"),
        None if is_here(&found) => field.to_owned(),
        _ => format!("{found}.{field}"),
    }
}

/// What stops YAML, with the line as it should be.
fn syntax(path: &str, text: &str, span: Range<usize>) -> Diagnostic {
    let slip = forms::yaml_slip(text, span, &super::stops);
    Diagnostic::error(Code::YamlSyntax, path, slip.span, slip.message).with_hint(slip.hint)
}

fn unknown_key(
    at: &dyn Fn(Code, Sentence) -> Diagnostic,
    text: &str,
    span: &Range<usize>,
    field: &str,
    expected: &[&'static str],
) -> Diagnostic {
    let mut problem = at(Code::FrontUnknownKey, say!("front.unknownKey", field));
    // The parser may point at the value; the key is what the writer looks for.
    if text.get(span.clone()) != Some(field)
        && let Some(key) = text[..span.start.min(text.len())].rfind(&format!("{field}:"))
    {
        problem.span = Some(key..key + field.len());
    }
    if field.starts_with(is_hard_blank) {
        let name = field.trim_matches(is_hard_blank);
        // A key of this group needs no blanks; any other was meant to stand below the one above.
        let mended = if expected.contains(&name) { name.to_owned() } else { format!("  {name}") };
        return problem.with_hint(say!("yaml.hardBlanksHint", mended));
    }
    match (after_comma(text, span.start), empty_above(text, problem.span.as_ref())) {
        (Some(mended), _) => problem.with_hint(say!("yaml.commaHint", mended)),
        (None, Some(above)) => problem.with_hint(say!("yaml.belowHint", above)),
        (None, None) => problem.with_hint(choice(field, expected)),
    }
}

/// A blank that looks like a plain one and indents nothing.
fn is_hard_blank(c: char) -> bool {
    c.is_whitespace() && c != ' '
}

/// The key in the line above, if it has no value and begins in the same column: what follows was meant to stand below it.
fn empty_above<'t>(text: &'t str, key: Option<&Range<usize>>) -> Option<&'t str> {
    let before = text.get(..key?.start)?;
    let (above, indent) = before.rsplit_once('\n')?;
    let line =
        above.lines().rev().find(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))?;
    let is_beside = indent.chars().all(|c| c == ' ') && line.len() - line.trim_start().len() == indent.len();
    line.trim().strip_suffix(':').filter(|above| is_beside && !above.contains([' ', ':']))
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
fn choice(written: &str, expected: &[&'static str]) -> Sentence {
    let is_mark = |c: char| {
        c.is_whitespace() || matches!(c, '“' | '”' | '„' | '«' | '»' | '‘' | '’' | '\u{feff}' | '\u{200b}')
    };
    match nearest(written.trim_matches(is_mark), expected.iter().copied()) {
        Some(name) => say!("hint.mean", name),
        None => say!("hint.possible", names = Names::of(expected)),
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
