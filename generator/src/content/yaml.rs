//! YAML → typed values; the only place that knows the YAML library.
//!
//! The parser's options are set once, here: without them `no` (Norwegian!) would be false and
//! `0150` a number. Its errors become [`Diagnostic`]s whose spans are bytes of the whole file.

mod kind;
mod missing;
mod problem;

use std::borrow::Cow;
use std::ops::Range;

use serde::{Deserialize, Deserializer};
use serde_yaml::{Options, Spanned};

use crate::diagnostic::{Code, Diagnostic, say};

pub(crate) use missing::{NeededKey, missing};

/// A value and the bytes where it stands in its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Located<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Spanned { value, referenced, .. } = Spanned::<T>::deserialize(deserializer)?;
        Ok(Self { value, span: bytes(&referenced) })
    }
}

/// The texts of a list, without their places.
pub(crate) fn texts<T: AsRef<str>>(list: &[Located<T>]) -> Vec<String> {
    list.iter().map(|item| item.value.as_ref().to_owned()).collect()
}

/// Reads one YAML document that begins at the first byte of its file, so that the parser's
/// positions are the file's: `text` is a whole file, or the head of one with its `---`.
///
/// # Errors
/// The first problem that the parser finds.
pub fn parse<'de, T: Deserialize<'de>>(path: &str, text: &'de str) -> Result<T, Diagnostic> {
    if let Some(tab) = leading_tab(text) {
        let problem = Diagnostic::error(Code::YamlTab, path, tab..tab + 1, say!("yaml.tab"));
        return Err(problem.with_hint(say!("yaml.tabHint")));
    }
    serde_yaml::from_str_with_options(text, options()).map_err(|error| problem::explain(path, text, &error))
}

/// Reads a set of keys and finds all its problems: what is wrong is blanked out, key by key, and
/// the rest read again. For types whose keys of the first level may all be missing.
///
/// # Errors
/// Everything that is wrong, at most one problem for each key of the first level.
pub fn parse_all<T: for<'de> Deserialize<'de>>(path: &str, text: &str) -> Result<T, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut rest = Cow::Borrowed(text);
    loop {
        let problem = match parse(path, &rest) {
            Ok(value) if problems.is_empty() => return Ok(value),
            Ok(_) => return Err(problems),
            Err(problem) => problem,
        };
        let block = problem.span.as_ref().and_then(|span| block(&rest, span.start));
        // Of broken syntax, or of nothing left, there is nothing more to say.
        if problems.is_empty() || problem.code != Code::FrontEmpty {
            problems.push(problem);
        }
        let Some(block) = block else { return Err(problems) };
        let blank: String =
            rest[block.clone()].bytes().map(|b| if b == b'\n' { '\n' } else { ' ' }).collect();
        rest.to_mut().replace_range(block, &blank);
    }
}

/// Where YAML stops in a text, if it does, whatever it holds.
fn stops(text: &str) -> Option<usize> {
    let read = serde_yaml::from_str_with_options::<serde::de::IgnoredAny>(text, options());
    read.err().map(|error| problem::place(text, error.without_snippet()).start)
}

/// The lines of the key of the first level to which a byte belongs.
fn block(text: &str, byte: usize) -> Option<Range<usize>> {
    let byte = byte.min(text.len());
    let mut starts = vec![];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.starts_with(|c: char| c.is_alphanumeric() || c == '"' || c == '\'') {
            starts.push(start);
        }
        start += line.len();
    }
    let at = starts.iter().rposition(|start| *start <= byte)?;
    Some(starts[at]..starts.get(at + 1).copied().unwrap_or(text.len()))
}

/// What YAML means in this project.
fn options() -> Options {
    serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        underscored_numbers_as_strings: true,
        with_snippet: false,
    }
}

/// The parser reports a tab at the value before it, so we look first.
fn leading_tab(text: &str) -> Option<usize> {
    text.find('\t')?;
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
        if let Some(tab) = line[..indent].find('\t')
            && !line.trim().is_empty()
        {
            return Some(start + tab);
        }
        start += line.len();
    }
    None
}

fn bytes(location: &serde_yaml::Location) -> Range<usize> {
    let span = location.span();
    let start = span.byte_offset().unwrap_or(span.offset());
    let length = span.byte_len().unwrap_or(span.len());
    let start = usize::try_from(start).unwrap_or(usize::MAX);
    start..start.saturating_add(usize::try_from(length).unwrap_or(0))
}
